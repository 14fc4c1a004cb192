// SPDX-License-Identifier: Apache-2.0

/// Why a step or an execution failed: recorded in the history, shown by the API, matched by retry policies.
///
/// A failure is data, not a thrown error: see ``SkeinError`` for what callers catch.
public struct Failure: Error, Hashable, Sendable {
    /// A stable name of the kind of failure, in kebab-case.
    public let code: String
    /// A sentence for a person: what, where, what to do.
    public let message: String
    /// More, for programs.
    public let details: JSONValue
    /// Whether another attempt may succeed.
    public let isRetryable: Bool
    /// How long the failing side asked to be left alone.
    public let retryAfter: Duration?

    /// Makes a failure.
    ///
    /// - Parameters:
    ///   - code: A stable name in kebab-case; retry policies match on it.
    ///   - message: A sentence for a person; no secrets.
    ///   - details: More, for programs.
    ///   - isRetryable: Whether another attempt may succeed.
    ///   - retryAfter: How long the failing side asked to be left alone.
    public init(
        code: String,
        message: String,
        details: JSONValue = .null,
        isRetryable: Bool = false,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
    }

    /// The failure as JSON: `{code, message, details?, retryable, retry_after_ms?}`.
    public var json: JSONValue {
        var object: JSONObject = ["code": .string(self.code), "message": .string(self.message)]
        if !self.details.isNull { object["details"] = self.details }
        object["retryable"] = .bool(self.isRetryable)
        if let retryAfter = self.retryAfter { object["retry_after_ms"] = .int(retryAfter.milliseconds) }
        return .object(object)
    }

    /// Reads what ``json`` wrote.
    package init?(json: JSONValue) {
        guard let code = json["code"]?.string, let message = json["message"]?.string else { return nil }
        self.init(
            code: code,
            message: message,
            details: json["details"] ?? .null,
            isRetryable: json["retryable"]?.bool ?? false,
            retryAfter: json["retry_after_ms"]?.int.map { .milliseconds($0) }
        )
    }
}
