// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinSQLite
import SkeinStorage
import SkeinTestKit
import Testing

/// What becomes of the file when executions are erased.
@Suite(.enabled(if: !DatabaseUnderTest.isPostgres), .timeLimit(.minutes(1)))
struct GivingBackSpaceTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private static let definition = DefinitionID(UUIDv7(at: Self.now, random: (1, 1)))

    /// Stores some long histories, and erases them.
    ///
    /// - Returns: How many pages the file has then, and how many of these are free.
    private static func fillAndErase(_ path: String) async throws -> (pages: Int, free: Int) {
        let storage = try SQLiteStorage(path: path, migrations: .apply, exclusive: true, now: Self.now)
        let hash = HashChain.sha256([1])
        let content = VersionContent(
            document: [:],
            contentHash: hash,
            displayName: "D",
            discipline: "test",
            status: .active,
            tags: []
        )
        let new = NewDefinition(
            id: Self.definition,
            key: "d",
            content: content,
            note: "First",
            author: Actor(name: "asha"),
            now: Self.now
        )
        _ = try await storage.createDefinition(new, claim: nil)
        var projection = ExecutionProjection(status: .completed, updatedAt: Self.now)
        projection.endedAt = Self.now
        let payload = Array("\"\(String(repeating: "long ", count: 40_000))\"".utf8)
        for number in 0..<20 {
            let start = NewExecution(
                definitionID: Self.definition,
                definitionKey: "d",
                version: 1,
                contentHash: hash,
                userID: "asha",
                projectID: nil,
                startedAt: Self.now,
                claim: nil
            )
            let event = EventRecord(sequence: 1, kind: "event", at: Self.now, payload: payload, hash: hash)
            let id = ExecutionID(UUIDv7(at: Self.now, random: (2, UInt64(number))))
            let turn = TurnCommit(
                executionID: id,
                expectedSequence: 0,
                new: start,
                events: [event],
                execution: projection
            )
            #expect(try storage.commit([turn]) == [.committed])
        }
        let reason = ErasureReason(.server(.seconds(1)), by: "retention", at: Self.now)
        let batch = ErasureBatch(definition: Self.definition, endedBy: Self.now)
        #expect(try await storage.eraseEnded(batch, because: reason) == 20)
        try await storage.close()
        try DatabaseUnderTest.shell("PRAGMA wal_checkpoint(TRUNCATE)", on: path)
        // Two numbers of the file's header, https://sqlite.org/fileformat.html.
        let header = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(100))
        func number(_ place: Int) -> Int { header[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(28), number(36))
    }

    @Test
    func aNewFileBecomesSmaller() async throws {
        try await TemporaryFolder.with { folder in
            let (pages, free) = try await Self.fillAndErase(folder + "/new.db")
            #expect(pages < 200)
            #expect(free < 10)
        }
    }

    @Test
    func aFileThatWasMadeWithoutThatKeepsItsSizeForWhatComes() async throws {
        try await TemporaryFolder.with { folder in
            try DatabaseUnderTest.shell(
                "PRAGMA auto_vacuum = NONE; CREATE TABLE t (id INTEGER)",
                on: folder + "/old.db"
            )
            let (pages, free) = try await Self.fillAndErase(folder + "/old.db")
            #expect(pages > 1000)
            #expect(free > 900)
        }
    }
}
