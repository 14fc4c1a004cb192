// SPDX-License-Identifier: Apache-2.0

/// A pattern as a tree.
indirect enum RegexNode: Sendable {
    case empty
    case set(CharacterSet)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    case repeated(RegexNode, least: Int, most: Int?)
    case assertion(RegexAssertion)
}

/// A condition on a place between two characters.
enum RegexAssertion: Hashable, Sendable {
    case start
    case end
    case wordBoundary
    case notWordBoundary
}

/// Reads a pattern in the syntax of ECMA-262 with Unicode semantics.
///
/// Like browsers without the `u` flag it takes a lone `{`, `}` or `]` as itself, and a backslash before any character that is
/// neither a letter nor a digit.
struct RegexParser {
    private static let depthLimit = 200
    static let repetitionLimit = 100_000

    let scalars: [UInt32]
    var position = 0
    private var depth = 0

    init(_ pattern: String) { self.scalars = pattern.unicodeScalars.map(\.value) }

    mutating func parse() throws(RegexError) -> RegexNode {
        let node = try self.parseAlternatives()
        guard self.isAtEnd else { throw self.malformed("A ')' closes a group that was never opened.") }
        return node
    }

    var isAtEnd: Bool { self.position == self.scalars.count }

    func peek(_ offset: Int = 0) -> UInt32? {
        self.position + offset < self.scalars.count ? self.scalars[self.position + offset] : nil
    }

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        for offset in 0..<count where self.peek(offset) != UInt32(text.utf8Start[offset]) { return false }
        self.position += count
        return true
    }

    func malformed(_ message: String) -> RegexError {
        RegexError(kind: .malformed, offset: self.position, message: message)
    }

    func unsupported(_ message: String) -> RegexError {
        RegexError(kind: .unsupported, offset: self.position, message: message)
    }

    private mutating func parseAlternatives() throws(RegexError) -> RegexNode {
        var alternatives = [try self.parseSequence()]
        while self.take("|") { alternatives.append(try self.parseSequence()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func parseSequence() throws(RegexError) -> RegexNode {
        var parts: [RegexNode] = []
        while let next = self.peek(), next != Self.bar, next != Self.close {
            let atom = try self.parseAtom()
            parts.append(try self.parseQuantifiers(of: atom))
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func parseAtom() throws(RegexError) -> RegexNode {
        if self.take("^") { return .assertion(.start) }
        if self.take("$") { return .assertion(.end) }
        if self.take(".") { return .set(CharacterSet.lineTerminator.complement) }
        if self.take("(") { return try self.parseGroup() }
        if self.take("[") { return .set(try self.parseClass()) }
        if self.take("\\") { return try self.parseEscape() }
        guard let scalar = self.peek() else { return .empty }
        if scalar == Self.star || scalar == Self.plus || scalar == Self.question {
            throw self.malformed("A quantifier has nothing before it to repeat.")
        }
        if self.quantifierBraces() != nil { throw self.malformed("A quantifier has nothing before it to repeat.") }
        self.position += 1
        return .set(CharacterSet(scalar: scalar))
    }

    private mutating func parseGroup() throws(RegexError) -> RegexNode {
        if self.take("?=") || self.take("?!") || self.take("?<=") || self.take("?<!") {
            throw self.unsupported("Lookahead and lookbehind cannot be matched in linear time and are not supported.")
        }
        if self.take("?<") {
            guard let end = self.scalars[self.position...].firstIndex(of: Self.greater), end > self.position else {
                throw self.malformed("The name of a group must stand between '<' and '>'.")
            }
            self.position = end + 1
        } else if !self.take("?:"), self.peek() == Self.question {
            throw self.unsupported("Only (...), (?:...) and (?<name>...) groups are supported.")
        }
        self.depth += 1
        guard self.depth <= Self.depthLimit else {
            throw RegexError(kind: .tooLarge, offset: self.position, message: "Groups are nested too deep.")
        }
        let node = try self.parseAlternatives()
        guard self.take(")") else { throw self.malformed("A group is not closed with ')'.") }
        self.depth -= 1
        return node
    }

    private mutating func parseQuantifiers(of atom: RegexNode) throws(RegexError) -> RegexNode {
        let bounds: (least: Int, most: Int?)
        if self.take("*") {
            bounds = (0, nil)
        } else if self.take("+") {
            bounds = (1, nil)
        } else if self.take("?") {
            bounds = (0, 1)
        } else if let braces = self.quantifierBraces() {
            bounds = (braces.least, braces.most)
            self.position = braces.end
        } else {
            return atom
        }
        if case .assertion = atom { throw self.malformed("An anchor cannot be repeated.") }
        if let most = bounds.most, most < bounds.least {
            throw self.malformed("A repetition's upper bound is below its lower bound.")
        }
        // Lazy or greedy makes no difference to whether there is a match.
        _ = self.take("?")
        if let next = self.peek(), next == Self.star || next == Self.plus || next == Self.question {
            throw self.malformed("A quantifier follows a quantifier.")
        }
        return .repeated(atom, least: bounds.least, most: bounds.most)
    }

    /// The bounds of `{n}`, `{n,}` or `{n,m}` at the current position; `nil` when a brace stands there for itself.
    private func quantifierBraces() -> (least: Int, most: Int?, end: Int)? {
        guard self.peek() == 0x7B else { return nil }
        var index = self.position + 1
        func number() -> (value: Int, end: Int)? {
            var (value, end) = (0, index)
            while end < self.scalars.count, (0x30...0x39).contains(self.scalars[end]) {
                value = min(value * 10 + Int(self.scalars[end] - 0x30), Self.repetitionLimit)
                end += 1
            }
            return end > index ? (value, end) : nil
        }
        guard let least = number() else { return nil }
        index = least.end
        guard index < self.scalars.count else { return nil }
        if self.scalars[index] == 0x7D { return (least.value, least.value, index + 1) }
        guard self.scalars[index] == 0x2C else { return nil }
        index += 1
        let most = number()
        index = most?.end ?? index
        guard index < self.scalars.count, self.scalars[index] == 0x7D else { return nil }
        return (least.value, most?.value, index + 1)
    }

    private static let bar: UInt32 = 0x7C
    private static let close: UInt32 = 0x29
    private static let star: UInt32 = 0x2A
    private static let plus: UInt32 = 0x2B
    private static let question: UInt32 = 0x3F
    private static let greater: UInt32 = 0x3E
}
