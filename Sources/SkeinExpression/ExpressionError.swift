// SPDX-License-Identifier: Apache-2.0

/// Why an expression cannot be compiled or evaluated.
package struct ExpressionError: Error, Hashable, Sendable {
    /// A stable name in kebab-case.
    package let code: String
    /// A sentence for a person.
    package let message: String
    /// How many bytes of the source precede the place.
    package let offset: Int
    /// What to do about it.
    package let hint: String?

    package init(_ code: String, _ message: String, at offset: Int, hint: String? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint
    }

    /// A path that leads nowhere: what `??` and `has()` are there for.
    static let pathAbsent = "path-absent"
}
