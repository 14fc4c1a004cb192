// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// Every part of a turn comes back as it was written, and goes when it should.
extension StorageConformance {
    static let turnChecks: [Check] = [
        Self.check("everything that lists read of an execution comes back") { storage in
            var projection = ExecutionProjection(status: .failed, updatedAt: Self.odd, requiresApproval: true)
            projection.endedAt = Timestamp(microseconds: Self.odd.microseconds + 1)
            projection.riskScore = 0.123_456_789_012_345_6
            projection.riskBand = .reviewRecommended
            projection.failureCode = "busy"
            projection.failureMessage = "Said \"no\",\nthen 🪿."
            projection.failedStep = "each[ü]/call"
            projection.failedStepNumber = 3
            _ = try storage.commit([Self.start(1), Self.start(2, projection)])
            let started = try await storage.execution(Self.execution(2))?.projection
            try Self.same(started, projection, "a start")
            _ = try storage.commit([Self.turn(1, after: 2, projection)])
            let record = try Self.some(try await storage.execution(Self.execution(1)), "the execution")
            try Self.same(record.projection, projection, "a turn")
            try Self.same(record.startedAt, Self.time(0), "start")
            try Self.same(record.userID, "asha", "user")
            let open = ExecutionProjection(status: .running, updatedAt: Self.time(9))
            _ = try storage.commit([Self.turn(1, after: 3, open)])
            try Self.same(try await storage.execution(Self.execution(1))?.projection, open, "a turn that clears")
        },
        Self.check("payloads come back byte for byte") { storage in
            let texts = [
                "{\"b\":1,\"a\":{},\"b2\":[1.0,1e400,123456789012345678901234567890]}", "null", " [ ] ",
                "\"\\u0000\\ud83d\"",
                "\"\u{7F}🪿é\"", "\"\(String(repeating: "long ", count: 100_000))\"",
                String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
            ]
            var head = HashChain.start(of: Self.execution(1).description)
            let events = texts.enumerated().map { index, text in
                let payload = Array(text.utf8)
                head = HashChain.link(after: head, sequence: index + 1, at: Self.odd, kind: "k", content: payload)
                return EventRecord(sequence: index + 1, kind: "k", at: Self.odd, payload: payload, hash: head)
            }
            _ = try storage.commit([Self.turn(1, new: Self.new(), expected: 0, events: events)])
            let found = try await storage.history(of: Self.execution(1), after: 0, limit: 99)
            try Self.same(found.map(\.sequence), events.map(\.sequence), "numbers")
            for (found, event) in zip(found, events) { try Self.same(found == event, true, "event \(event.sequence)") }
        },
        Self.check("a character that a database cannot keep in texts spoils no turn") { storage in
            var projection = ExecutionProjection(status: .failed, updatedAt: Self.time(1))
            projection.failureMessage = "before\u{0}after"
            let step = StepRunProjection(
                path: "each[\u{0}]",
                stepName: "step",
                stepNumber: nil,
                status: .failed,
                attempt: 1,
                startedAt: Self.time(1),
                endedAt: Self.time(2),
                scheduledSequence: 1,
                resultSequence: 2,
                failureCode: nil
            )
            _ = try storage.commit([Self.start(1)])
            try Self.same(try storage.commit([Self.turn(1, after: 2, projection, steps: [step])]), [.committed], "turn")
            let message = try await storage.execution(Self.execution(1))?.projection.failureMessage
            try Self.same(message?.hasPrefix("before"), true, "message")
            try Self.same(try await storage.stepRuns(of: Self.execution(1), after: nil, limit: 9).count, 1, "steps")
        },
        Self.check("a step run changes and keeps its beginning") { storage in
            func step(_ status: StepStatus, _ attempt: Int, started: Int64, ended: Int64?) -> StepRunProjection {
                StepRunProjection(
                    path: "a",
                    stepName: "call",
                    stepNumber: 2,
                    status: status,
                    attempt: attempt,
                    startedAt: Self.time(started),
                    endedAt: ended.map { Self.time($0) },
                    scheduledSequence: 2,
                    resultSequence: ended == nil ? nil : 4,
                    failureCode: status == .failed ? "busy" : nil
                )
            }
            _ = try storage.commit([Self.start(1)])
            let first = step(.running, 1, started: 1, ended: nil)
            _ = try storage.commit([Self.turn(1, after: 2, steps: [first])])
            try Self.same(try await storage.stepRuns(of: Self.execution(1), after: nil, limit: 9), [first], "first")
            let last = step(.failed, 3, started: 1, ended: 5)
            _ = try storage.commit([Self.turn(1, after: 3, steps: [last])])
            try Self.same(try await storage.stepRuns(of: Self.execution(1), after: nil, limit: 9), [last], "last")
        },
        Self.check("an execution goes on with the version that it is pinned to") { storage in
            _ = try storage.commit([Self.start(1), Self.start(2)])
            let pinned = PinnedVersion(version: 2, contentHash: Self.hash("Second"))
            _ = try storage.commit([Self.turn(1, expected: 2, pinned: pinned)])
            let record = try Self.some(try await storage.execution(Self.execution(1)), "the execution")
            try Self.same(record.version, 2, "version")
            try Self.same(record.contentHash, Self.hash("Second"), "hash")
            try Self.same(try await storage.execution(Self.execution(2))?.version, 1, "another's version")
        },
        Self.check("a timer that is set again has its new time only") { storage in
            let early = [TimerRecord(name: "t", fireAt: Self.time(10))]
            let late = [TimerRecord(name: "t", fireAt: Self.odd)]
            _ = try storage.commit([Self.start(1, timers: early)])
            _ = try storage.commit([Self.turn(1, after: 2, timers: late, removed: ["t"])])
            try Self.same(try await storage.nextTimer(), Self.odd, "next")
            try Self.same(try await storage.dueTimers(at: Self.odd, limit: 9).count, 1, "timers")
        },
        Self.check("a task that is closed and opened again is out") { storage in
            let task = OpenTask(path: "a", attempt: 1, function: "f")
            let again = OpenTask(path: "a", attempt: 2, function: "f")
            _ = try storage.commit([Self.start(1, tasks: [task])])
            try Self.same(
                try storage.commit([Self.turn(1, expected: 2, opened: [again], closed: ["a"])]),
                [.committed],
                "turn"
            )
            try Self.same(try await storage.executionsWithOpenTasks(), [Self.execution(1)], "out")
        },
        Self.check("audit entries of turns join the chain in their order, those of conflicts do not") { storage in
            func entry(_ subject: String) -> AuditEntry {
                AuditEntry(at: Self.odd, actor: "ida", action: "did", subject: subject, details: ["b": 1, "a": [2.5]])
            }
            _ = try storage.commit([
                Self.start(1, audit: [entry("1"), entry("2")]), Self.turn(7, after: 3),
                Self.start(2, audit: [entry("3")]),
            ])
            _ = try storage.commit([Self.turn(1, expected: 9, audit: [entry("lost")])])
            try await storage.appendAudit(entry("4"))
            let records = try await storage.audit(after: 1, limit: 9)
            try Self.same(records.map(\.entry), ["1", "2", "3", "4"].map(entry), "entries")
            var head = try await storage.audit(after: 0, limit: 1).first.map { ChainHead(sequence: 1, hash: $0.hash) }
            for record in records {
                let expected = record.entry.appended(to: head)
                try Self.same(record.hash, expected.hash, "hash of \(record.sequence)")
                head = ChainHead(sequence: record.sequence, hash: record.hash)
            }
            try Self.same(try await storage.auditHead(), head, "head")
        },
    ]

    /// A time with microseconds, before 1970: what is cut off anywhere shows.
    private static let odd = Timestamp(microseconds: -1_234_567_890_123_457)

    /// A turn with any parts.
    static func turn(
        _ number: Int,
        new: NewExecution? = nil,
        expected: Int,
        events: [EventRecord]? = nil,
        opened: [OpenTask] = [],
        closed: [String] = [],
        humanTasks: [HumanTaskProjection] = [],
        closedHumanTasks: [HumanTaskID] = [],
        signalWaits: [SignalWaitChange] = [],
        approval: ApprovalProjection? = nil,
        withdrawn: ApprovalID? = nil,
        pinned: PinnedVersion? = nil,
        audit: [AuditEntry] = []
    ) -> TurnCommit {
        TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: expected,
            new: new,
            events: events ?? Self.events(Self.execution(number), from: expected + 1, count: 1),
            execution: ExecutionProjection(status: .running, updatedAt: Self.time(7)),
            openedTasks: opened,
            closedTasks: closed,
            humanTasks: humanTasks,
            closedHumanTasks: closedHumanTasks,
            signalWaits: signalWaits,
            approval: approval,
            withdrawnApproval: withdrawn,
            pinned: pinned,
            audit: audit
        )
    }
}
