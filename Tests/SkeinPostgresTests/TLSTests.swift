// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinPostgres
import SkeinStorage
import SkeinTestKit
import Testing

/// Connections are encrypted, and refused, as the URL asks; one server with a certificate answers all tests.
@Suite(.timeLimit(.minutes(2)))
struct TLSTests {
    /// A server that takes encrypted connections only, and its certificates.
    private struct Encrypted {
        let server: PostgresServer
        let certificates: TestCertificates

        static let shared = Result {
            let server = try PostgresServer(hasPort: true)
            let folder = server.folder + "/certificates"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            let certificates = try TestCertificates(in: folder)
            try server.shell(
                "CREATE ROLE secretive LOGIN SUPERUSER PASSWORD 'hunter2'; CREATE ROLE certified LOGIN SUPERUSER"
            )
            try server.encrypt(certificates)
            return Encrypted(server: server, certificates: certificates)
        }

        /// The URL of the server's port, with a password that nobody may see.
        func url(_ parameters: String, user: String = "skein", host: String = TestCertificates.host) throws -> String {
            let port = try #require(self.server.networkURL?.split(separator: ":").last)
            let place = port.split(separator: "/")
            return "postgres://\(user):hunter2@\(host):\(place[0])/\(place[1])?hostaddr=127.0.0.1&\(parameters)"
        }

        /// The parameters that demand a server with a certificate of a root.
        func verify(_ mode: String, root: String = "root") -> String {
            "sslmode=\(mode)&sslrootcert=\(self.certificates.certificate(root))"
        }

        /// The parameters that show a client's certificate.
        func show(_ name: String) -> String {
            "&sslcert=\(self.certificates.certificate(name))&sslkey=\(self.certificates.key(name))"
        }
    }

    /// Opens a storage and asks the server how its connections come in.
    ///
    /// - Returns: For each connection of the storage whether it is encrypted, and whose certificate it showed.
    private static func connections(_ url: String) async throws -> [String] {
        var settings = PostgresSettings(url: try PostgresURL(url))
        settings.applicationName = "tls-\(UUID().uuidString)"
        let now = Timestamp(microseconds: 0)
        let storage = try PostgresStorage(settings, migrations: .apply, exclusive: false, now: now)
        _ = try await storage.nextTimer()
        let sql = """
            SELECT ssl, client_dn FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
            WHERE application_name = '\(settings.applicationName)'
            """
        let lines = try Encrypted.shared.get().server.shell(sql).split(separator: "\n").map(String.init)
        try await storage.close()
        return lines
    }

    /// How opening a storage is refused.
    private static func refusal(_ url: String) throws -> SkeinError {
        let settings = PostgresSettings(url: try PostgresURL(url))
        let now = Timestamp(microseconds: 0)
        let error = #expect(throws: SkeinError.self) {
            try PostgresStorage(settings, migrations: .apply, exclusive: false, now: now)
        }
        let refusal = try #require(error)
        #expect(refusal.code == .storageUnavailable)
        #expect(!"\(refusal) \(refusal.message) \(refusal.metadata)".contains("hunter2"))
        let cause = try #require(refusal.cause as? PostgresError)
        #expect(!cause.isTransient, "nobody waits for what does not change by itself")
        return refusal
    }

    @Test
    func requireEncryptsWithoutAskingWhoTheServerIs() async throws {
        let url = try Encrypted.shared.get().url("sslmode=require", host: "anything.test")
        #expect(try await Self.connections(url) == ["t|", "t|"])
    }

    @Test(arguments: ["verify-ca", "verify-full"])
    func aServerThatTheRootVouchesForIsTrusted(_ mode: String) async throws {
        let encrypted = try Encrypted.shared.get()
        #expect(try await Self.connections(encrypted.url(encrypted.verify(mode))) == ["t|", "t|"])
    }

    @Test
    func aPasswordGoesOverAnEncryptedConnection() async throws {
        let encrypted = try Encrypted.shared.get()
        let url = try encrypted.url(encrypted.verify("verify-full"), user: "secretive")
        #expect(try await Self.connections(url) == ["t|", "t|"])
        let wrong = try Self.refusal(url.replacing("hunter2@", with: "hunter2not@"))
        #expect(wrong.message.contains("Check the user and the password"))
        let unverified = try encrypted.url("sslmode=prefer", user: "secretive")
        #expect(try Self.refusal(unverified.replacing("hunter2@", with: "hunter2not@")).message.contains("password"))
    }

    @Test(arguments: ["verify-ca", "verify-full"])
    func aServerOfAnotherRootIsRefused(_ mode: String) throws {
        let encrypted = try Encrypted.shared.get()
        let refusal = try Self.refusal(try encrypted.url(encrypted.verify(mode, root: "other")))
        #expect(refusal.message.contains("certificate verify failed"))
        #expect(refusal.message.contains("sslrootcert"))
    }

    @Test
    func aServerOfAnotherNameIsRefused() async throws {
        let encrypted = try Encrypted.shared.get()
        let url = try encrypted.url(encrypted.verify("verify-full"), host: "other.skein.test")
        let refusal = try Self.refusal(url)
        #expect(refusal.message.contains("does not match host name \"other.skein.test\""))
        #expect(refusal.message.contains("Write the host in the URL as the server's certificate has it"))
        let named = try encrypted.url(encrypted.verify("verify-ca"), host: "other.skein.test")
        #expect(try await Self.connections(named) == ["t|", "t|"], "verify-ca does not look at the name")
    }

    @Test
    func aRootThatIsNotThereIsNamed() throws {
        let encrypted = try Encrypted.shared.get()
        let refusal = try Self.refusal(try encrypted.url(encrypted.verify("verify-full", root: "missing")))
        #expect(refusal.message.contains("missing.crt"))
        #expect(refusal.message.contains("Name a file that Skein can read as sslrootcert"))
    }

    @Test
    func aServerThatDemandsEncryptionSaysSo() throws {
        let refusal = try Self.refusal(try Encrypted.shared.get().url("sslmode=disable"))
        #expect(refusal.message.contains("no encryption"))
        #expect(refusal.message.contains("sslmode=verify-full"))
    }

    @Test
    func aClientShowsItsCertificate() async throws {
        let encrypted = try Encrypted.shared.get()
        let url = try encrypted.url(encrypted.verify("verify-full") + encrypted.show("client"), user: "certified")
        #expect(try await Self.connections(url) == ["t|/CN=certified", "t|/CN=certified"])
    }

    @Test
    func aClientWithoutTheRightCertificateIsRefused() throws {
        let encrypted = try Encrypted.shared.get()
        let verify = encrypted.verify("verify-full")
        for parameters in [verify, verify + encrypted.show("server"), verify + encrypted.show("other")] {
            let refusal = try Self.refusal(try encrypted.url(parameters, user: "certified"))
            #expect(refusal.message.contains("Name a certificate for the user that the server knows"))
        }
        let unpaired = verify + encrypted.show("client").replacing("client.key", with: "other.key")
        let refusal = try Self.refusal(try encrypted.url(unpaired, user: "certified"))
        #expect(refusal.message.contains("sslcert and sslkey"))
    }
}
