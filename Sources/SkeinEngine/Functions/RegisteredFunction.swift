// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
package import SkeinModel
import SkeinSchema

/// A function with its schemas compiled: checks what goes in and what comes out.
package struct RegisteredFunction: Sendable {
    package let function: Function
    private let inputSchema: Schema?
    private let outputSchema: Schema?

    /// How large an output may be, in bytes of text, roughly.
    private static let outputLimit = 8 << 20

    init(_ function: Function) throws(SkeinError) {
        self.function = function
        self.inputSchema = try Self.compile(function.inputSchema, "input", of: function.name)
        self.outputSchema = try Self.compile(function.outputSchema, "output", of: function.name)
    }

    /// What definitions that call it are checked against.
    var signature: FunctionSignature {
        FunctionSignature(name: self.function.name, input: self.inputSchema, output: self.outputSchema)
    }

    /// Whether it runs inside the turn.
    var runsInline: Bool { self.function.kind == .pure }

    /// Runs a synchronous function.
    func run(_ input: JSONValue) -> Result<JSONValue, Failure> {
        guard case .synchronous(let body) = self.function.body else {
            preconditionFailure("Only pure and heavy functions are run this way; the dispatcher sees to it.")
        }
        if let failure = self.check(input) { return .failure(failure) }
        do {
            return self.checkOutput(try body(input))
        } catch {
            return .failure(self.failure(of: error))
        }
    }

    /// Runs a function of any kind; its code's errors become failures.
    package func run(_ input: JSONValue, _ context: FunctionContext) async -> Result<JSONValue, Failure> {
        guard case .asynchronous(let body) = self.function.body else { return await HeavyPool.run { self.run(input) } }
        if let failure = self.check(input) { return .failure(failure) }
        do {
            return self.checkOutput(try await body(input, context))
        } catch {
            return .failure(self.failure(of: error))
        }
    }

    private func check(_ input: JSONValue) -> Failure? {
        guard let schema = self.inputSchema, !schema.isValid(input) else { return nil }
        return self.violated("input", schema.validate(input), FailureCode.inputInvalid)
    }

    private func checkOutput(_ output: JSONValue) -> Result<JSONValue, Failure> {
        if let schema = self.outputSchema, !schema.isValid(output) {
            return .failure(self.violated("output", schema.validate(output), FailureCode.functionOutputInvalid))
        }
        if let fault = OutputCheck.fault(of: output, limit: Self.outputLimit) {
            let message = "'\(self.function.name)' returned \(fault)."
            return .failure(Failure(code: FailureCode.functionOutputInvalid, message: message))
        }
        return .success(output)
    }

    private func violated(_ what: String, _ violations: [SchemaViolation], _ code: String) -> Failure {
        let first = violations.first.map { "\($0.message) (at '\($0.instance)')" } ?? ""
        let message = "The \(what) of '\(self.function.name)' does not satisfy its schema: \(first)"
        return Failure(code: code, message: message, details: ["violations": .array(violations.map(\.json))])
    }

    private func failure(of error: any Error) -> Failure {
        switch error {
        case let failure as Failure: return failure
        case let error as DecodingError:
            return Failure(code: FailureCode.inputInvalid, message: Self.sentence(error, self.function.name))
        case let error as EncodingError:
            let message = "'\(self.function.name)' returned something that JSON cannot hold: \(error)"
            return Failure(code: FailureCode.functionOutputInvalid, message: message)
        default:
            let isRetryable = self.function.kind == .effect
            let message = "'\(self.function.name)' failed: \(error)"
            return Failure(code: FailureCode.functionCrashed, message: message, isRetryable: isRetryable)
        }
    }

    private static func sentence(_ error: DecodingError, _ name: String) -> String {
        let context: DecodingError.Context =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: .init(codingPath: [], debugDescription: "\(error)")
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return "The input of '\(name)' does not fit: \(context.debugDescription)"
            + (path.isEmpty ? "" : " (at '\(path)')")
    }

    private static func compile(_ schema: JSONValue?, _ what: String, of name: String) throws(SkeinError) -> Schema? {
        guard let schema else { return nil }
        do throws(SchemaError) {
            return try Schema(schema)
        } catch {
            let message = "The \(what) schema of '\(name)' cannot be used."
            throw SkeinError(.configurationInvalid, message, problems: error.problems)
        }
    }
}

/// Refuses outputs that could not be stored.
private enum OutputCheck {
    /// What is wrong with a value; `nil` when nothing is.
    static func fault(of value: JSONValue, limit: Int) -> String? {
        var rest = limit
        return Self.fault(of: value, &rest, depth: 0)
    }

    private static func fault(of value: JSONValue, _ rest: inout Int, depth: Int) -> String? {
        guard depth < JSONParser.defaultDepthLimit - 8 else { return "a value nested too deep to be stored" }
        rest -= 8
        switch value {
        case .double(let number) where !number.isFinite: return "the number \(number), which JSON does not have"
        case .string(let text): rest -= text.utf8.count
        case .array(let values):
            for value in values {
                if let fault = Self.fault(of: value, &rest, depth: depth + 1) { return fault }
            }
        case .object(let object):
            for (key, value) in object {
                rest -= key.utf8.count
                if let fault = Self.fault(of: value, &rest, depth: depth + 1) { return fault }
            }
        default: break
        }
        return rest < 0 ? "more than 8 MiB; store it elsewhere and return where" : nil
    }
}
