// SPDX-License-Identifier: Apache-2.0

/// One fault of a document: a definition, an input, a request.
public struct Problem: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        /// The document is refused.
        case error
        /// The document is accepted; something in it is probably a mistake.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// A stable name of the kind of fault, in kebab-case.
    public let code: String
    /// Where in the document it is.
    public let pointer: JSONPointer
    /// A sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String?
    /// The line of the text it was read from, from 1, when there was one.
    public var line: Int?

    /// Makes a problem.
    ///
    /// - Parameters:
    ///   - code: A stable name of the kind of fault.
    ///   - pointer: Where in the document it is.
    ///   - message: A sentence for a person.
    ///   - hint: What to do about it.
    ///   - severity: How bad it is.
    ///   - line: The line of the text it was read from.
    public init(
        _ code: String,
        at pointer: JSONPointer,
        _ message: String,
        hint: String? = nil,
        severity: Severity = .error,
        line: Int? = nil
    ) {
        self.severity = severity
        self.code = code
        self.pointer = pointer
        self.message = message
        self.hint = hint
        self.line = line
    }

    /// The problem as JSON: `{severity, code, pointer, message, hint?, line?}`.
    public var json: JSONValue {
        var object: JSONObject = [
            "severity": .string(self.severity.rawValue), "code": .string(self.code),
            "pointer": .string(self.pointer.description), "message": .string(self.message),
        ]
        object["hint"] = self.hint.map { .string($0) }
        object["line"] = self.line.map { .int(Int64($0)) }
        return .object(object)
    }
}

extension Problem: CustomStringConvertible {
    /// The problem on one line: `error unknown-field at /status (line 3): ... Hint: ...`.
    public var description: String {
        let place = self.pointer.tokens.isEmpty ? "" : " at \(self.pointer)"
        let line = self.line.map { " (line \($0))" } ?? ""
        let hint = self.hint.map { " Hint: \($0)" } ?? ""
        return "\(self.severity.rawValue) \(self.code)\(place)\(line): \(self.message)\(hint)"
    }
}
