// SPDX-License-Identifier: Apache-2.0

/// A pattern's automaton made deterministic for ASCII texts: a table of what follows each state for each byte.
///
/// Matching is one look into the table for each byte. Only small patterns without word boundaries have one, for making
/// an automaton deterministic can take space that is exponential in its size. The subset construction of Rabin and
/// Scott, 1959.
struct RegexTable: Sendable {
    /// Bounds the work and the space of the construction.
    private static let cellLimit = 1024

    /// The column of each byte: bytes that no set of the pattern tells apart share one.
    private let columns: [UInt8]
    private let width: Int
    /// The state after each state, for each column.
    private var following: [UInt16] = []
    /// Whether the text matches if it ends in a state.
    private var acceptsAtEnd: [Bool] = []

    /// The state in which the pattern has matched, whatever follows, and that in which it no longer can.
    private static let matched: UInt16 = 0
    private static let dead: UInt16 = 1

    /// Makes the table; `nil` when the pattern is too large for one, or asks for more than the ends of the text.
    init?(_ program: RegexProgram) {
        guard program.fitsTable else { return nil }
        let (columns, samples) = Self.columns(program.sets)
        self.columns = columns
        self.width = samples.count
        guard self.build(program, samples) else { return nil }
    }

    /// Whether the text matches; `nil` when it has a byte beyond ASCII.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        self.columns.withUnsafeBufferPointer { columns in
            self.following.withUnsafeBufferPointer { following in
                var state = 2
                for byte in text {
                    guard byte < 128 else { return nil }
                    let next = following[state * self.width + Int(columns[Int(byte)])]
                    if next <= Self.dead { return next == Self.matched }
                    state = Int(next)
                }
                return self.acceptsAtEnd[state]
            }
        }
    }

    // MARK: Construction

    /// Sorts the bytes by the sets that hold them; a byte of each kind stands for the others.
    private static func columns(_ sets: [CharacterSet]) -> (columns: [UInt8], samples: [UInt32]) {
        var columns: [UInt8] = []
        var samples: [UInt32] = []
        var known: [[Bool]: UInt8] = [:]
        for byte in UInt32(0)..<128 {
            let kind = sets.map { $0.contains(byte) }
            let column = known[kind] ?? UInt8(samples.count)
            if known.updateValue(column, forKey: kind) == nil { samples.append(byte) }
            columns.append(column)
        }
        return (columns, samples)
    }

    private mutating func build(_ program: RegexProgram, _ samples: [UInt32]) -> Bool {
        let takers = samples.map { program.takers(of: $0) }
        // A state is the set of places at which the simulation would be before it follows what takes no character.
        var states: [Places: UInt16] = [:]
        var open: [(places: Places, isStart: Bool)] = [(Places(1), true)]
        self.following = Array(repeating: 0, count: 2 * self.width)
        self.acceptsAtEnd = [true, false]
        var next = 0
        while next < open.count {
            let (places, isStart) = open[next]
            next += 1
            guard let reached = program.reach(places, isStart: isStart, isEnd: false) else {
                self.following.append(contentsOf: repeatElement(Self.matched, count: self.width))
                self.acceptsAtEnd.append(true)
                continue
            }
            self.acceptsAtEnd.append(program.reach(places, isStart: isStart, isEnd: true) == nil)
            for column in takers.indices {
                // A match may begin at any place, unless the pattern says that it begins with the text.
                let target = (reached & takers[column]) << 1 | (program.isAnchored ? 0 : 1)
                if target == 0 {
                    self.following.append(Self.dead)
                } else if program.reach(target, isStart: false, isEnd: false) == nil {
                    self.following.append(Self.matched)
                } else {
                    let state = states[target] ?? UInt16(open.count + 2)
                    if states.updateValue(state, forKey: target) == nil { open.append((target, false)) }
                    self.following.append(state)
                }
            }
            guard (open.count + 2) * self.width <= Self.cellLimit else { return false }
        }
        return true
    }
}

/// A set of places in a program: one bit for each.
private typealias Places = UInt128

extension RegexProgram {
    /// Whether a match can only begin where the text does.
    var isAnchored: Bool { self.instructions[0] == .assertion(.start) }

    fileprivate var fitsTable: Bool {
        self.instructions.count <= Places.bitWidth
            && !self.instructions.contains { $0 == .assertion(.wordBoundary) || $0 == .assertion(.notWordBoundary) }
    }

    /// The places that take a character.
    fileprivate func takers(of scalar: UInt32) -> Places {
        var places: Places = 0
        for (place, instruction) in self.instructions.enumerated() {
            if case .set(let set) = instruction, self.sets[Int(set)].contains(scalar) { places |= 1 << Places(place) }
        }
        return places
    }

    /// The places that can be reached without taking a character; `nil` when the match is among them.
    fileprivate func reach(_ places: Places, isStart: Bool, isEnd: Bool) -> Places? {
        var reached: Places = 0
        var open = places
        while open != 0 {
            let place = open.trailingZeroBitCount
            reached |= 1 << Places(place)
            switch self.instructions[place] {
            case .set: break
            case .match: return nil
            case .jump(let target): open |= 1 << Places(target)
            case .split(let first, let second): open |= 1 << Places(first) | 1 << Places(second)
            case .assertion(let assertion):
                if assertion == .start ? isStart : isEnd { open |= 1 << Places(place + 1) }
            }
            open &= ~reached
        }
        return reached
    }
}
