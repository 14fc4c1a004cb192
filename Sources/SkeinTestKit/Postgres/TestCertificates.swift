// SPDX-License-Identifier: Apache-2.0

/// Certificates for encrypted connections, made by openssl: two roots, a server and a client that the first one signed.
package struct TestCertificates: Sendable {
    /// What the server's certificate calls it.
    package static let host = "db.skein.test"

    private let folder: String

    /// Makes the files in a folder.
    package init(in folder: String) throws {
        self.folder = folder
        for name in ["root", "other"] {
            try self.openssl(
                ["req", "-x509", "-days", "2"] + Self.newKey + ["-subj", "/CN=\(name)"]
                    + ["-keyout", self.key(name), "-out", self.certificate(name)]
            )
        }
        try self.sign("server", for: Self.host)
        try self.sign("client", for: "certified")
    }

    /// The path of a certificate: of `root`, `other`, `server` or `client`.
    package func certificate(_ name: String) -> String { "\(self.folder)/\(name).crt" }

    /// The path of its key.
    package func key(_ name: String) -> String { "\(self.folder)/\(name).key" }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private func sign(_ name: String, for subject: String) throws {
        let request = "\(self.folder)/\(name).csr"
        try self.openssl(
            ["req"] + Self.newKey + ["-subj", "/CN=\(subject)", "-keyout", self.key(name), "-out", request]
        )
        try self.openssl(
            ["x509", "-req", "-days", "2", "-in", request, "-out", self.certificate(name), "-CAcreateserial"]
                + ["-CA", self.certificate("root"), "-CAkey", self.key("root")]
        )
    }

    private func openssl(_ arguments: [String]) throws { try PostgresTools.execute(["openssl"] + arguments) }
}

extension PostgresServer {
    /// Makes the server take encrypted connections from its port: of `skein` without a password, of `secretive` with
    /// one, and of `certified` with the client's certificate.
    ///
    /// - Parameter certificates: The server's, and who signs clients'.
    /// - Throws: ``Problem`` when the server does not start again.
    package func encrypt(_ certificates: TestCertificates) throws {
        try self.install(certificates.certificate("server"), as: "server.crt")
        try self.install(certificates.key("server"), as: "server.key")
        try self.install(certificates.certificate("root"), as: "root.crt")
        try self.configure(
            """
            ssl = on
            ssl_ca_file = 'root.crt'
            """,
            access: """
                local all all trust
                hostssl all skein 127.0.0.1/32 trust
                hostssl all secretive 127.0.0.1/32 scram-sha-256
                hostssl all certified 127.0.0.1/32 cert

                """
        )
    }
}
