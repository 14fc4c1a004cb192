// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinStorage
import SkeinTestKit
import Testing

/// Two processes on one schema, of which none is the engine: they meet in the same rows.
@Suite(.timeLimit(.minutes(2)))
struct TwoWritersTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private static func with(_ body: @Sendable ([PostgresStorage]) async throws -> Void) async throws {
        try await PostgresServer.shared.get().withSchema { url in
            let storages = try (1...2).map { _ in
                let settings = PostgresSettings(url: try PostgresURL(url))
                return try PostgresStorage(settings, migrations: .apply, exclusive: false, now: Self.now)
            }
            try await body(storages)
            for storage in storages { try await storage.close() }
        }
    }

    @Test
    func theAuditLogStaysOneChain() async throws {
        try await Self.with { storages in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (writer, storage) in storages.enumerated() {
                    for number in 1...30 {
                        let subject = "\(writer)/\(number)"
                        let entry = AuditEntry(
                            at: Self.now,
                            actor: "ida",
                            action: "did",
                            subject: subject,
                            details: .null
                        )
                        group.addTask { try await storage.appendAudit(entry) }
                    }
                }
                try await group.waitForAll()
            }
            var head: ChainHead?
            for record in try await storages[0].audit(after: 0, limit: 99) {
                #expect(record.hash == record.entry.appended(to: head).hash)
                #expect(record.sequence == (head?.sequence ?? 0) + 1)
                head = ChainHead(sequence: record.sequence, hash: record.hash)
            }
            #expect(head?.sequence == 60)
            #expect(try await storages[1].auditHead() == head)
        }
    }

    @Test
    func ofDefinitionsWithOneKeyThatAreMadeAtOnceOneIsMade() async throws {
        try await Self.with { storages in
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for (writer, storage) in storages.enumerated() {
                    for number in 1...10 {
                        let content = VersionContent(
                            document: ["n": .int(Int64(number))],
                            contentHash: HashChain.start(of: "content"),
                            displayName: "Name",
                            discipline: "test",
                            status: .active,
                            tags: []
                        )
                        let new = NewDefinition(
                            id: DefinitionID(UUIDv7(at: Self.now, random: (UInt64(writer), UInt64(number)))),
                            key: "same",
                            content: content,
                            note: "",
                            author: Actor(name: "ida"),
                            now: Self.now
                        )
                        let fingerprint = HashChain.start(of: "request")
                        let claim = IdempotencyClaim(scope: "s", key: "k", fingerprint: fingerprint)
                        group.addTask {
                            do {
                                if case .done = try await storage.createDefinition(new, claim: claim) { return 1 }
                                return 0
                            } catch let error as SkeinError where error.code == .definitionExists {
                                return 0
                            }
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(made == 1)
            #expect(try await storages[0].audit(after: 0, limit: 9).count == 1)
        }
    }
}
