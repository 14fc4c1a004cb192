// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ConnectionTests {
    private static func with<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresPool) async throws -> Value
    ) async throws -> Value {
        try await PostgresServer.shared.get().withSchema { url in
            let pool = PostgresPool(PostgresSettings(url: try PostgresURL(url)))
            defer { pool.close() }
            return try await body(pool)
        }
    }

    private static let uuid = UUIDv7(high: 0x0123_4567_89AB_7DEF, low: 0x8123_4567_89AB_CDEF)
    private static let time = Timestamp(microseconds: 1_767_225_600_123_456)

    @Test
    func valuesComeBackAsTheyWereSent() async throws {
        try await Self.with { pool in
            try await pool.run { connection in
                let row = try #require(
                    try connection.run(
                        """
                        SELECT $1::bigint AS i, $2::text AS t, $3::bytea AS b, $4::boolean AS f, $5::timestamptz AS at,
                            $6::uuid AS u, $7::float8 AS d, $8::json AS j, $9::jsonb AS jb, $10::text AS empty
                        """,
                        .int8(Int64.min),
                        .text("é 🪿 \"quoted\""),
                        .bytes([0, 255, 1]),
                        .bool(true),
                        .time(Self.time),
                        .uuid(Self.uuid),
                        .float8(-0.1),
                        .json(Array("{\"b\": 1, \"a\":2}".utf8)),
                        .jsonb(Array("[1]".utf8)),
                        .text("")
                    ).first
                )
                #expect(try row.int8("i") == Int64.min)
                #expect(try row.text("t") == "é 🪿 \"quoted\"")
                #expect(try row.bytes("b") == [0, 255, 1])
                #expect(try row.bool("f"))
                #expect(try row.time("at") == Self.time)
                #expect(try row.uuid("u") == Self.uuid)
                #expect(try row.float8("d") == -0.1)
                #expect(try row.bytes("j") == Array("{\"b\": 1, \"a\":2}".utf8), "json is kept byte for byte")
                #expect(try row.bytes("jb") == Array("[1]".utf8))
                #expect(try row.optionalText("empty") == "", "an empty text is not NULL")
            }
        }
    }

    @Test
    func theServerReadsValuesAsWeMeanThem() async throws {
        try await Self.with { pool in
            let text = try await pool.run { connection in
                try connection.run(
                    "SELECT concat_ws(' ', $1::uuid, $2::timestamptz AT TIME ZONE 'UTC', $3::bigint) AS text",
                    .uuid(Self.uuid),
                    .time(Self.time),
                    .int8(Int64(-7))
                ).first?.text("text")
            }
            #expect(text == "01234567-89ab-7def-8123-456789abcdef 2026-01-01 00:00:00.123456 -7")
        }
    }

    @Test
    func absentValuesAreNull() async throws {
        try await Self.with { pool in
            try await pool.run { connection in
                let row = try #require(
                    try connection.run(
                        "SELECT $1::bigint AS i, $2::text AS t, $3::timestamptz AS at, $4::uuid AS u",
                        .int8(nil as Int64?),
                        .text(nil),
                        .time(nil),
                        .uuid(nil)
                    ).first
                )
                #expect(try row.optionalInt8("i") == nil)
                #expect(try row.optionalText("t") == nil)
                #expect(try row.optionalTime("at") == nil)
                #expect(try row.optionalUUID("u") == nil)
                #expect(throws: SkeinError(.storageUnavailable, "")) { try row.text("t") }
            }
        }
    }

    @Test
    func arraysBecomeRows() async throws {
        try await Self.with { pool in
            let items: [(Int64, String?)] = [(1, "one"), (2, nil), (3, "")]
            let found = try await pool.run { connection in
                try connection.run(
                    "SELECT n, t FROM unnest($1::bigint[], $2::text[]) AS items (n, t) ORDER BY n",
                    items.int8s { $0.0 },
                    items.texts { $0.1 }
                ).map { "\(try $0.int8("n"))=\(try $0.optionalText("t") ?? "NULL")" }
            }
            #expect(found == ["1=one", "2=NULL", "3="])
            let none = try await pool.run { connection in
                try connection.run("SELECT * FROM unnest($1::uuid[])", [Self.uuid][..<0].uuids { $0 }).count
            }
            #expect(none == 0)
        }
    }

    @Test
    func aTextLosesOnlyWhatPostgreSQLCannotKeep() async throws {
        try await Self.with { pool in
            let text = try await pool.run { try $0.run("SELECT $1::text AS t", .text("a\u{0}b")).first?.text("t") }
            #expect(text == "a\u{FFFD}b")
        }
    }

    // MARK: Pipelines

    @Test
    func statementsSentTogetherAreOneTransaction() async throws {
        try await Self.with { pool in
            try await pool.run { try $0.script("CREATE TABLE t (n bigint PRIMARY KEY)") }
            let insert = "INSERT INTO t VALUES ($1)"
            await #expect(throws: PostgresError.self) {
                try await pool.run { connection in
                    _ = try connection.run([1, 2, 1].map { Statement(insert, [.int8($0)]) })
                }
            }
            let counts = try await pool.run { connection in
                let before = try connection.run("SELECT count(*) AS n FROM t").first?.int("n")
                let results = try connection.run(
                    [1, 2, 3].map { Statement(insert, [.int8($0)]) } + [Statement("SELECT count(*) AS n FROM t")]
                )
                return [before, results[0].changed, try results[3].first?.int("n")]
            }
            #expect(counts == [0, 1, 3])
        }
    }

    @Test
    func theFirstErrorOfAPipelineIsTheOneThatIsThrown() async throws {
        try await Self.with { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.run { connection in
                    _ = try connection.run([
                        Statement("SELECT 1"), Statement("SELECT 1 / 0"), Statement("SELECT missing"),
                    ])
                }
            }
            #expect(error?.state == "22012")
            #expect(error?.message == "division by zero")
            #expect(error?.isConnectionLost == false)
            let one = try await pool.run { try $0.run("SELECT 1::bigint AS n").first?.int("n") }
            #expect(one == 1, "the connection can be used again")
        }
    }

    @Test
    func muchMoreThanABufferGoesBothWaysAtOnce() async throws {
        try await Self.with { pool in
            let text = String(repeating: "skein ", count: 200_000)
            let lengths = try await pool.run { connection in
                try connection.run((0..<20).map { _ in Statement("SELECT $1::text AS t", [.text(text)]) })
                    .map { try $0.first?.text("t").utf8.count ?? 0 }
            }
            #expect(lengths == Array(repeating: 1_200_000, count: 20))
        }
    }

    @Test
    func aTransactionThatThrowsLeavesNothingBehind() async throws {
        struct Stop: Error {}
        try await Self.with { pool in
            try await pool.run { try $0.script("CREATE TABLE t (n bigint)") }
            await #expect(throws: Stop.self) {
                try await pool.run { connection in
                    try connection.transaction { connection in
                        try connection.run("INSERT INTO t VALUES (1)")
                        throw Stop()
                    }
                }
            }
            // Left open on purpose: the next user of the connection must not be inside it.
            try await pool.run { _ = try $0.run([Statement("BEGIN"), Statement("INSERT INTO t VALUES (2)")]) }
            let count = try await pool.run { try $0.run("SELECT count(*) AS n FROM t").first?.int("n") }
            #expect(count == 0)
        }
    }

    @Test
    func preparedStatementsOutliveManyTexts() async throws {
        try await Self.with { pool in
            try await pool.run { connection in
                for number in 0..<700 {
                    let found = try connection.run("SELECT \(number)::bigint AS n").first?.int("n")
                    #expect(found == number)
                }
            }
        }
    }
}
