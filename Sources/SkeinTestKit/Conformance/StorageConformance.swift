// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

/// What every storage driver has to do, as checks that any test framework can run.
package enum StorageConformance {
    /// One check; it gets an empty storage of its own.
    package struct Check: Sendable, CustomStringConvertible {
        package let name: String
        package let run: @Sendable (any Storage) async throws -> Void

        package var description: String { self.name }

        init(_ name: String, _ run: @escaping @Sendable (any Storage) async throws -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// A check that did not hold.
    package struct Violation: Error, CustomStringConvertible {
        package let description: String
    }

    package static let all: [Check] =
        Self.definitionChecks + Self.executionChecks + Self.turnChecks + Self.waitingChecks + Self.childChecks
        + Self.repeatChecks + Self.movingChecks + Self.erasureChecks + Self.nodeChecks + Self.otherChecks

    /// Demands that two values are the same.
    static func same<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
        guard found != expected else { return }
        throw Violation(description: "\(what): \(found) instead of \(expected)")
    }

    /// Demands an error of that code.
    static func refused(_ code: SkeinError.Code, _ body: () async throws -> some Any) async throws {
        do {
            _ = try await body()
        } catch let error as SkeinError where error.code == code {
            return
        }
        throw Violation(description: "\(code.rawValue) was expected")
    }

    /// Demands a value.
    static func some<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw Violation(description: "\(what) is missing") }
        return value
    }

    static func time(_ second: Int64) -> Timestamp {
        Timestamp(microseconds: 1_767_225_600_000_000 + second * 1_000_000)
    }

    static func uuid(_ number: Int) -> UUIDv7 { UUIDv7(at: Self.time(Int64(number)), random: (1, UInt64(number))) }

    static func hash(_ text: String) -> ContentHash { HashChain.sha256(Array(text.utf8)) }

    static func claim(_ key: String, _ request: String = "request") -> IdempotencyClaim {
        IdempotencyClaim(scope: "scope", key: key, fingerprint: Self.hash(request))
    }

    static let author = Actor(name: "asha")

    static func content(
        _ name: String,
        _ discipline: String = "civil",
        _ status: DefinitionStatus = .active,
        _ tags: [String] = []
    ) -> VersionContent {
        VersionContent(
            document: ["display_name": .string(name)],
            contentHash: Self.hash(name),
            displayName: name,
            discipline: discipline,
            status: status,
            tags: tags
        )
    }

    /// A definition with the key `d<number>`.
    package static func definition(_ number: Int, _ content: VersionContent? = nil) -> NewDefinition {
        NewDefinition(
            id: DefinitionID(Self.uuid(number)),
            key: "d\(number)",
            content: content ?? Self.content("Definition \(number)"),
            note: "Created",
            author: Self.author,
            now: Self.time(Int64(number))
        )
    }

    static func version(_ selector: DefinitionSelector, _ name: String, expected: Int?) -> NewVersion {
        NewVersion(
            selector: selector,
            expectedVersion: expected,
            content: Self.content(name),
            note: "Changed",
            author: Self.author,
            now: Self.time(100)
        )
    }

    static func events(_ id: ExecutionID, from first: Int, count: Int, after head: ContentHash? = nil) -> [EventRecord]
    {
        var head = head ?? HashChain.start(of: id.description)
        return (first..<first + count).map { number in
            let payload = Array("{\"number\":\(number)}".utf8)
            let at = Self.time(Int64(number))
            head = HashChain.link(after: head, sequence: number, at: at, kind: "event", content: payload)
            return EventRecord(sequence: number, kind: "event", at: at, payload: payload, hash: head)
        }
    }

    static func new(
        _ definition: Int = 1,
        claim: IdempotencyClaim? = nil,
        parent: ParentLink? = nil
    ) -> NewExecution {
        NewExecution(
            definitionID: DefinitionID(Self.uuid(definition)),
            definitionKey: "d\(definition)",
            version: 1,
            contentHash: Self.hash("Definition \(definition)"),
            userID: "asha",
            projectID: nil,
            startedAt: Self.time(0),
            claim: claim,
            parent: parent
        )
    }

    package static func execution(_ number: Int) -> ExecutionID { ExecutionID(Self.uuid(1000 + number)) }

    /// The first turn of execution `number`: two events.
    package static func start(
        _ number: Int,
        of definition: Int = 1,
        _ projection: ExecutionProjection = ExecutionProjection(status: .running, updatedAt: Self.time(1)),
        claim: IdempotencyClaim? = nil,
        parent: ParentLink? = nil,
        tasks: [OpenTask] = [],
        timers: [TimerRecord] = [],
        approval: ApprovalProjection? = nil,
        audit: [AuditEntry] = []
    ) -> TurnCommit {
        TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: 0,
            new: Self.new(definition, claim: claim, parent: parent),
            events: Self.events(Self.execution(number), from: 1, count: 2),
            execution: projection,
            openedTasks: tasks,
            setTimers: timers,
            approval: approval,
            audit: audit,
            hasTasksOut: !tasks.isEmpty
        )
    }

    /// A later turn of execution `number`: one event.
    package static func turn(
        _ number: Int,
        after sequence: Int,
        _ projection: ExecutionProjection = ExecutionProjection(status: .running, updatedAt: Self.time(2)),
        steps: [StepRunProjection] = [],
        closed: [String] = [],
        timers: [TimerRecord] = [],
        removed: [String] = [],
        approval: ApprovalProjection? = nil,
        hasTasksOut: Bool = false
    ) -> TurnCommit {
        TurnCommit(
            executionID: Self.execution(number),
            expectedSequence: sequence,
            new: nil,
            events: Self.events(Self.execution(number), from: sequence + 1, count: 1),
            execution: projection,
            stepRuns: steps,
            closedTasks: closed,
            setTimers: timers,
            removedTimers: removed,
            approval: approval,
            hasTasksOut: hasTasksOut
        )
    }
}
