// SPDX-License-Identifier: Apache-2.0

/// One lexical element of an expression.
struct Token: Sendable {
    enum Kind: Hashable, Sendable {
        case identifier, root, quotedIdentifier, reserved, literal
        case and, or, not, membership, coalesce
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus, star, slash, percent
        case question, colon, comma, dot
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case end
    }

    let kind: Kind
    /// The bytes of the source that it covers.
    let start: Int
    let end: Int
    /// The name, for whatever is written as a word; roots are without their `$`.
    var word = ""
    /// The value of a literal.
    var value: Value = .null
    /// Whether it is an unsigned magnitude of 2^63, which is an integer only after a minus sign.
    var isIntegerMinimum = false

    init(_ kind: Kind, _ start: Int, _ end: Int) {
        self.kind = kind
        self.start = start
        self.end = end
    }
}
