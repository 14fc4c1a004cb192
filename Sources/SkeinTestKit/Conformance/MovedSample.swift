// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

/// What the checks of moving move.
extension StorageConformance {
    /// Records of every kind, with an execution whose history is long.
    package static let moved: [MovedRecord] = {
        let content = Self.content("Definition 1", "civil", .active, ["alpha"])
        let definition = Self.definition(1, content)
        let record = DefinitionRecord(
            id: definition.id,
            key: definition.key,
            displayName: content.displayName,
            discipline: content.discipline,
            status: .deprecated,
            tags: content.tags,
            version: 1,
            contentHash: content.contentHash,
            createdAt: Self.time(1),
            updatedAt: Self.time(5),
            createdBy: "asha",
            updatedBy: "ben"
        )
        let version = VersionRecord(
            content,
            of: (definition.id, definition.key),
            version: 1,
            note: "Created",
            rolledBackTo: 1,
            author: Self.author,
            now: Self.time(1)
        )
        let long = Self.events(Self.execution(1), from: 1, count: 1201)
        let short = Self.events(Self.execution(2), from: 1, count: 2)
        let key = MovedIdempotencyKey(
            claim: Self.claim("k"),
            reference: Self.execution(1).description,
            createdAt: Self.time(3)
        )
        var records: [MovedRecord] = [
            .definition(record), .version(version), .execution(Self.moved(1, long, .waiting)),
        ]
        records += long.map { .event($0) }
        records += [
            .stepRun(Self.step("a")), .task(OpenTask(path: "a", attempt: 2, function: "f")),
            .timer(TimerRecord(name: "t", fireAt: Self.time(99))), .signalWait(path: "w", name: "paid"),
            .childWait(path: "sub", child: Self.execution(2)),
            .execution(
                Self.moved(2, short, .running, ParentLink(executionID: Self.execution(1), path: "sub", waits: true))
            ),
        ]
        records += short.map { .event($0) }
        records += [
            .approval(Self.approval(2, .pending), of: Self.execution(2)),
            .approval(Self.approval(1, .withdrawn), of: Self.execution(1)),
            .humanTask(Self.task(1, .open), of: Self.execution(1)), .idempotencyKey(key),
        ]
        var head: ChainHead?
        for number in 1...2 {
            let entry = AuditEntry(
                at: Self.time(7),
                actor: "ida",
                action: "did",
                subject: "\(number)",
                details: ["n": 1]
            )
            let record = entry.appended(to: head)
            head = ChainHead(sequence: record.sequence, hash: record.hash)
            records.append(.auditEntry(record))
        }
        return records
    }()

    /// Stores records of every kind as an engine would.
    static func fill(_ storage: any Storage) async throws {
        _ = try await storage.addVersion(Self.version(.key("d1"), "Second", expected: 1), claim: Self.claim("a"))
        _ = try await storage.createDefinition(Self.definition(2), claim: nil)
        let parent = ParentLink(executionID: Self.execution(1), path: "sub", waits: true)
        let second = Self.start(2, parent: parent, approval: Self.approval(1, .pending))
        _ = try storage.commit([Self.whole(1, key: "B"), second])
    }

    /// The first turn of an execution that has something of everything.
    static func whole(_ number: Int, key: String = "k") -> TurnCommit {
        TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: 0,
            new: Self.new(claim: Self.claim(key)),
            events: Self.events(Self.execution(number), from: 1, count: 3),
            execution: ExecutionProjection(status: .waiting, updatedAt: Self.time(3)),
            stepRuns: [Self.step("a"), Self.step("B")],
            openedTasks: [OpenTask(path: "a", attempt: 1, function: "f")],
            setTimers: [TimerRecord(name: "t", fireAt: Self.time(99))],
            humanTasks: [Self.task(1, .open)],
            signalWaits: [SignalWaitChange(path: "w", name: "paid")],
            childWaits: [ChildWaitChange(path: "sub", child: Self.execution(number + 1))],
            approval: Self.approval(2, .pending),
            audit: [AuditEntry(at: Self.time(7), actor: "ida", action: "did", subject: "1", details: [:])]
        )
    }

    private static func moved(
        _ number: Int,
        _ events: [EventRecord],
        _ status: ExecutionStatus,
        _ parent: ParentLink? = nil
    ) -> MovedExecution {
        let new = Self.new()
        var projection = ExecutionProjection(status: status, updatedAt: Self.time(9), requiresApproval: true)
        projection.riskScore = 0.1
        projection.riskBand = .flagged
        let record = ExecutionRecord(
            id: Self.execution(number),
            definitionID: new.definitionID,
            definitionKey: new.definitionKey,
            version: 1,
            contentHash: new.contentHash,
            userID: "asha",
            projectID: number == 1 ? "p" : nil,
            startedAt: Self.time(0),
            parentID: parent?.executionID,
            projection: projection
        )
        let head = events.last.map { ChainHead(sequence: $0.sequence, hash: $0.hash) }
        return MovedExecution(
            record: record,
            parent: parent,
            head: head ?? ChainHead(sequence: 0, hash: record.contentHash)
        )
    }

    private static func step(_ path: String) -> StepRunProjection {
        StepRunProjection(
            path: path,
            stepName: "call",
            stepNumber: 2,
            status: .running,
            attempt: 2,
            startedAt: Self.time(1),
            endedAt: nil,
            scheduledSequence: 2,
            resultSequence: nil,
            failureCode: "busy"
        )
    }
}
