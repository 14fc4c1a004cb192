// SPDX-License-Identifier: Apache-2.0

/// One node of the syntax tree.
///
/// Chains of operators are one node however long they are, so the height of the tree is the nesting that a person sees.
struct Syntax: Sendable {
    indirect enum Kind: Sendable {
        case literal(Value)
        /// A name; `isRoot` when written with `$`, `isAbsolute` when written with a leading dot.
        case name(String, isRoot: Bool, isAbsolute: Bool)
        case group(Syntax)
        case select(Syntax, String, isOptional: Bool)
        case index(Syntax, Syntax, isOptional: Bool)
        case call(target: Syntax?, function: String, nameStart: Int, arguments: [Syntax])
        case list([Element])
        case map([Entry])
        case not(Syntax)
        case negate(Syntax)
        /// Operators of one precedence, applied from left to right.
        case chain(Syntax, [Link])
        case logic(isAnd: Bool, [Syntax])
        case conditional([Branch], otherwise: Syntax)
        case coalesce([Syntax])
    }

    struct Element: Sendable {
        let value: Syntax
        let isOptional: Bool
    }

    struct Entry: Sendable {
        let key: Syntax
        let value: Syntax
        let isOptional: Bool
    }

    struct Link: Sendable {
        let operation: BinaryOperator
        let offset: Int
        let operand: Syntax
    }

    struct Branch: Sendable {
        let condition: Syntax
        let value: Syntax
    }

    let kind: Kind
    /// The bytes of the source that it covers.
    let start: Int
    let end: Int
    /// How many levels of nodes stand below it.
    let height: Int

    /// The node without the parentheses round it.
    var ungrouped: Syntax {
        var node = self
        while case .group(let inner) = node.kind { node = inner }
        return node
    }
}

/// An operator between two operands that are both evaluated.
enum BinaryOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case membership = "in"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
}
