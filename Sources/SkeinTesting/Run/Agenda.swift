// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel

/// What is going to happen to an execution, in the order of virtual time.
///
/// At one instant results of functions come first, then timers, then what people and others do, each in the order in
/// which it was put here.
struct Agenda: Sendable {
    /// Something that is going to happen.
    enum Occurrence: Sendable {
        case result(path: String, attempt: Int, Result<JSONValue, Failure>)
        case childStarted(ChildStarted)
        case childEnded(ChildEnded)
        case timer(TimerID)
        /// A move of a person, by the position of the script entry, of the answer and of the move.
        case move(PersonScript.Move, taskID: HumanTaskID, path: String)
        case signal(ScriptedSignal, number: Int)
        case approval(ScriptedApproval)
        case action(ScriptedAction)

        fileprivate var rank: Int {
            switch self {
            case .result, .childStarted, .childEnded: 0
            case .timer: 1
            case .move, .signal, .approval, .action: 2
            }
        }
    }

    private struct Entry {
        let time: Timestamp
        let rank: Int
        let number: Int
        let occurrence: Occurrence

        func isBefore(_ other: Entry) -> Bool {
            (self.time, self.rank, self.number) < (other.time, other.rank, other.number)
        }
    }

    /// The last one is next.
    private var entries: [Entry] = []
    private var count = 0

    mutating func add(_ occurrence: Occurrence, at time: Timestamp) {
        self.count += 1
        let entry = Entry(time: time, rank: occurrence.rank, number: self.count, occurrence: occurrence)
        var low = 0
        var high = self.entries.count
        while low < high {
            let middle = (low + high) / 2
            if entry.isBefore(self.entries[middle]) { low = middle + 1 } else { high = middle }
        }
        self.entries.insert(entry, at: low)
    }

    /// Takes out what is next.
    mutating func next() -> (Timestamp, Occurrence)? { self.entries.popLast().map { ($0.time, $0.occurrence) } }

    /// Everything that has not happened, in order.
    var rest: [Occurrence] { self.entries.reversed().map(\.occurrence) }
}
