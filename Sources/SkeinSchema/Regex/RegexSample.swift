// SPDX-License-Identifier: Apache-2.0

/// What the tree of a pattern tells of the texts that it matches.
enum RegexSample {
    private static let lengthLimit = 2000

    /// How many characters every text that the pattern matches has at least.
    static func leastLength(of pattern: String) -> Int {
        var parser = RegexParser(pattern)
        return (try? parser.parse()).map { Self.leastLength($0) } ?? 0
    }

    /// A short text that the pattern probably matches.
    ///
    /// Conditions on places count as met, so whoever needs to know must try.
    static func text(for pattern: String) -> String? {
        var parser = RegexParser(pattern)
        guard let tree = try? parser.parse() else { return nil }
        var text = String.UnicodeScalarView()
        return Self.append(tree, to: &text) ? String(text) : nil
    }

    private static func leastLength(_ node: RegexNode) -> Int {
        switch node {
        case .empty, .assertion: 0
        case .set: 1
        case .sequence(let parts): parts.reduce(0) { min($0 + Self.leastLength($1), Self.lengthLimit) }
        case .alternatives(let parts): parts.map { Self.leastLength($0) }.min() ?? 0
        case .repeated(let part, let least, _):
            min(Self.leastLength(part) * min(least, Self.lengthLimit), Self.lengthLimit)
        }
    }

    private static func append(_ node: RegexNode, to text: inout String.UnicodeScalarView) -> Bool {
        switch node {
        case .empty, .assertion: return true
        case .set(let set):
            let readable = Array(UInt32(0x61)...0x7A) + Array(0x30...0x39) + Array(0x41...0x5A) + Array(0x20...0x2F)
            let scalars = (readable + Array(0...0x2FF)).lazy.filter { set.contains($0) }.compactMap(Unicode.Scalar.init)
            guard let scalar = scalars.first, text.count < Self.lengthLimit else { return false }
            text.append(scalar)
            return true
        case .sequence(let parts): return parts.allSatisfy { Self.append($0, to: &text) }
        case .alternatives(let parts):
            let start = text
            for part in parts {
                if Self.append(part, to: &text) { return true }
                text = start
            }
            return false
        case .repeated(let part, let least, _):
            guard least <= Self.lengthLimit else { return false }
            return (0..<least).allSatisfy { _ in Self.append(part, to: &text) }
        }
    }
}
