// SPDX-License-Identifier: Apache-2.0

/// A parsed pattern.
indirect enum PatternSyntax: Sendable {
    case empty
    case set(CharacterClass)
    case assert(PatternAssertion)
    case sequence([PatternSyntax])
    case alternatives([PatternSyntax])
    case repeated(PatternSyntax, least: Int, most: Int?)
}

/// Lays a parsed pattern out as instructions.
struct PatternCompiler {
    private static let limit = 10_000
    private var program: [PatternInstruction] = []
    private var visits = 0

    mutating func compile(_ syntax: PatternSyntax) throws(ExpressionError) -> [PatternInstruction] {
        try self.emit(syntax)
        self.program.append(.match)
        return self.program
    }

    private mutating func emit(_ syntax: PatternSyntax) throws(ExpressionError) {
        // Repetitions of repetitions multiply; visits are counted too, because empty groups emit nothing.
        self.visits += 1
        guard self.program.count < Self.limit, self.visits < Self.limit * 2 else {
            throw ExpressionError(.patternInvalid, "The pattern is too large; its repetitions multiply.")
        }
        switch syntax {
        case .empty: return
        case .set(let set): self.program.append(.consume(set))
        case .assert(let assertion): self.program.append(.assert(assertion))
        case .sequence(let parts): for part in parts { try self.emit(part) }
        case .alternatives(let choices):
            var exits: [Int] = []
            for choice in choices.dropLast() {
                let split = self.reserve()
                try self.emit(choice)
                exits.append(self.reserve())
                self.program[split] = .split(split + 1, self.program.count)
            }
            if let last = choices.last { try self.emit(last) }
            for exit in exits { self.program[exit] = .jump(self.program.count) }
        case .repeated(let part, let least, let most):
            for _ in 0..<least { try self.emit(part) }
            guard let most else { return try self.emitStar(part) }
            var exits: [Int] = []
            for _ in least..<max(most, least) {
                exits.append(self.reserve())
                try self.emit(part)
            }
            for exit in exits { self.program[exit] = .split(exit + 1, self.program.count) }
        }
    }

    private mutating func emitStar(_ part: PatternSyntax) throws(ExpressionError) {
        let split = self.reserve()
        try self.emit(part)
        self.program.append(.jump(split))
        self.program[split] = .split(split + 1, self.program.count)
    }

    private mutating func reserve() -> Int {
        self.program.append(.jump(0))
        return self.program.count - 1
    }
}
