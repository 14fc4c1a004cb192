// SPDX-License-Identifier: Apache-2.0

extension PatternParser {
    /// What follows a backslash outside brackets.
    mutating func escape() throws(ExpressionError) -> PatternSyntax {
        switch self.current {
        case "b": return self.assertion(.wordBoundary)
        case "B": return self.assertion(.notWordBoundary)
        case "A": return self.assertion(.textStart)
        case "z": return self.assertion(.textEnd)
        case "Q": return self.quoted()
        default: break
        }
        var set = CharacterClass()
        if try self.classEscape(into: &set) { return .set(set) }
        return .set(self.literal(try self.characterEscape()))
    }

    private mutating func assertion(_ assertion: PatternAssertion) -> PatternSyntax {
        self.position += 1
        return .assert(assertion)
    }

    /// `\Q...\E`: everything between stands for itself.
    private mutating func quoted() -> PatternSyntax {
        self.position += 1
        var parts: [PatternSyntax] = []
        while let scalar = self.current {
            self.position += 1
            if scalar == "\\", self.take("E") { break }
            parts.append(.set(self.literal(scalar)))
        }
        return .sequence(parts)
    }

    /// `\d`, `\W`, `\pL`, `\P{Lu}`: adds the class; false, with nothing taken, for other escapes.
    private mutating func classEscape(into set: inout CharacterClass) throws(ExpressionError) -> Bool {
        guard let scalar = self.current else { throw self.fault("ends with a backslash") }
        let ranges: [ClosedRange<UInt32>]
        switch scalar {
        case "d", "D": ranges = CharacterClass.digit.ranges
        case "w", "W": ranges = CharacterClass.word.ranges
        case "s", "S": ranges = CharacterClass.space.ranges
        case "p", "P":
            self.position += 1
            set.categories.append(try self.category(isNegated: scalar == "P"))
            return true
        default: return false
        }
        self.position += 1
        if scalar.properties.isUppercase {
            set.complements.append(ranges)
        } else {
            set.ranges += ranges
        }
        return true
    }

    private mutating func category(isNegated: Bool) throws(ExpressionError) -> (name: String, isNegated: Bool) {
        var name = ""
        var isNegated = isNegated
        if self.take("{") {
            if self.take("^") { isNegated.toggle() }
            while let scalar = self.current, scalar != "}" {
                name.unicodeScalars.append(scalar)
                self.position += 1
            }
            guard self.take("}") else { throw self.fault("has a Unicode class that is not closed") }
        } else if let scalar = self.current {
            name = String(scalar)
            self.position += 1
        }
        guard CharacterClass.categoryNames.contains(name) else { throw self.fault("names an unknown Unicode class") }
        return (name, isNegated)
    }

    /// An escape that stands for one character.
    private mutating func characterEscape() throws(ExpressionError) -> Unicode.Scalar {
        guard let scalar = self.current else { throw self.fault("ends with a backslash") }
        self.position += 1
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "a": return "\u{7}"
        case "x": return try self.hexadecimal()
        default:
            let isWord = CharacterClass.word.contains(scalar)
            guard !isWord, scalar.isASCII else { throw self.fault("has an unknown escape") }
            return scalar
        }
    }

    private mutating func hexadecimal() throws(ExpressionError) -> Unicode.Scalar {
        let isBraced = self.take("{")
        var value: UInt32 = 0
        var count = 0
        while count < (isBraced ? 8 : 2), let scalar = self.current, scalar.isASCII,
            let digit = Lexer.hexDigit(UInt8(scalar.value))
        {
            value = value &* 16 &+ digit
            count += 1
            self.position += 1
        }
        guard count > 0, isBraced ? self.take("}") : count == 2, let scalar = Unicode.Scalar(value) else {
            throw self.fault("has a malformed \\x escape")
        }
        return scalar
    }

    /// What follows an opening bracket, up to the closing one.
    mutating func bracket() throws(ExpressionError) -> CharacterClass {
        var set = CharacterClass()
        set.isNegated = self.take("^")
        set.ignoresCase = self.flags.ignoresCase
        var isFirst = true
        while isFirst || self.current != "]" {
            guard let scalar = self.current else { throw self.fault("has a class that is not closed") }
            isFirst = false
            guard set.categories.count + set.complements.count <= 32 else { throw self.fault("has too large a class") }
            if scalar == "[", self.position + 1 < self.scalars.count, self.scalars[self.position + 1] == ":" {
                try self.namedClass(into: &set)
                continue
            }
            if scalar == "\\" {
                self.position += 1
                if try self.classEscape(into: &set) { continue }
                self.position -= 1
            }
            let low = try self.bracketCharacter()
            var high = low
            if self.current == "-", self.position + 1 < self.scalars.count, self.scalars[self.position + 1] != "]" {
                self.position += 1
                high = try self.bracketCharacter()
            }
            guard low.value <= high.value else { throw self.fault("has a range that runs backwards") }
            set.ranges.append(low.value...high.value)
        }
        self.position += 1
        set.normalize()
        return set
    }

    private mutating func bracketCharacter() throws(ExpressionError) -> Unicode.Scalar {
        guard let scalar = self.current else { throw self.fault("has a class that is not closed") }
        self.position += 1
        return scalar == "\\" ? try self.characterEscape() : scalar
    }

    private mutating func namedClass(into set: inout CharacterClass) throws(ExpressionError) {
        self.position += 2
        let isNegated = self.take("^")
        var name = ""
        while let scalar = self.current, scalar != ":" {
            name.unicodeScalars.append(scalar)
            self.position += 1
        }
        guard self.take(":"), self.take("]"), let ranges = CharacterClass.named[name] else {
            throw self.fault("has an unknown class")
        }
        if isNegated { set.complements.append(ranges) } else { set.ranges += ranges }
    }
}
