// SPDX-License-Identifier: Apache-2.0

/// A reason why an activity cannot do its work on an input, written for the person who gave it.
///
/// The codes are stable: `format-unknown`, `pattern-invalid`, `attribute-unknown`, `attribute-repeated`,
/// `attribute-missing`, `key-missing`, `table-malformed`, `date-invalid`, `value-out-of-range`, `population-empty`,
/// `nothing-to-request`, `nothing-to-test` and `section-missing`.
struct AuditError: Error, Sendable, Equatable {
    /// The stable kebab-case name of the kind of error.
    let code: String
    /// What is wrong, where, and what to do about it.
    let message: String
    /// The snake_case path of the input field at fault, when there is one.
    let field: String?

    /// Creates an error.
    init(code: String, message: String, field: String? = nil) {
        self.code = code
        self.message = message
        self.field = field
    }
}
