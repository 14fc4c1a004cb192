// SPDX-License-Identifier: Apache-2.0

extension RegexParser {
    /// What a class or an escape inside one stands for: one character, which may begin a range, or a set.
    private enum ClassAtom {
        case scalar(UInt32)
        case set(CharacterSet)
    }

    /// Parses what follows a backslash outside a class.
    mutating func parseEscape() throws(RegexError) -> RegexNode {
        if self.take("b") { return .assertion(.wordBoundary) }
        if self.take("B") { return .assertion(.notWordBoundary) }
        if let next = self.peek(), (0x31...0x39).contains(next) || next == UInt32(UInt8(ascii: "k")) {
            throw self.unsupported("Backreferences cannot be matched in linear time and are not supported.")
        }
        switch try self.parseCharacterEscape() {
        case .scalar(let scalar): return .set(CharacterSet(scalar: scalar))
        case .set(let set): return .set(set)
        }
    }

    /// Parses a class after its `[`.
    mutating func parseClass() throws(RegexError) -> CharacterSet {
        let isNegated = self.take("^")
        var set = CharacterSet.empty
        while !self.take("]") {
            guard !self.isAtEnd else { throw self.malformed("A class is not closed with ']'.") }
            let first = try self.parseClassAtom()
            guard self.peek() == 0x2D, let after = self.peek(1), after != 0x5D else {
                Self.insert(first, into: &set)
                continue
            }
            self.position += 1
            let last = try self.parseClassAtom()
            if case .scalar(let lower) = first, case .scalar(let upper) = last {
                guard lower <= upper else { throw self.malformed("A range in a class ends before it begins.") }
                set.insert(lower...upper)
            } else {
                Self.insert(first, into: &set)
                set.insert(0x2D...0x2D)
                Self.insert(last, into: &set)
            }
        }
        return isNegated ? set.complement : set
    }

    private static func insert(_ atom: ClassAtom, into set: inout CharacterSet) {
        switch atom {
        case .scalar(let scalar): set.insert(scalar...scalar)
        case .set(let other): set.formUnion(other)
        }
    }

    private mutating func parseClassAtom() throws(RegexError) -> ClassAtom {
        guard self.take("\\") else {
            guard let scalar = self.peek() else { throw self.malformed("A class is not closed with ']'.") }
            self.position += 1
            return .scalar(scalar)
        }
        if self.take("b") { return .scalar(0x08) }
        return try self.parseCharacterEscape()
    }

    private mutating func parseCharacterEscape() throws(RegexError) -> ClassAtom {
        guard let scalar = self.peek() else { throw self.malformed("The pattern ends with a backslash.") }
        self.position += 1
        guard let letter = Unicode.Scalar(scalar) else { return .scalar(scalar) }
        switch letter {
        case "d": return .set(.digit)
        case "D": return .set(CharacterSet.digit.complement)
        case "w": return .set(.word)
        case "W": return .set(CharacterSet.word.complement)
        case "s": return .set(.space)
        case "S": return .set(CharacterSet.space.complement)
        case "p": return .set(try self.parseProperty(isNegated: false))
        case "P": return .set(try self.parseProperty(isNegated: true))
        case "t": return .scalar(0x09)
        case "n": return .scalar(0x0A)
        case "v": return .scalar(0x0B)
        case "f": return .scalar(0x0C)
        case "r": return .scalar(0x0D)
        case "0":
            if let next = self.peek(), (0x30...0x39).contains(next) {
                throw self.malformed("Octal escapes are not part of the syntax; write \\u followed by four digits.")
            }
            return .scalar(0)
        case "c": return .scalar(try self.parseControlLetter())
        case "x": return .scalar(try self.parseHex(count: 2))
        case "u": return .scalar(try self.parseUnicodeEscape())
        default: return .scalar(try self.identity(letter))
        }
    }

    private mutating func identity(_ letter: Unicode.Scalar) throws(RegexError) -> UInt32 {
        let isWord = letter.isASCII && CharacterSet.word.contains(letter.value) && letter != "_"
        guard !isWord else {
            self.position -= 1
            let advice =
                switch letter {
                case "A": " Write '^' for the start of the text."
                case "z", "Z": " Write '$' for the end of the text."
                default: ""
                }
            throw self.malformed("'\\\(letter)' has no meaning.\(advice)")
        }
        return letter.value
    }

    private mutating func parseControlLetter() throws(RegexError) -> UInt32 {
        guard let letter = self.peek(), (0x41...0x5A).contains(letter & ~0x20) else {
            throw self.malformed("'\\c' must be followed by a letter.")
        }
        self.position += 1
        return letter % 32
    }

    private mutating func parseHex(count: Int) throws(RegexError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = self.peek().flatMap({ Self.hexValue($0) }) else {
                throw self.malformed("An escape needs \(count) hexadecimal digits.")
            }
            value = value * 16 + digit
            self.position += 1
        }
        return value
    }

    /// Parses what follows `\u`: four digits, a surrogate pair of two such escapes, or a number in braces.
    private mutating func parseUnicodeEscape() throws(RegexError) -> UInt32 {
        guard self.take("{") else {
            let first = try self.parseHex(count: 4)
            guard (0xD800...0xDBFF).contains(first), self.peek() == 0x5C, self.peek(1) == 0x75 else { return first }
            let start = self.position
            self.position += 2
            let second = try self.parseHex(count: 4)
            guard (0xDC00...0xDFFF).contains(second) else {
                self.position = start
                return first
            }
            return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        var value: UInt32 = 0
        var digits = 0
        while let digit = self.peek().flatMap({ Self.hexValue($0) }) {
            value = value * 16 + digit
            digits += 1
            guard value <= CharacterSet.maximum else { throw self.malformed("A code point is above 10FFFF.") }
            self.position += 1
        }
        guard digits > 0, self.take("}") else { throw self.malformed("'\\u{' needs hexadecimal digits and '}'.") }
        return value
    }

    private mutating func parseProperty(isNegated: Bool) throws(RegexError) -> CharacterSet {
        guard self.take("{"), let end = self.scalars[self.position...].firstIndex(of: 0x7D) else {
            throw self.malformed("A Unicode property is written \\p{Name}.")
        }
        var name = ""
        for scalar in self.scalars[self.position..<end] { name.unicodeScalars.append(Unicode.Scalar(scalar) ?? "?") }
        var value = name
        var isCategory = false
        for prefix in ["General_Category=", "gc="] where name.hasPrefix(prefix) {
            value = String(name.dropFirst(prefix.count))
            isCategory = true
        }
        var set = CharacterSet.empty
        if let mask = CategoryMask.named(value) {
            set.insert(isNegated ? mask.complement : mask)
        } else if !isCategory, let kind = ScalarProperty.Kind(rawValue: value) {
            set.insert(ScalarProperty(kind: kind, isNegated: isNegated))
        } else {
            throw self.unsupported(
                "The Unicode property '\(name)' is not supported; general categories such as L or Nd are."
            )
        }
        self.position = end + 1
        return set
    }

    private static func hexValue(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x30...0x39: scalar - 0x30
        case 0x41...0x46: scalar - 0x41 + 10
        case 0x61...0x66: scalar - 0x61 + 10
        default: nil
        }
    }
}
