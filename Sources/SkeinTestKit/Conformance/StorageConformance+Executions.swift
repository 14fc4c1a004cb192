// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension StorageConformance {
    /// A check that starts with one definition.
    static func check(_ name: String, _ run: @escaping @Sendable (any Storage) async throws -> Void) -> Check {
        Check(name) { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            try await run(storage)
        }
    }

    static let executionChecks: [Check] = [
        Self.check("a new execution is stored with its events and its chain head") { storage in
            try Self.same(try storage.commit([Self.start(1)]), [.committed], "result")
            let record = try Self.some(try await storage.execution(Self.execution(1)), "the execution")
            try Self.same(record.definitionKey, "d1", "definition")
            try Self.same(record.projection.status, .running, "status")
            let events = try await storage.history(of: Self.execution(1), after: 0, limit: 10)
            try Self.same(events, Self.events(Self.execution(1), from: 1, count: 2), "events")
            let head = try Self.some(try await storage.chainHead(of: Self.execution(1)), "the head")
            try Self.same(head, ChainHead(sequence: 2, hash: events[1].hash), "head")
            try Self.same(try await storage.execution(Self.execution(2)) == nil, true, "another execution")
            try Self.same(try await storage.chainHead(of: Self.execution(2)) == nil, true, "another head")
        },
        Self.check("a turn conflicts unless it follows the last event, and leaves nothing behind") { storage in
            _ = try storage.commit([Self.start(1)])
            let results = try storage.commit([
                Self.turn(1, after: 1, timers: [TimerRecord(name: "t", fireAt: Self.time(1))])
            ])
            try Self.same(results, [.conflict], "a turn that comes late")
            try Self.same(try storage.commit([Self.turn(1, after: 3)]), [.conflict], "a turn that comes early")
            try Self.same(
                try storage.commit([Self.turn(2, after: 2)]),
                [.conflict],
                "an execution that is missing"
            )
            try Self.same(try await storage.history(of: Self.execution(1), after: 0, limit: 9).count, 2, "events")
            try Self.same(try await storage.nextTimer() == nil, true, "no timer")
            try Self.same(try storage.commit([Self.turn(1, after: 2)]), [.committed], "the turn that fits")
        },
        Self.check("of several turns only those that conflict are left out") { storage in
            _ = try storage.commit([Self.start(1), Self.start(2)])
            let results = try storage.commit([Self.turn(1, after: 2), Self.turn(2, after: 7), Self.start(3)])
            try Self.same(results, [.committed, .conflict, .committed], "results")
            try Self.same(try await storage.chainHead(of: Self.execution(2))?.sequence, 2, "the conflict")
        },
        Self.check("an execution starts once, and a refused start leaves its idempotency key free") { storage in
            _ = try storage.commit([Self.start(1)])
            let again = try? storage.commit([Self.start(1, claim: Self.claim("k"))])
            try Self.same(again == [.committed], false, "the second start was stored")
            try Self.same(try await storage.history(of: Self.execution(1), after: 0, limit: 9).count, 2, "events")
            try Self.same(try storage.commit([Self.start(2, claim: Self.claim("k"))]), [.committed], "next")
        },
        Self.check("starts under one idempotency key are one start") { storage in
            let claim = Self.claim("k")
            try Self.same(try storage.commit([Self.start(1, claim: claim)]), [.committed], "first")
            let reference = Self.execution(1).description
            let second = try storage.commit([Self.start(2, claim: claim), Self.start(3)])
            try Self.same(second, [.repeated(reference: reference), .committed], "second")
            let third = try storage.commit([Self.start(4, claim: Self.claim("k", "another"))])
            try Self.same(third, [.keyReused], "another request")
            try Self.same(try await storage.execution(Self.execution(2)) == nil, true, "the repeat")
            let both = [Self.start(5, claim: Self.claim("j")), Self.start(6, claim: Self.claim("j"))]
            let found = try storage.commit(both)
            try Self.same(found, [.committed, .repeated(reference: Self.execution(5).description)], "in one commit")
        },
        Self.check("what is committed at the same time is stored, and of starts under one idempotency key one") {
            storage in
            let results = try await withThrowingTaskGroup(of: [CommitResult].self) { group in
                for number in 1...20 {
                    let claim = number > 10 ? Self.claim("k") : nil
                    group.addTask { try storage.commit([Self.start(number, claim: claim)]) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            try Self.same(results.filter { $0 == .committed }.count, 11, "stored")
            try Self.same(Set(results.filter { $0 != .committed }).count, 1, "the start that the others repeat")
            for number in 1...10 { _ = try Self.some(try await storage.execution(Self.execution(number)), "\(number)") }
        },
        Self.check("a history is read in parts") { storage in
            _ = try storage.commit([Self.start(1)])
            for sequence in 2...6 { _ = try storage.commit([Self.turn(1, after: sequence)]) }
            let id = Self.execution(1)
            try Self.same(try await storage.history(of: id, after: 0, limit: 3).map(\.sequence), [1, 2, 3], "first")
            try Self.same(try await storage.history(of: id, after: 3, limit: 9).map(\.sequence), [4, 5, 6, 7], "rest")
            try Self.same(try await storage.history(of: id, after: 7, limit: 9).count, 0, "end")
        },
        Self.check("open tasks are listed until they are closed") { storage in
            let tasks = ["a", "b"].map { OpenTask(path: $0, attempt: 1, function: "tool.call") }
            _ = try storage.commit([Self.start(1, tasks: tasks), Self.start(2)])
            try Self.same(try await storage.executionsWithOpenTasks(), [Self.execution(1)], "both open")
            _ = try storage.commit([Self.turn(1, after: 2, closed: ["a"])])
            try Self.same(try await storage.executionsWithOpenTasks(), [Self.execution(1)], "one open")
            _ = try storage.commit([Self.turn(1, after: 3, closed: ["b"])])
            try Self.same(try await storage.executionsWithOpenTasks(), [], "none open")
        },
        Self.check("timers come due in order, and go") { storage in
            let timers = [3, 1, 2].map { TimerRecord(name: "t\($0)", fireAt: Self.time($0 * 10)) }
            _ = try storage.commit([Self.start(1, timers: timers), Self.start(2)])
            try Self.same(try await storage.nextTimer(), Self.time(10), "next")
            try Self.same(try await storage.dueTimers(at: Self.time(9), limit: 9).count, 0, "none due")
            try Self.same(try await storage.dueTimers(at: Self.time(20), limit: 9).map(\.name), ["t1", "t2"], "due")
            try Self.same(try await storage.dueTimers(at: Self.time(99), limit: 2).map(\.name), ["t1", "t2"], "limit")
            let later = [TimerRecord(name: "t4", fireAt: Self.time(25))]
            _ = try storage.commit([Self.turn(1, after: 2, timers: later, removed: ["t2"])])
            try Self.same(
                try await storage.dueTimers(at: Self.time(99), limit: 9).map(\.name),
                ["t1", "t4", "t3"],
                "changed"
            )
        },
        Self.check("lists of executions filter, and pages stay whole") { storage in
            _ = try await storage.createDefinition(Self.definition(2), claim: nil)
            let failed = ExecutionProjection(status: .failed, updatedAt: Self.time(1))
            _ = try storage.commit([Self.start(1), Self.start(2, failed), Self.start(3, of: 2)])
            let cases: [(ExecutionFilter, [Int])] = [
                (ExecutionFilter(), [3, 2, 1]), (ExecutionFilter(definition: .key("d1")), [2, 1]),
                (ExecutionFilter(status: .failed), [2]), (ExecutionFilter(definition: .key("d9")), []),
                (ExecutionFilter(definition: .id(DefinitionID(Self.uuid(2))), status: .running), [3]),
            ]
            for (filter, numbers) in cases {
                let found = try await storage.executions(filter, PageRequest()).items.map(\.id)
                try Self.same(found, numbers.map { Self.execution($0) }, "\(filter)")
            }
            let first = try await storage.executions(ExecutionFilter(), PageRequest(limit: 2))
            _ = try storage.commit([Self.start(4)])
            let rest = try await storage.executions(ExecutionFilter(), PageRequest(after: first.next, limit: 2))
            try Self.same((first.items + rest.items).map(\.id), [3, 2, 1].map { Self.execution($0) }, "pages")
        },
        Self.check("an open execution that nothing will wake is found") { storage in
            let task = OpenTask(path: "a", attempt: 1, function: "tool.call")
            _ = try storage.commit([Self.start(1), Self.start(2, tasks: [task])])
            let done = ExecutionProjection(status: .completed, updatedAt: Self.time(1))
            _ = try storage.commit([Self.start(3, done), Self.start(4, done, tasks: [task])])
            let found = try await storage.unwakeableExecutions(limit: 9)
            try Self.same(found, [Self.execution(1), Self.execution(4)], "executions")
        },
    ]

    static func approval(_ number: Int, _ status: ApprovalStatus, given: Int = 0) -> ApprovalProjection {
        ApprovalProjection(
            id: ApprovalID(Self.uuid(2000 + number)),
            status: status,
            requestedAt: Self.time(1),
            expiresAt: Self.time(9),
            endedAt: status == .pending ? nil : Self.time(5),
            roles: ["engineer", "a \"quoted\" role"],
            approvalsNeeded: 2,
            approvalsGiven: given,
            riskScore: 0.95,
            evidenceHash: Self.hash("evidence"),
            requestSequence: 2
        )
    }

    static let otherChecks: [Check] = [
        Self.check("approvals are stored, change and are listed by status") { storage in
            for number in 1...3 {
                _ = try storage.commit([Self.start(number, approval: Self.approval(number, .pending))])
            }
            _ = try storage.commit([Self.turn(1, after: 2, approval: Self.approval(1, .approved, given: 2))])
            let record = try Self.some(try await storage.approval(ApprovalID(Self.uuid(2001))), "the approval")
            try Self.same(record.approval, Self.approval(1, .approved, given: 2), "approval")
            try Self.same(record.executionID, Self.execution(1), "execution")
            let pending = try await storage.approvals(status: .pending, PageRequest(limit: 1))
            let rest = try await storage.approvals(status: .pending, PageRequest(after: pending.next, limit: 5))
            let found = (pending.items + rest.items).map(\.executionID)
            try Self.same(found, [Self.execution(3), Self.execution(2)], "pending")
            try Self.same(try await storage.approvals(status: nil, PageRequest()).items.count, 3, "all")
            try Self.same(try await storage.approval(ApprovalID(Self.uuid(9))) == nil, true, "another")
        },
        Self.check("the audit log is a chain in order") { storage in
            for number in 1...3 {
                let entry = AuditEntry(
                    at: Self.time(Int64(number)),
                    actor: "asha",
                    action: "test",
                    subject: "subject/\(number)",
                    details: ["number": .int(Int64(number)), "text": "é \"quoted\" \u{0001}"]
                )
                try await storage.appendAudit(entry)
            }
            let records = try await storage.audit(after: 0, limit: 10)
            try Self.same(records.map(\.sequence), [1, 2, 3, 4], "numbers")
            var head = HashChain.start(of: "audit")
            for record in records {
                head = HashChain.link(
                    after: head,
                    sequence: record.sequence,
                    at: record.entry.at,
                    kind: record.entry.action,
                    content: record.entry.content
                )
                try Self.same(record.hash, head, "the hash of entry \(record.sequence)")
            }
            try Self.same(try await storage.audit(after: 2, limit: 1).map(\.sequence), [3], "a part")
            let end = records.last.map { ChainHead(sequence: $0.sequence, hash: $0.hash) }
            try Self.same(try await storage.auditHead(), end, "head")
        },
        Self.check("what a healthy storage finds about itself is healthy") { storage in
            _ = try storage.commit([Self.start(1)])
            let findings = try await storage.diagnose()
            try Self.same(findings.isEmpty, false, "nothing was looked at")
            try Self.same(findings.filter { !$0.isHealthy }.map(\.check), [], "findings")
        },
        Self.check("a closed storage refuses writes") { storage in
            try await storage.close()
            try await Self.refused(.shuttingDown) { try storage.commit([Self.start(1)]) }
        },
    ]
}
