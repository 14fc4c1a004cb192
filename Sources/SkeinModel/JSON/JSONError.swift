// SPDX-License-Identifier: Apache-2.0

/// Why a text is not acceptable JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Kind: String, Hashable, Sendable {
        /// The text ends inside a value, or is empty.
        case unexpectedEnd = "unexpected-end"
        /// A character stands where JSON allows none like it.
        case unexpectedCharacter = "unexpected-character"
        /// More text follows the value.
        case trailingCharacters = "trailing-characters"
        /// A number is not written as JSON writes numbers (`01`, `1.`, `+1`, `.5`).
        case malformedNumber = "malformed-number"
        /// A number is too large for a double.
        case numberOutOfRange = "number-out-of-range"
        /// An escape is unknown or half of a surrogate pair.
        case malformedEscape = "malformed-escape"
        /// A control character stands unescaped in a string.
        case controlCharacter = "control-character"
        /// The bytes are not UTF-8.
        case malformedUTF8 = "malformed-utf8"
        /// An object has two members of one name.
        case duplicateKey = "duplicate-key"
        /// Lists and objects are nested deeper than the limit.
        case tooDeep = "too-deep"
    }

    /// What is wrong.
    public let kind: Kind
    /// How many bytes precede the place.
    public let offset: Int
    /// The line of the place, from 1.
    public let line: Int
    /// The column of the place in bytes, from 1.
    public let column: Int
    /// A sentence for a person.
    public let message: String
}

extension JSONError: CustomStringConvertible {
    /// The sentence with its place.
    public var description: String { "\(self.message) (line \(self.line), column \(self.column))" }
}
