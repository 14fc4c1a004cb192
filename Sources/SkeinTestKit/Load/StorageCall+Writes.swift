// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension StorageCall {
    /// Every write of the protocols of SkeinStorage, with every part of a turn; each can be done once.
    package static func writes(to data: ManyExecutions) -> [StorageCall] {
        let open = data.execution(100)
        let child = data.execution(999)
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let entry = AuditEntry(at: now, actor: "asha", action: "did", subject: "it", details: .null)
        let start = Self.start(claim: StorageConformance.claim("new"), parent: open, entry)
        return [
            StorageCall("append to the audit log") { try await $0.appendAudit(entry) },
            StorageCall("create a definition") {
                _ = try await $0.createDefinition(
                    StorageConformance.definition(77),
                    claim: StorageConformance.claim("create")
                )
            },
            StorageCall("add a version") {
                let version = StorageConformance.version(.key("d3"), "D", expected: 50)
                _ = try await $0.addVersion(version, claim: StorageConformance.claim("version"))
            },
            StorageCall("set a status") {
                let change = StatusChange(
                    selector: .id(ManyExecutions.id(.definition, 4)),
                    expectedVersion: 50,
                    status: .deprecated,
                    note: "Old",
                    author: StorageConformance.author,
                    now: now
                )
                _ = try await $0.setStatus(change, claim: StorageConformance.claim("status"))
            },
            Self.turn("start", start),
            Self.turn("start again", start, .repeated(reference: start.executionID.description)),
            Self.turn("first turn", Self.begin(open, child)),
            Self.turn("turn that only adds events", Self.more(open, after: 2)),
            Self.turn("last turn", Self.end(open, after: 3)),
            Self.turn("turn of somebody who is late", Self.end(open, after: 3), .conflict),
        ] + Self.erasing(data)
    }

    private static func turn(_ name: String, _ turn: TurnCommit, _ expected: CommitResult = .committed) -> StorageCall {
        StorageCall("commit: \(name)") { storage in
            try StorageConformance.same(try storage.commit([turn]), [expected], name)
        }
    }

    private static func events(_ id: ExecutionID, after sequence: Int) -> [EventRecord] {
        StorageConformance.events(id, from: sequence + 1, count: 1)
    }

    private static func start(claim: IdempotencyClaim, parent: ExecutionID, _ entry: AuditEntry) -> TurnCommit {
        let id = StorageConformance.execution(1)
        return TurnCommit(
            executionID: id,
            expectedSequence: 0,
            new: NewExecution(
                definitionID: ManyExecutions.id(.definition, 3),
                definitionKey: "d3",
                version: 1,
                contentHash: StorageConformance.hash("D"),
                userID: "asha",
                projectID: nil,
                startedAt: StorageConformance.time(1),
                claim: claim,
                parent: ParentLink(executionID: parent, path: "work", waits: true)
            ),
            events: Self.events(id, after: 0),
            execution: ExecutionProjection(status: .running, updatedAt: StorageConformance.time(1)),
            audit: [entry]
        )
    }

    /// A turn that opens everything that a turn can open.
    private static func begin(_ id: ExecutionID, _ child: ExecutionID) -> TurnCommit {
        TurnCommit(
            executionID: id,
            expectedSequence: 1,
            new: nil,
            events: Self.events(id, after: 1),
            execution: ExecutionProjection(status: .running, updatedAt: StorageConformance.time(2)),
            stepRuns: [Self.step],
            openedTasks: [OpenTask(path: "b", attempt: 1, function: "f")],
            setTimers: [TimerRecord(name: "t", fireAt: StorageConformance.time(9))],
            humanTasks: [Self.task(.open)],
            signalWaits: [SignalWaitChange(path: "s", name: "paid")],
            childWaits: [ChildWaitChange(path: "c", child: child)],
            approval: Self.approval(.pending),
            pinned: PinnedVersion(version: 2, contentHash: StorageConformance.hash("D"))
        )
    }

    private static func more(_ id: ExecutionID, after sequence: Int) -> TurnCommit {
        TurnCommit(
            executionID: id,
            expectedSequence: sequence,
            new: nil,
            events: Self.events(id, after: sequence),
            execution: ExecutionProjection(status: .running, updatedAt: StorageConformance.time(3))
        )
    }

    /// A turn that closes everything that a turn can close.
    private static func end(_ id: ExecutionID, after sequence: Int) -> TurnCommit {
        var projection = ExecutionProjection(status: .completed, updatedAt: StorageConformance.time(4))
        projection.endedAt = StorageConformance.time(4)
        return TurnCommit(
            executionID: id,
            expectedSequence: sequence,
            new: nil,
            events: Self.events(id, after: sequence),
            execution: projection,
            stepRuns: [Self.step],
            closedTasks: ["b"],
            removedTimers: ["t"],
            humanTasks: [Self.task(.completed)],
            closedHumanTasks: [ManyExecutions.id(.humanTask, 1100)],
            signalWaits: [SignalWaitChange(path: "s", name: nil)],
            childWaits: [ChildWaitChange(path: "c", child: nil)],
            approval: Self.approval(.approved),
            withdrawnApproval: ManyExecutions.id(.approval, 1200)
        )
    }

    private static let step = StepRunProjection(
        path: "b",
        stepName: "b",
        stepNumber: 2,
        status: .running,
        attempt: 1,
        startedAt: StorageConformance.time(2),
        endedAt: nil,
        scheduledSequence: 2,
        resultSequence: nil,
        failureCode: nil
    )

    private static func task(_ status: HumanTaskStatus) -> HumanTaskProjection {
        HumanTaskProjection(
            id: HumanTaskID(StorageConformance.uuid(5000)),
            path: "h",
            status: status,
            kind: "task",
            title: "Look",
            assignees: ["asha"],
            roles: ["tester"],
            claimedBy: nil,
            openedAt: StorageConformance.time(2),
            dueAt: nil,
            endedAt: nil,
            isOverdue: false,
            openedSequence: 2
        )
    }

    private static func approval(_ status: ApprovalStatus) -> ApprovalProjection {
        ApprovalProjection(
            id: ApprovalID(StorageConformance.uuid(5001)),
            status: status,
            requestedAt: StorageConformance.time(2),
            expiresAt: nil,
            endedAt: nil,
            roles: ["manager"],
            approvalsNeeded: 1,
            approvalsGiven: 0,
            riskScore: 0.5,
            evidenceHash: StorageConformance.hash("e"),
            requestSequence: 2
        )
    }
}
