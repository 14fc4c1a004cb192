// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import SkeinStorage
import Synchronization

/// Erases executions that ended longer ago than they are kept.
///
/// It goes gently: one bounded batch, then a pause, so that turns find the writer free.
struct RetentionService: Sendable {
    /// Who the audit log says has erased.
    static let actor = "retention"
    /// Between two batches, as long as something is due.
    static let pause = Duration.seconds(1)
    /// Before it looks again when nothing was due.
    static let rest = Duration.seconds(60)

    private let storage: any Storage
    private let clock: any EngineClock
    private let log: EngineLog
    /// How long executions are kept whose definition does not say; `nil` for ever.
    private let standard: Duration?
    private let policies = Policies()

    init(storage: any Storage, clock: any EngineClock, log: EngineLog, standard: Duration?) {
        self.storage = storage
        self.clock = clock
        self.log = log
        self.standard = standard
    }

    /// Erases what is due until the surrounding task is cancelled.
    ///
    /// It rests first: what an earlier process has left is more urgent.
    func run() async {
        while !Task.isCancelled {
            do {
                try await self.clock.sleep(for: Self.rest)
                try await self.sweep()
            } catch is CancellationError {
                return
            } catch {
                self.log.erasingFailed(error)
            }
        }
    }

    /// Goes through all definitions, and erases what is due of each.
    private func sweep() async throws {
        var cursor: Cursor?
        repeat {
            let page = try await self.storage.definitions(DefinitionFilter(), PageRequest(after: cursor, limit: 500))
            for definition in page.items {
                while try await self.eraseBatch(of: definition.id) { try await self.clock.sleep(for: Self.pause) }
            }
            cursor = page.next
        } while cursor != nil
    }

    /// Erases some of what is due of a definition, by what it says now: it may have changed since the last batch.
    ///
    /// - Returns: Whether there was something.
    private func eraseBatch(of id: DefinitionID) async throws -> Bool {
        guard let definition = try await self.storage.definition(.id(id)),
            let (policy, retention) = try await self.policy(of: definition)
        else { return false }
        let now = self.clock.now()
        let erased = try await self.storage.eraseEnded(
            ErasureBatch(definition: id, endedBy: now.earlier(by: retention)),
            because: ErasureReason(policy, by: Self.actor, at: now)
        )
        if erased > 0 { self.log.erased(erased) }
        return erased > 0
    }

    /// How long the executions of a definition are kept, by its current version or else by the server's setting.
    private func policy(
        of definition: DefinitionRecord
    ) async throws -> (policy: ErasureReason.Policy, retention: Duration)? {
        if let own = try await self.policies.retention(of: definition, in: self.storage) {
            return (.definition(own), own)
        }
        return self.standard.map { (.server($0), $0) }
    }
}

/// What current versions say of how long executions are kept, so that a document is read once.
private final class Policies: Sendable {
    private struct Policy {
        let version: Int
        let retention: Duration?
    }

    private let known = Mutex<[DefinitionID: Policy]>([:])

    func retention(of definition: DefinitionRecord, in storage: any Storage) async throws -> Duration? {
        let known = self.known.withLock { $0[definition.id] }
        if let known, known.version == definition.version { return known.retention }
        let version = try await storage.version(definition.version, of: .id(definition.id))
        let retention = version.flatMap { WorkflowDefinition.retention(of: $0.document) }
        self.known.withLock { $0[definition.id] = Policy(version: definition.version, retention: retention) }
        return retention
    }
}
