// SPDX-License-Identifier: Apache-2.0

/// What Skein throws to a caller: one open set of codes for the whole product.
public struct SkeinError: Error, Sendable {
    /// A stable name for one kind of error.
    ///
    /// The raw value is part of the API: clients match on it, metrics use it as a label, and
    /// `Docs/errors/<rawValue>.md` explains it.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name in kebab-case.
        public let rawValue: String

        /// Wraps a name.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// What kind of error it is.
    public let code: Code
    /// A sentence for a person: what, where, what to do.
    ///
    /// It holds no secrets and no payload.
    public let message: String
    /// Everything that is wrong, where one document can have many faults.
    public let problems: [Problem]
    /// Identifiers, for structured logs.
    public let metadata: [String: String]
    /// What lies beneath, for us; API clients never see it.
    public let cause: (any Error)?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: What kind of error it is.
    ///   - message: A sentence for a person.
    ///   - problems: Everything that is wrong with a document.
    ///   - metadata: Identifiers, for structured logs.
    ///   - cause: What lies beneath.
    public init(
        _ code: Code,
        _ message: String,
        problems: [Problem] = [],
        metadata: [String: String] = [:],
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.problems = problems
        self.metadata = metadata
        self.cause = cause
    }
}

extension SkeinError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: SkeinError, right: SkeinError) -> Bool { left.code == right.code }
}

extension SkeinError: CustomStringConvertible {
    /// The code, the sentence, and a line for each problem.
    public var description: String {
        ([self.code.rawValue + ": " + self.message] + self.problems.map { "  " + $0.description }).joined(
            separator: "\n"
        )
    }
}
