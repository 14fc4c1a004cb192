// SPDX-License-Identifier: Apache-2.0

/// Why a pattern cannot be used.
package struct RegexError: Error, Hashable, Sendable {
    /// The kinds of fault.
    package enum Kind: Hashable, Sendable {
        /// The text is not a regular expression.
        case malformed
        /// The expression needs something that cannot be matched in linear time, or is not offered.
        case unsupported
        /// The expression would make too large a program.
        case tooLarge
    }

    /// The kind of fault.
    package let kind: Kind
    /// Where in the pattern, counted in Unicode code points from 0.
    package let offset: Int
    /// A sentence for a person.
    package let message: String
}
