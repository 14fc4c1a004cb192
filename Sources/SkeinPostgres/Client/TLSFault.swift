// SPDX-License-Identifier: Apache-2.0

/// Why a connection could not be encrypted as the URL or the server asks; waiting does not help.
package enum TLSFault: Sendable, Hashable, CaseIterable {
    /// The URL demands encryption of a server that has none.
    case unsupported
    /// The server takes encrypted connections only.
    case required
    /// The server's certificate is not signed by the root that the URL names.
    case untrusted
    /// The server's certificate is for another name than the URL's.
    case otherName
    /// The root certificate that the URL asks for cannot be read.
    case noRoot
    /// The URL's own certificate or key cannot be used.
    case badClientCertificate
    /// The server asks for a certificate and was given none, or one that is not the user's.
    case clientCertificateRefused

    /// Reads what libpq says, which gives no code; its sentences are in the sources of PostgreSQL's `fe-connect.c` and
    /// `fe-secure-openssl.c`, the server's in `auth.c`.
    ///
    /// - Parameter message: libpq's words.
    init?(libpq message: String) {
        guard let fault = Self.allCases.first(where: { $0.signs.contains { message.contains($0) } }) else { return nil }
        self = fault
    }

    /// What libpq says in this case, and in no other.
    private var signs: [String] {
        switch self {
        case .unsupported: ["server does not support SSL"]
        case .required: [", no encryption"]
        case .untrusted: ["certificate verify failed"]
        case .otherName: ["does not match host name"]
        case .noRoot: ["root certificate file"]
        case .badClientCertificate:
            ["certificate file \"", "private key file", "certificate present, but not private key"]
        case .clientCertificateRefused:
            ["certificate authentication failed", "requires a valid client certificate", "alert unknown ca"]
        }
    }

    /// What a person can do about it.
    var advice: String {
        switch self {
        case .unsupported: "Turn ssl on in the server's postgresql.conf, or correct sslmode in the database's URL."
        case .required: "Ask for encryption in the database's URL: sslmode=verify-full&sslrootcert=FILE."
        case .untrusted: "Name the file with the certificate of who signed the server's as sslrootcert in the URL."
        case .otherName: "Write the host in the URL as the server's certificate has it, or give the server another one."
        case .noRoot: "Name a file that Skein can read as sslrootcert in the database's URL."
        case .badClientCertificate:
            "Check the files sslcert and sslkey of the database's URL; only the user may read the key."
        case .clientCertificateRefused:
            "Name a certificate for the user that the server knows: sslcert=FILE&sslkey=FILE."
        }
    }
}
