// SPDX-License-Identifier: Apache-2.0

/// A reason why no footing can be designed from an input, written for the engineer who gave it.
///
/// The codes are stable: `value-out-of-range`, `unsupported-grade`, `unsupported-option`, `eccentric-load`,
/// `bearing-capacity-below-self-weight`, `plan-too-large`, `column-outside-footing`, `column-overloaded`,
/// `footing-above-ground`, `depth-too-large`, `section-inadequate` and `no-bar-arrangement`.
public struct EngineeringError: Error, Sendable, Equatable {
    /// The stable kebab-case name of the kind of error.
    public let code: String
    /// What is wrong, where, and what to do about it.
    public let message: String
    /// The snake_case path of the input field at fault, when there is one.
    public let field: String?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The stable kebab-case name of the kind of error.
    ///   - message: What is wrong, where, and what to do about it.
    ///   - field: The snake_case path of the input field at fault.
    public init(code: String, message: String, field: String? = nil) {
        self.code = code
        self.message = message
        self.field = field
    }
}

extension EngineeringError: CustomStringConvertible {
    /// The code, the field and the message on one line.
    public var description: String {
        "\(self.code)\(self.field.map { " (\($0))" } ?? ""): \(self.message)"
    }
}
