// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PostgresURLTests {
    @Test(arguments: [
        ("postgres://ida:s3cret@db.example:5433/skein", "postgres://db.example:5433/skein"),
        ("postgresql://ida:s3cret@db.example/skein?sslmode=verify-full", "postgres://db.example/skein"),
        ("postgres:///skein?host=/run/postgresql&password=s3cret", "postgres:///skein"),
    ])
    func thePasswordIsNeverShown(_ text: String, _ shown: String) throws {
        let url = try PostgresURL(text)
        #expect(url.description == shown)
        var dumped = ""
        dump(url, to: &dumped)
        for output in [dumped, String(reflecting: url), "\(PostgresSettings(url: url))"] {
            #expect(!output.contains("s3cret"), "\(output)")
        }
    }

    @Test(arguments: [
        "skein.db", "mysql://host/name", "postgres://ida:s3cret%GG@host/name", "postgres://host/name?no_such=s3cret",
    ])
    func whatCannotBeReadIsRefusedWithoutRepeatingIt(_ text: String) {
        let error = #expect(throws: SkeinError.self) { try PostgresURL(text) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.message.contains("s3cret") == false)
    }

    @Test
    func onlyURLsAreTakenForDatabasesOfAServer() {
        #expect(PostgresURL.matches("postgres://host/name"))
        #expect(PostgresURL.matches("postgresql:///name"))
        #expect(!PostgresURL.matches("skein.db"))
        #expect(!PostgresURL.matches("folder/postgres"))
    }

    /// Why a connection is refused, which it has to be.
    private static func refusal(_ settings: PostgresSettings) async -> PostgresError? {
        let pool = PostgresPool(settings)
        defer { pool.close() }
        return await #expect(throws: PostgresError.self) { try await pool.run { _ in } }
    }

    /// The server takes no encrypted connections: a URL that demands one must not get another.
    @Test
    func encryptionThatIsDemandedIsNotGivenUp() async throws {
        let address = try #require(try PostgresServer(hasPort: true).networkURL)
        let plain = PostgresPool(PostgresSettings(url: try PostgresURL(address)))
        defer { plain.close() }
        let one = try await plain.run { try $0.run("SELECT 1::bigint AS n").first?.int("n") }
        #expect(one == 1)
        var settings = PostgresSettings(url: try PostgresURL(address + "?sslmode=require"))
        settings.patience = .seconds(3600)
        let error = await Self.refusal(settings)
        #expect(error?.tls == .unsupported)
        #expect(error?.description.contains("Turn ssl on in the server's postgresql.conf") == true)
    }

    @Test
    func aWrongDatabaseIsToldAtOnce() async throws {
        let url = try PostgresServer.shared.get().url()
        let wrong = url.replacing("postgres:///postgres", with: "postgres:///nowhere")
        let error = await Self.refusal(PostgresSettings(url: try PostgresURL(wrong)))
        #expect(error?.state == "3D000")
        #expect(error?.advice.contains("createdb") == true)
    }

    @Test
    func aWrongUserIsToldAtOnce() async throws {
        let url = try PostgresServer.shared.get().url()
        let wrong = url.replacing("user=skein", with: "user=nobody_at_all")
        let error = await Self.refusal(PostgresSettings(url: try PostgresURL(wrong)))
        #expect(error?.state == "28000", "\(String(describing: error))")
        #expect(error?.advice.contains("Correct the user") == true)
    }

    @Test
    func aServerThatIsNotThereIsToldInOneSentence() async throws {
        var settings = PostgresSettings(url: try PostgresURL("postgres://somebody@127.0.0.1:1/skein"))
        settings.patience = .zero
        let error = await Self.refusal(settings)
        let expected =
            "connection to server at \"127.0.0.1\", port 1 failed: Connection refused. "
            + "Check that the server runs and that its address is right."
        #expect(error?.description == expected)
    }
}
