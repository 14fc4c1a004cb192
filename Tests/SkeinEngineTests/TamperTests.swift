// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// What the hash chains notice when somebody changes the database by hand.
@Suite(.timeLimit(.minutes(1)))
struct TamperTests {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        /// The same in PostgreSQL's words, where they differ.
        var postgres: String?
        /// Whether the broken chain is the audit log's.
        let isAudit: Bool
        /// Where the chain breaks.
        let sequence: Int
    }

    private static let execution = "(SELECT id FROM executions ORDER BY id LIMIT 1)"

    static let tamperings: [Tampering] = [
        Tampering(
            testDescription: "a changed payload",
            sql: """
                UPDATE execution_events SET payload = replace(payload, '"n":1', '"n":2')
                WHERE execution = \(execution) AND sequence = 1
                """,
            postgres: """
                UPDATE execution_events SET payload = replace(payload::text, '"n":1', '"n":2')::json
                WHERE execution = \(execution) AND sequence = 1
                """,
            isAudit: false,
            sequence: 1
        ),
        Tampering(
            testDescription: "a changed kind",
            sql: "UPDATE execution_events SET kind = 'step_skipped' WHERE execution = \(execution) AND sequence = 3",
            isAudit: false,
            sequence: 3
        ),
        Tampering(
            testDescription: "a changed time",
            sql: "UPDATE execution_events SET at = at + 1 WHERE execution = \(execution) AND sequence = 2",
            postgres: """
                UPDATE execution_events SET at = at + interval '1 microsecond'
                WHERE execution = \(execution) AND sequence = 2
                """,
            isAudit: false,
            sequence: 2
        ),
        Tampering(
            testDescription: "a removed event",
            sql: "DELETE FROM execution_events WHERE execution = \(execution) AND sequence = 2",
            isAudit: false,
            sequence: 3
        ),
        Tampering(
            testDescription: "a truncated tail",
            sql: "DELETE FROM execution_events WHERE execution = \(execution) AND sequence > 3",
            isAudit: false,
            sequence: 4
        ),
        Tampering(
            testDescription: "a changed audit entry",
            sql: "UPDATE audit_log SET actor = 'mallory' WHERE sequence = 1",
            isAudit: true,
            sequence: 1
        ),
        Tampering(
            testDescription: "a changed audit detail",
            sql: "UPDATE audit_log SET details = replace(details, 'Reason', 'Excuse') WHERE sequence = 2",
            postgres: """
                UPDATE audit_log SET details = replace(details::text, 'Reason', 'Excuse')::json WHERE sequence = 2
                """,
            isAudit: true,
            sequence: 2
        ),
        Tampering(
            testDescription: "a removed audit entry",
            sql: "DELETE FROM audit_log WHERE sequence = 2",
            isAudit: true,
            sequence: 3
        ),
        Tampering(
            testDescription: "a removed head of the audit log",
            sql: "DELETE FROM audit_head",
            isAudit: true,
            sequence: 4
        ),
        Tampering(
            testDescription: "a truncated audit log",
            sql: "DELETE FROM audit_log WHERE sequence > 1",
            isAudit: true,
            sequence: 2
        ),
    ]

    @Test(arguments: Self.tamperings)
    func theFirstBrokenLinkIsNamed(_ tampering: Tampering) async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let id = try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                try await Self.fill(harness)
            }
            let sql = DatabaseUnderTest.isPostgres ? tampering.postgres ?? tampering.sql : tampering.sql
            try DatabaseUnderTest.shell(sql, on: database)
            try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
                let places = report.breaks.map { "\($0.chain) \($0.sequence)" }
                #expect(places == ["\(tampering.isAudit ? "audit" : id.description) \(tampering.sequence)"])
                #expect(report.executions == 3)
            }
        }
    }

    @Test
    func anUntouchedDatabaseHasNoBreaks() async throws {
        try await EngineHarness.withSamples { harness in
            let id = try await Self.fill(harness)
            let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
            #expect(report.breaks.isEmpty)
            #expect(report.auditEntries == 3)
            #expect(report.executions == 3)
            #expect(report.events == 15)
            let one = try await AuditVerifier(storage: harness.engine.storage).verify(id)
            #expect(one.executions == 1)
            #expect(one.events == 5)
        }
    }

    /// Three versions and three executions.
    ///
    /// - Returns: The first execution.
    private static func fill(_ harness: EngineHarness) async throws -> ExecutionID {
        try await harness.create()
        for name in ["Second", "Third"] {
            _ = try await harness.library.update(
                .key("doubling"),
                merging: ["display_name": .string(name)],
                note: "Reason",
                expectedVersion: nil,
                by: Sample.author
            )
        }
        let first = try await harness.run(["n": 1])
        for number in [2, 3] as [Int64] { _ = try await harness.run(["n": .int(number)]) }
        return first.id
    }
}
