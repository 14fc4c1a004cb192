// SPDX-License-Identifier: Apache-2.0

/// A regular expression whose matching time is bounded by the size of the pattern times the length of the text.
///
/// The syntax is that of ECMA-262 with Unicode semantics. Backreferences and lookaround, which no automaton can do,
/// are refused. A pattern matches anywhere in a text unless it is anchored.
package final class BoundedRegex: Sendable {
    private let program: RegexProgram
    /// The same for ASCII texts, when the pattern is small enough.
    private let table: RegexTable?

    /// Compiles a pattern.
    ///
    /// - Parameter pattern: The pattern, without slashes and flags.
    /// - Throws: ``RegexError`` when it is malformed, needs what is not supported, or is too large.
    package init(_ pattern: String) throws(RegexError) {
        self.program = try RegexProgram(pattern)
        self.table = RegexTable(self.program)
    }

    /// Whether the pattern matches some part of the text.
    ///
    /// - Parameter text: The text to search.
    /// - Returns: Whether there is a match.
    package func matches(anywhereIn text: String) -> Bool {
        var steps = Int.max
        return self.matches(anywhereIn: text, steps: &steps)
    }

    /// Whether the pattern matches some part of the text, found in a number of steps.
    ///
    /// - Parameters:
    ///   - text: The text to search.
    ///   - steps: How many places of the pattern may be tried; less what was, so negative when they did not suffice.
    /// - Returns: Whether there is a match; false when the steps did not suffice.
    func matches(anywhereIn text: String, steps: inout Int) -> Bool {
        if let table = self.table, let result = text.utf8.withContiguousStorageIfAvailable({ table.matches($0) }) ?? nil
        {
            // A look into the table is much less work than a step.
            steps -= text.utf8.count / 16
            return result
        }
        return self.simulate(text, steps: &steps)
    }

    /// Finds a match by going through all states of the automaton at once.
    func simulate(_ text: String, steps: inout Int) -> Bool {
        // The memory is cleared first.
        steps -= self.program.instructions.count / 16
        let size = self.program.instructions.count
        // Two sparse sets of two arrays each, and a stack that holds no more than one entry for each place a split adds.
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: size * 6 + 2) { scratch in
            scratch.initialize(repeating: 0)
            return self.program.instructions.withUnsafeBufferPointer { instructions in
                self.program.sets.withUnsafeBufferPointer { sets in
                    var simulation = RegexSimulation(instructions: instructions, sets: sets, scratch: scratch)
                    return simulation.run(text, &steps)
                }
            }
        }
    }
}

/// One run of a program over a text: the set of places at which the automaton is, before and after a character.
private struct RegexSimulation {
    private let instructions: UnsafeBufferPointer<RegexInstruction>
    private let sets: UnsafeBufferPointer<CharacterSet>
    private var current: SparseSet
    private var following: SparseSet
    private let stack: UnsafeMutableBufferPointer<Int32>

    init(
        instructions: UnsafeBufferPointer<RegexInstruction>,
        sets: UnsafeBufferPointer<CharacterSet>,
        scratch: UnsafeMutableBufferPointer<Int32>
    ) {
        let size = instructions.count
        self.instructions = instructions
        self.sets = sets
        self.current = SparseSet(UnsafeMutableBufferPointer(rebasing: scratch[0..<2 * size]), size)
        self.following = SparseSet(UnsafeMutableBufferPointer(rebasing: scratch[2 * size..<4 * size]), size)
        self.stack = UnsafeMutableBufferPointer(rebasing: scratch[(4 * size)...])
    }

    mutating func run(_ text: String, _ steps: inout Int) -> Bool {
        let isAnchored = self.instructions[0] == .assertion(.start)
        var scalars = text.unicodeScalars.makeIterator()
        var previous: UInt32?
        var next = scalars.next()?.value
        while true {
            // A match may begin at any place.
            if Self.add(0, to: &self.current, self.instructions, self.stack, previous, next) { return true }
            guard let scalar = next else { return false }
            steps -= self.current.count + 1
            guard steps >= 0 else { return false }
            let after = scalars.next()?.value
            self.following.count = 0
            for index in 0..<self.current.count {
                let place = self.current[index]
                guard case .set(let set) = self.instructions[Int(place)], self.sets[Int(set)].contains(scalar) else {
                    continue
                }
                if Self.add(place + 1, to: &self.following, self.instructions, self.stack, scalar, after) {
                    return true
                }
            }
            if isAnchored, self.following.count == 0 { return false }
            swap(&self.current, &self.following)
            previous = scalar
            next = after
        }
    }

    /// Adds a place and all that can be reached from it without taking a character; whether the match is among them.
    private static func add(
        _ place: Int32,
        to places: inout SparseSet,
        _ instructions: UnsafeBufferPointer<RegexInstruction>,
        _ stack: UnsafeMutableBufferPointer<Int32>,
        _ previous: UInt32?,
        _ next: UInt32?
    ) -> Bool {
        var height = 1
        stack[0] = place
        while height > 0 {
            height -= 1
            let place = stack[height]
            guard places.insert(place) else { continue }
            switch instructions[Int(place)] {
            case .set: break
            case .match: return true
            case .jump(let target):
                stack[height] = target
                height += 1
            case .split(let first, let second):
                stack[height] = second
                stack[height + 1] = first
                height += 2
            case .assertion(let assertion):
                guard Self.holds(assertion, previous, next) else { break }
                stack[height] = place + 1
                height += 1
            }
        }
        return false
    }

    private static func holds(_ assertion: RegexAssertion, _ previous: UInt32?, _ next: UInt32?) -> Bool {
        switch assertion {
        case .start: previous == nil
        case .end: next == nil
        case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
        case .notWordBoundary: Self.isWord(previous) == Self.isWord(next)
        }
    }

    private static func isWord(_ scalar: UInt32?) -> Bool { scalar.map { CharacterSet.word.contains($0) } ?? false }
}

/// A set of small numbers that is emptied in constant time: the sparse set of Briggs and Torczon, 1993.
private struct SparseSet {
    private let dense: UnsafeMutableBufferPointer<Int32>
    private let sparse: UnsafeMutableBufferPointer<Int32>
    var count = 0

    init(_ storage: UnsafeMutableBufferPointer<Int32>, _ size: Int) {
        self.dense = UnsafeMutableBufferPointer(rebasing: storage[0..<size])
        self.sparse = UnsafeMutableBufferPointer(rebasing: storage[size...])
    }

    subscript(index: Int) -> Int32 { self.dense[index] }

    mutating func insert(_ value: Int32) -> Bool {
        let slot = Int(self.sparse[Int(value)])
        guard slot >= self.count || self.dense[slot] != value else { return false }
        self.dense[self.count] = value
        self.sparse[Int(value)] = Int32(self.count)
        self.count += 1
        return true
    }
}
