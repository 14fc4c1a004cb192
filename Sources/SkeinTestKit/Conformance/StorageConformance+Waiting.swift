// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension StorageConformance {
    static let waitingChecks: [Check] = [
        Self.check("people's tasks are stored, change and are listed") { storage in
            _ = try storage.commit([Self.start(1), Self.start(2)])
            let open = [Self.task(1, .open, for: ["asha"], role: "tester"), Self.task(2, .open, role: "manager")]
            _ = try storage.commit([Self.waiting(1, after: 2, tasks: [open[0]])])
            _ = try storage.commit([Self.waiting(2, after: 2, tasks: [open[1]])])
            let record = try Self.some(try await storage.humanTask(open[0].id), "the task")
            try Self.same(record.task, open[0], "task")
            try Self.same(record.executionID, Self.execution(1), "execution")
            func found(_ filter: HumanTaskFilter) async throws -> [Int] {
                try await storage.humanTasks(filter, PageRequest()).items.map(\.task.openedSequence)
            }
            try Self.same(try await found(HumanTaskFilter(status: .open)), [2, 1], "open")
            try Self.same(try await found(HumanTaskFilter(executionID: Self.execution(1))), [1], "of an execution")
            try Self.same(try await found(HumanTaskFilter(person: "asha")), [1], "of a person")
            try Self.same(try await found(HumanTaskFilter(role: "manager")), [2], "of a role")
            let done = Self.task(1, .completed, claimedBy: "ida", role: "tester")
            _ = try storage.commit([Self.waiting(1, after: 3, tasks: [done])])
            try Self.same(try await storage.humanTask(done.id)?.task, done, "changed task")
            try Self.same(try await found(HumanTaskFilter(person: "ida")), [1], "claimed")
            try Self.same(try await found(HumanTaskFilter(person: "asha")), [], "not asked any more")
            let both = HumanTaskFilter(status: .completed, person: "ida", role: "tester")
            try Self.same(try await found(both), [1], "of a person and a role")
            try Self.same(try await found(HumanTaskFilter(person: "ida", role: "manager")), [], "of another role")
            try Self.same(try await found(HumanTaskFilter(status: .open, role: "tester")), [], "open of a role")
            try Self.same(try await found(HumanTaskFilter(status: .open)), [2], "still open")
            let page = try await storage.humanTasks(HumanTaskFilter(), PageRequest(limit: 1))
            let rest = try await storage.humanTasks(HumanTaskFilter(), PageRequest(after: page.next, limit: 5))
            try Self.same((page.items + rest.items).map(\.task.openedSequence), [2, 1], "pages")
            let again = try await storage.humanTasks(HumanTaskFilter(role: "tester"), PageRequest(after: page.next))
            try Self.same(again.items.map(\.task.openedSequence), [1], "a later page of a role")
        },
        Self.check("step runs are read in pages, in the order of the bytes of their paths") { storage in
            _ = try storage.commit([Self.start(1)])
            let paths = ["a", "each[10]/b", "each[1]/b", "each[2]/b"]
            _ = try storage.commit([Self.turn(1, after: 2, steps: paths.reversed().map { Self.step($0) })])
            let first = try await storage.stepRuns(of: Self.execution(1), after: nil, limit: 2)
            let second = try await storage.stepRuns(of: Self.execution(1), after: first.last?.path, limit: 9)
            try Self.same((first + second).map(\.path), paths, "paths")
            try Self.same(first.first, Self.step("a"), "a step run")
            try Self.same(try await storage.stepRuns(of: Self.execution(2), after: nil, limit: 9), [], "of another")
        },
        Self.check("an execution that waits for a signal or a person is not stuck") { storage in
            let waiting = ExecutionProjection(status: .waiting, updatedAt: Self.time(2))
            _ = try storage.commit([Self.start(1), Self.start(2), Self.start(3)])
            let steps = [Self.step("w", .waiting)]
            _ = try storage.commit([
                Self.waiting(1, after: 2, waiting, steps: steps, signals: [.init(path: "w", name: "paid")]),
                Self.waiting(2, after: 2, waiting, steps: steps, tasks: [Self.task(2, .open, path: "w")]),
                Self.waiting(3, after: 2, waiting, steps: steps),
            ])
            try Self.same(try await storage.unwakeableExecutions(limit: 9), [Self.execution(3)], "stuck")
            _ = try storage.commit([
                Self.waiting(1, after: 3, waiting, signals: [.init(path: "w", name: nil)]),
                Self.waiting(2, after: 3, waiting, tasks: [Self.task(2, .closed, path: "w")]),
            ])
            let stuck = [Self.execution(1), Self.execution(2), Self.execution(3)]
            try Self.same(try await storage.unwakeableExecutions(limit: 9), stuck, "all stuck")
        },
    ]

    private static func step(_ path: String, _ status: StepStatus = .completed) -> StepRunProjection {
        StepRunProjection(
            path: path,
            stepName: "step",
            stepNumber: 1,
            status: status,
            attempt: 1,
            startedAt: Self.time(1),
            endedAt: status.isTerminal ? Self.time(2) : nil,
            scheduledSequence: nil,
            resultSequence: 3,
            failureCode: nil
        )
    }

    static func task(
        _ number: Int,
        _ status: HumanTaskStatus,
        for assignees: [String] = [],
        claimedBy: String? = nil,
        role: String = "tester",
        path: String = "ask"
    ) -> HumanTaskProjection {
        HumanTaskProjection(
            id: HumanTaskID(Self.uuid(3000 + number)),
            path: path,
            status: status,
            kind: "task",
            title: "Look at \"it\"",
            assignees: assignees,
            roles: [role],
            claimedBy: claimedBy,
            openedAt: Self.time(1),
            dueAt: Self.time(9),
            endedAt: status == .open ? nil : Self.time(5),
            isOverdue: false,
            openedSequence: number
        )
    }

    private static func waiting(
        _ number: Int,
        after sequence: Int,
        _ projection: ExecutionProjection = ExecutionProjection(status: .running, updatedAt: Self.time(2)),
        steps: [StepRunProjection] = [],
        tasks: [HumanTaskProjection] = [],
        signals: [SignalWaitChange] = []
    ) -> TurnCommit {
        TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: sequence,
            new: nil,
            events: Self.events(Self.execution(number), from: sequence + 1, count: 1),
            execution: projection,
            stepRuns: steps,
            humanTasks: tasks,
            signalWaits: signals
        )
    }
}
