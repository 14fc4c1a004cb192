// SPDX-License-Identifier: Apache-2.0

/// A regular expression in RE2's syntax, matched in time linear in the text.
///
/// No back-references and no look-around, so nothing ever has to be tried twice: all ways through the pattern advance
/// together, one character at a time.
struct Pattern: Sendable {
    private let program: [PatternInstruction]

    /// How large the compiled pattern is.
    var size: Int { self.program.count }

    /// Compiles a pattern.
    init(_ source: String) throws(ExpressionError) {
        guard source.utf8.count <= 4096 else {
            throw ExpressionError(.patternInvalid, "The pattern is longer than 4,096 bytes.")
        }
        var parser = PatternParser(source)
        var compiler = PatternCompiler()
        self.program = try compiler.compile(try parser.parse())
    }

    /// Whether the pattern occurs anywhere in the text.
    func matches(_ text: String, _ context: inout Evaluation) throws(ExpressionError) -> Bool {
        try context.charge(bytes: text.utf8.count + self.program.count)
        var current = Threads(capacity: self.program.count)
        var following = Threads(capacity: self.program.count)
        var previous: Unicode.Scalar?
        var iterator = text.unicodeScalars.makeIterator()
        while true {
            let next = iterator.next()
            // The pattern may begin at every position.
            if self.follow(0, between: previous, and: next, into: &current) { return true }
            guard let next else { return false }
            try context.charge(1 + current.count / 4)
            following.removeAll()
            let after = Lookahead(iterator).first
            for position in 0..<current.count {
                let state = current[position]
                guard case .consume(let set) = self.program[state], set.contains(next) else { continue }
                if self.follow(state + 1, between: next, and: after, into: &following) { return true }
            }
            swap(&current, &following)
            previous = next
        }
    }

    /// Adds the states reachable without a character; true when one of them is the end.
    private func follow(
        _ start: Int,
        between previous: Unicode.Scalar?,
        and next: Unicode.Scalar?,
        into threads: inout Threads
    ) -> Bool {
        threads.pending.append(start)
        while let state = threads.pending.popLast() {
            guard threads.insert(state) else { continue }
            switch self.program[state] {
            case .match:
                threads.pending.removeAll(keepingCapacity: true)
                return true
            case .consume: continue
            case .jump(let target): threads.pending.append(target)
            case .split(let first, let second):
                threads.pending.append(second)
                threads.pending.append(first)
            case .assert(let assertion):
                if assertion.holds(between: previous, and: next) { threads.pending.append(state + 1) }
            }
        }
        return false
    }
}

/// The next element of an iterator without taking it.
private struct Lookahead {
    let first: Unicode.Scalar?

    init(_ iterator: String.UnicodeScalarView.Iterator) {
        var copy = iterator
        self.first = copy.next()
    }
}

/// The states that the match is in: a set that remembers the order, emptied in no time.
private struct Threads {
    private var dense: [Int] = []
    private var sparse: [Int]
    var pending: [Int] = []

    init(capacity: Int) { self.sparse = Array(repeating: 0, count: capacity) }

    var count: Int { self.dense.count }

    subscript(_ position: Int) -> Int { self.dense[position] }

    mutating func insert(_ state: Int) -> Bool {
        let position = self.sparse[state]
        if position < self.dense.count, self.dense[position] == state { return false }
        self.sparse[state] = self.dense.count
        self.dense.append(state)
        return true
    }

    mutating func removeAll() { self.dense.removeAll(keepingCapacity: true) }
}

enum PatternInstruction: Sendable {
    case match
    case consume(CharacterClass)
    case jump(Int)
    case split(Int, Int)
    case assert(PatternAssertion)
}

/// A condition on a place between two characters.
enum PatternAssertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary

    func holds(between previous: Unicode.Scalar?, and next: Unicode.Scalar?) -> Bool {
        switch self {
        case .textStart: previous == nil
        case .textEnd: next == nil
        case .lineStart: previous == nil || previous == "\n"
        case .lineEnd: next == nil || next == "\n"
        case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
        case .notWordBoundary: Self.isWord(previous) == Self.isWord(next)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return CharacterClass.word.contains(scalar)
    }
}
