// SPDX-License-Identifier: Apache-2.0

/// One step of a compiled pattern.
enum RegexInstruction: Hashable, Sendable {
    /// Takes one character that the set holds.
    case set(Int32)
    /// Goes on at both places.
    case split(Int32, Int32)
    case jump(Int32)
    case assertion(RegexAssertion)
    case match
}

/// A pattern compiled for simulation of its automaton.
///
/// After Thompson, 1968, and Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009.
struct RegexProgram: Sendable {
    /// Bounds the work for each character of a text.
    static let sizeLimit = 10_000

    private(set) var instructions: [RegexInstruction] = []
    private(set) var sets: [CharacterSet] = []
    private var positions: [CharacterSet: Int32] = [:]

    /// Compiles a pattern.
    init(_ pattern: String) throws(RegexError) {
        var parser = RegexParser(pattern)
        try self.init(try parser.parse())
    }

    /// Compiles a tree.
    ///
    /// - Parameter node: The tree.
    /// - Throws: ``RegexError`` when the program would pass the limit. The size is known before anything is expanded.
    init(_ node: RegexNode) throws(RegexError) {
        guard Self.size(node) < Self.sizeLimit else {
            throw RegexError(
                kind: .tooLarge,
                offset: 0,
                message: "The pattern is too large: its repetitions expand to more than \(Self.sizeLimit) steps."
            )
        }
        self.emit(node)
        self.instructions.append(.match)
        self.positions = [:]
    }

    private var next: Int32 { Int32(self.instructions.count) }

    /// How many instructions a tree makes, or the limit when it makes more.
    private static func size(_ node: RegexNode) -> Int {
        switch node {
        // Nothing counts as one, so that repeating nothing without end is refused as well.
        case .empty: return 1
        case .set, .assertion: return 1
        case .sequence(let parts): return parts.reduce(0) { min($0 + Self.size($1), Self.sizeLimit) }
        case .alternatives(let parts): return parts.reduce(0) { min($0 + Self.size($1) + 2, Self.sizeLimit) }
        case .repeated(let part, let least, let most):
            let one = Self.size(part)
            let optional = most.map { $0 - least } ?? 1
            return min(max(1, one * least + (one + 2) * optional), Self.sizeLimit)
        }
    }

    private mutating func emit(_ node: RegexNode) {
        switch node {
        case .empty: break
        case .set(let set): self.emit(set)
        case .sequence(let parts): for part in parts { self.emit(part) }
        case .alternatives(let parts): self.emit(alternatives: parts)
        case .repeated(let part, let least, let most):
            for _ in 0..<least { self.emit(part) }
            if let most { self.emit(part, atMost: most - least) } else { self.emit(anyNumberOf: part) }
        case .assertion(let assertion): self.instructions.append(.assertion(assertion))
        }
    }

    private mutating func emit(_ set: CharacterSet) {
        if let known = self.positions[set] {
            self.instructions.append(.set(known))
        } else {
            let position = Int32(self.sets.count)
            self.positions[set] = position
            self.sets.append(set)
            self.instructions.append(.set(position))
        }
    }

    private mutating func emit(alternatives parts: [RegexNode]) {
        var exits: [Int] = []
        for part in parts.dropLast() {
            let split = self.instructions.count
            self.instructions.append(.jump(0))
            self.emit(part)
            exits.append(self.instructions.count)
            self.instructions.append(.jump(0))
            self.instructions[split] = .split(Int32(split) + 1, self.next)
        }
        if let last = parts.last { self.emit(last) }
        for exit in exits { self.instructions[exit] = .jump(self.next) }
    }

    private mutating func emit(anyNumberOf part: RegexNode) {
        let split = self.instructions.count
        self.instructions.append(.jump(0))
        self.emit(part)
        self.instructions.append(.jump(Int32(split)))
        self.instructions[split] = .split(Int32(split) + 1, self.next)
    }

    private mutating func emit(_ part: RegexNode, atMost count: Int) {
        var splits: [Int] = []
        for _ in 0..<count {
            splits.append(self.instructions.count)
            self.instructions.append(.jump(0))
            self.emit(part)
        }
        for split in splits { self.instructions[split] = .split(Int32(split) + 1, self.next) }
    }
}
