// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
public import SkeinModel
import SkeinSchema

/// The functions that definitions can call, by name.
///
/// ```swift
/// var registry = FunctionRegistry()
/// try registry.register("greeter.greet", pure: { (name: Name) in Greeting(text: "Hello, \(name.first)!") })
/// try registry.register("mailer.send", effect: { (letter: Letter, context) in
///     try await mailer.send(letter, key: context.idempotencyKey)
/// })
/// ```
///
/// A function throws ``Failure`` to say how it failed and whether another attempt makes sense. Any other error becomes
/// a failure `function-error`, which is retryable for effects and not for pure functions.
public struct FunctionRegistry: Sendable {
    private var functions: [String: RegisteredFunction] = [:]

    /// Makes an empty registry.
    public init() {}

    /// The registered functions, by name.
    public var all: [Function] { self.functions.values.map(\.function).sorted { $0.name < $1.name } }

    /// The function of that name.
    package func find(_ name: String) -> RegisteredFunction? { self.functions[name] }

    /// What definitions are checked against.
    package var signatures: [String: FunctionSignature] {
        self.functions.mapValues(\.signature)
    }

    /// Registers a function; one of the same name is replaced.
    ///
    /// - Parameter function: The function.
    /// - Throws: ``SkeinError`` `configuration-invalid` for a name that is not `tool.function`, or a schema that
    ///   cannot be used.
    package mutating func register(_ function: Function) throws(SkeinError) {
        guard NamePattern.isFunctionName(function.name) else {
            let message = "'\(function.name)' cannot name a function: write tool.function in lower case."
            throw SkeinError(.configurationInvalid, message)
        }
        self.functions[function.name] = try RegisteredFunction(function)
    }
}

extension FunctionRegistry {
    /// Registers code that computes a value from JSON.
    ///
    /// - Parameters:
    ///   - name: `tool.function`.
    ///   - version: Which edition of the code it is.
    ///   - input: The JSON Schema of its input.
    ///   - output: The JSON Schema of its output.
    ///   - summary: One sentence for people.
    ///   - isHeavy: Whether it takes more than about a millisecond.
    ///   - body: The code.
    /// - Throws: ``SkeinError`` `configuration-invalid`.
    public mutating func register(
        _ name: String,
        version: Int = 1,
        input: JSONValue? = nil,
        output: JSONValue? = nil,
        summary: String = "",
        isHeavy: Bool = false,
        pureJSON body: @escaping @Sendable (JSONValue) throws -> JSONValue
    ) throws(SkeinError) {
        let function = Function(
            name: name,
            version: version,
            kind: isHeavy ? .heavy : .pure,
            inputSchema: input,
            outputSchema: output,
            summary: summary,
            body: .synchronous(body)
        )
        try self.register(function)
    }

    /// Registers code that computes one typed value from another.
    ///
    /// - Parameters:
    ///   - name: `tool.function`.
    ///   - version: Which edition of the code it is.
    ///   - input: The JSON Schema of its input.
    ///   - output: The JSON Schema of its output.
    ///   - summary: One sentence for people.
    ///   - isHeavy: Whether it takes more than about a millisecond.
    ///   - body: The code.
    /// - Throws: ``SkeinError`` `configuration-invalid`.
    public mutating func register<Input: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
        _ name: String,
        version: Int = 1,
        input: JSONValue? = nil,
        output: JSONValue? = nil,
        summary: String = "",
        isHeavy: Bool = false,
        pure body: @escaping @Sendable (Input) throws -> Output
    ) throws(SkeinError) {
        try self.register(name, version: version, input: input, output: output, summary: summary, isHeavy: isHeavy) {
            try JSONValueEncoder.encode(try body(try JSONValueDecoder.decode(Input.self, from: $0)))
        }
    }

    /// Registers code that changes or asks something outside.
    ///
    /// It is cancelled when its step's time is up. It runs at least once; `context.idempotencyKey` stays the same when
    /// an attempt runs again after a crash.
    ///
    /// - Parameters:
    ///   - name: `tool.function`.
    ///   - version: Which edition of the code it is.
    ///   - input: The JSON Schema of its input.
    ///   - output: The JSON Schema of its output.
    ///   - summary: One sentence for people.
    ///   - body: The code.
    /// - Throws: ``SkeinError`` `configuration-invalid`.
    public mutating func register(
        _ name: String,
        version: Int = 1,
        input: JSONValue? = nil,
        output: JSONValue? = nil,
        summary: String = "",
        effectJSON body: @escaping @Sendable (JSONValue, FunctionContext) async throws -> JSONValue
    ) throws(SkeinError) {
        let function = Function(
            name: name,
            version: version,
            kind: .effect,
            inputSchema: input,
            outputSchema: output,
            summary: summary,
            body: .asynchronous(body)
        )
        try self.register(function)
    }

    /// Registers typed code that changes or asks something outside.
    ///
    /// - Parameters:
    ///   - name: `tool.function`.
    ///   - version: Which edition of the code it is.
    ///   - input: The JSON Schema of its input.
    ///   - output: The JSON Schema of its output.
    ///   - summary: One sentence for people.
    ///   - body: The code.
    /// - Throws: ``SkeinError`` `configuration-invalid`.
    public mutating func register<Input: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
        _ name: String,
        version: Int = 1,
        input: JSONValue? = nil,
        output: JSONValue? = nil,
        summary: String = "",
        effect body: @escaping @Sendable (Input, FunctionContext) async throws -> Output
    ) throws(SkeinError) {
        try self.register(name, version: version, input: input, output: output, summary: summary) { value, context in
            let decoded = try JSONValueDecoder.decode(Input.self, from: value)
            return try JSONValueEncoder.encode(try await body(decoded, context))
        }
    }
}
