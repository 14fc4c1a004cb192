// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension StorageConformance {
    static let childChecks: [Check] = [
        Self.check("an execution knows who started it, and is listed by that") { storage in
            _ = try storage.commit([Self.start(1), Self.start(2, parent: Self.link(1)), Self.start(3)])
            try Self.same(try await storage.execution(Self.execution(2))?.parentID, Self.execution(1), "parent")
            try Self.same(try await storage.execution(Self.execution(3))?.parentID, nil, "no parent")
            let filter = ExecutionFilter(parentID: Self.execution(1))
            let children = try await storage.executions(filter, PageRequest()).items
            try Self.same(children.map(\.id), [Self.execution(2)], "children")
        },
        Self.check("a child that has ended while its parent waits is found until the parent knows") { storage in
            _ = try storage.commit([Self.start(1), Self.start(2, parent: Self.link(1))])
            _ = try storage.commit([Self.waits(1, after: 2, for: 2)])
            try Self.same(try await storage.endedChildren(), [], "none has ended")
            let ended = ExecutionProjection(status: .completed, updatedAt: Self.time(3))
            _ = try storage.commit([Self.turn(2, after: 2, ended)])
            let wait = ChildWait(parentID: Self.execution(1), path: "sub", childID: Self.execution(2))
            try Self.same(try await storage.endedChildren(), [wait], "one has")
            _ = try storage.commit([Self.waits(1, after: 3, for: nil)])
            try Self.same(try await storage.endedChildren(), [], "the parent knows")
        },
        Self.check("a child that nobody waits for any more is found until it has ended") { storage in
            let task = OpenTask(path: "sub", attempt: 1, function: "child:\(Self.execution(2))")
            _ = try storage.commit([
                Self.start(1, tasks: [task]), Self.start(2, parent: Self.link(1)),
                Self.start(3, parent: Self.link(1, waits: false)),
            ])
            try Self.same(try await storage.orphanedChildren(), [], "its start is being reported")
            _ = try storage.commit([Self.turn(1, after: 2, closed: ["sub"])])
            try Self.same(try await storage.orphanedChildren(), [Self.execution(2)], "nobody waits")
            _ = try storage.commit([Self.waits(1, after: 3, for: 2)])
            try Self.same(try await storage.orphanedChildren(), [], "its parent waits")
            _ = try storage.commit([Self.waits(1, after: 4, for: nil)])
            let ended = ExecutionProjection(status: .cancelled, updatedAt: Self.time(3))
            _ = try storage.commit([Self.turn(2, after: 2, ended)])
            try Self.same(try await storage.orphanedChildren(), [], "it has ended")
        },
        Self.check("executions that wait for a signal are read in pages, each once") { storage in
            for number in 1...4 {
                _ = try storage.commit([Self.start(number)])
                let name = number == 3 ? "late" : "paid"
                let waits = ["a", "b"].map { SignalWaitChange(path: $0, name: name) }
                _ = try storage.commit([Self.signalled(number, waits)])
            }
            let first = try await storage.executions(waitingFor: "paid", PageRequest(limit: 2))
            try Self.same(first.items, [Self.execution(1), Self.execution(2)], "first page")
            let rest = try await storage.executions(waitingFor: "paid", PageRequest(after: first.next, limit: 2))
            try Self.same(rest.items, [Self.execution(4)], "second page")
            try Self.same(rest.next, nil, "end")
        },
    ]

    private static func link(_ number: Int, waits: Bool = true) -> ParentLink {
        ParentLink(executionID: Self.execution(number), path: "sub", waits: waits)
    }

    /// A turn in which execution `number` begins, or ceases, to wait for another one.
    private static func waits(_ number: Int, after sequence: Int, for child: Int?) -> TurnCommit {
        let change = ChildWaitChange(path: "sub", child: child.map { Self.execution($0) })
        return TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: sequence,
            new: nil,
            events: Self.events(Self.execution(number), from: sequence + 1, count: 1),
            execution: ExecutionProjection(status: .waiting, updatedAt: Self.time(2)),
            childWaits: [change]
        )
    }

    private static func signalled(_ number: Int, _ waits: [SignalWaitChange]) -> TurnCommit {
        TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: 2,
            new: nil,
            events: Self.events(Self.execution(number), from: 3, count: 1),
            execution: ExecutionProjection(status: .waiting, updatedAt: Self.time(2)),
            signalWaits: waits
        )
    }
}
