// SPDX-License-Identifier: Apache-2.0

/// Reads a pattern in RE2's syntax.
struct PatternParser {
    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    let scalars: [Unicode.Scalar]
    var position = 0
    var flags = Flags()
    private var depth = 0

    init(_ source: String) { self.scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(ExpressionError) -> PatternSyntax {
        let syntax = try self.alternatives()
        guard self.position == self.scalars.count else { throw self.fault("has a ')' too many") }
        return syntax
    }

    private mutating func alternatives() throws(ExpressionError) -> PatternSyntax {
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= 100 else { throw self.fault("is nested too deep") }
        var choices = [try self.sequence()]
        while self.take("|") { choices.append(try self.sequence()) }
        return choices.count == 1 ? choices[0] : .alternatives(choices)
    }

    private mutating func sequence() throws(ExpressionError) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = self.current, scalar != "|", scalar != ")" {
            parts.append(try self.repetition(of: try self.atom()))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetition(of atom: PatternSyntax) throws(ExpressionError) -> PatternSyntax {
        var bounds: (Int, Int?)
        switch self.current {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            guard let counted = self.counts() else { return atom }
            bounds = counted
            self.position -= 1
        default: return atom
        }
        self.position += 1
        guard bounds.0 <= 1000, bounds.1 ?? 0 <= 1000, bounds.1.map({ $0 >= bounds.0 }) ?? true else {
            throw self.fault("repeats more than 1,000 times or backwards")
        }
        // Whether a repetition takes much or little makes no difference to whether there is a match.
        _ = self.take("?")
        if let next = self.current, "*+?".unicodeScalars.contains(next) {
            throw self.fault("repeats a repetition")
        }
        return .repeated(atom, least: bounds.0, most: bounds.1)
    }

    /// `{2}`, `{2,}` or `{2,5}`; `nil`, with nothing taken, for a brace that stands for itself.
    private mutating func counts() -> (Int, Int?)? {
        let start = self.position
        self.position += 1
        if let least = self.number() {
            if self.take("}") { return (least, least) }
            if self.take(",") {
                if self.take("}") { return (least, nil) }
                if let most = self.number(), self.take("}") { return (least, most) }
            }
        }
        self.position = start
        return nil
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = self.current, CharacterClass.digit.contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), 100_000)
            self.position += 1
        }
        return value
    }

    private mutating func atom() throws(ExpressionError) -> PatternSyntax {
        guard let scalar = self.current else { return .empty }
        self.position += 1
        switch scalar {
        case "(": return try self.group()
        case "[": return .set(try self.bracket())
        case ".": return .set(self.flags.dotMatchesNewline ? .any : .anyButNewline)
        case "^": return .assert(self.flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assert(self.flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try self.escape()
        case "*", "+", "?": throw self.fault("repeats nothing")
        case "{":
            self.position -= 1
            guard self.counts() == nil else { throw self.fault("repeats nothing") }
            self.position += 1
            return .set(self.literal(scalar))
        default: return .set(self.literal(scalar))
        }
    }

    func literal(_ scalar: Unicode.Scalar) -> CharacterClass {
        var set = CharacterClass([scalar.value...scalar.value])
        set.ignoresCase = self.flags.ignoresCase
        return set
    }

    private mutating func group() throws(ExpressionError) -> PatternSyntax {
        let outer = self.flags
        if self.take("?") {
            if self.take("P") || self.current == "<" {
                guard self.take("<") else { throw self.fault("has an unknown group") }
                let start = self.position
                while let scalar = self.current, CharacterClass.word.contains(scalar) { self.position += 1 }
                guard self.position > start, self.take(">") else {
                    throw self.fault("has a group that RE2 does not know, such as look-around")
                }
            } else if try self.flagGroupEndsHere() {
                return .empty
            }
        }
        let inner = try self.alternatives()
        guard self.take(")") else { throw self.fault("has a group that is not closed") }
        self.flags = outer
        return inner
    }

    /// Reads flags up to `:` or `)`; true at the latter: they then hold for the rest of the enclosing group.
    private mutating func flagGroupEndsHere() throws(ExpressionError) -> Bool {
        var value = true
        while let scalar = self.current {
            self.position += 1
            switch scalar {
            case "i": self.flags.ignoresCase = value
            case "m": self.flags.isMultiline = value
            case "s": self.flags.dotMatchesNewline = value
            case "U": break
            case "-": value = false
            case ":": return false
            case ")": return true
            default: throw self.fault("has a group that RE2 does not know, such as look-around")
            }
        }
        throw self.fault("has a group that is not closed")
    }

    // MARK: Characters

    var current: Unicode.Scalar? { self.position < self.scalars.count ? self.scalars[self.position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard self.current == scalar else { return false }
        self.position += 1
        return true
    }

    func fault(_ what: String) -> ExpressionError {
        ExpressionError(.patternInvalid, "The pattern \(what), at its character \(self.position).")
    }
}
