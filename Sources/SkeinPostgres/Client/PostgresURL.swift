// SPDX-License-Identifier: Apache-2.0

import CLibPQ
package import SkeinModel

/// Where a database is and how to reach it, as PostgreSQL's own programs take it: `postgres://USER@HOST/NAME?...`.
///
/// libpq reads it, so every parameter of libpq works, `sslmode`, `sslrootcert` and several hosts included. What is not
/// said comes from the environment (`PGPASSWORD`, ...) and from `~/.pgpass`.
package struct PostgresURL: Sendable {
    /// The parameters, in libpq's words; never to be printed, because the password is one.
    let parameters: [(keyword: String, value: String)]

    /// Whether a text says where a PostgreSQL database is, so that nobody takes it for a file's name.
    package static func matches(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// Reads a URL.
    ///
    /// - Parameter text: `postgres://...` or `postgresql://...`.
    /// - Throws: ``SkeinError`` `configuration-invalid` when libpq does not understand it; the message has no part of it.
    package init(_ text: String) throws(SkeinError) {
        guard Self.matches(text) else {
            throw SkeinError(.configurationInvalid, "A PostgreSQL database is written postgres://USER@HOST:PORT/NAME.")
        }
        var reason: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &reason) else {
            PQfreemem(reason)
            // libpq's own words repeat what it could not read, which may be a part of the password.
            let message =
                "The database's URL cannot be read. Write postgres://USER:PASSWORD@HOST:PORT/NAME, with %XX for special "
                + "characters, and parameters such as ?sslmode=verify-full that libpq knows."
            throw SkeinError(.configurationInvalid, message)
        }
        defer { PQconninfoFree(options) }
        var parameters: [(String, String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters.append((String(cString: keyword), String(cString: value))) }
            option += 1
        }
        self.parameters = parameters
    }

    /// The value of a parameter, if the URL has it.
    func value(_ keyword: String) -> String? { self.parameters.first { $0.keyword == keyword }?.value }
}

extension PostgresURL: CustomStringConvertible {
    /// Where the database is, without how to get in.
    package var description: String {
        let host = self.value("host") ?? self.value("hostaddr") ?? ""
        let port = self.value("port").map { ":\($0)" } ?? ""
        // A socket's folder would look like a path.
        let place = host.hasPrefix("/") ? "" : host + port
        return "postgres://\(place)/\(self.value("dbname") ?? self.value("user") ?? "")"
    }
}

extension PostgresURL: CustomReflectable {
    /// Nothing but the description, so that a dump does not show the password either.
    package var customMirror: Mirror { Mirror(self, children: ["url": self.description]) }
}
