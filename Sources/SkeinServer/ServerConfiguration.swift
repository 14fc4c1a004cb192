// SPDX-License-Identifier: Apache-2.0

package import Configuration
package import SkeinModel
package import SkeinStorage

/// What a server is told: from the command line, else from the environment (`SKEIN_HOST`, ..., `DATABASE_URL`), else a default.
package struct ServerConfiguration: Sendable {
    /// Where it listens.
    package enum Address: Sendable {
        case network(host: String, port: Int)
        /// A socket in the file system, for one user on one machine.
        case socket(path: String)
    }

    package var address = Address.network(host: "127.0.0.1", port: 8080)
    /// The database: a SQLite file, or `postgres://...`.
    package var database = "skein.db"
    /// How many tasks run at a time.
    package var taskLimit = 1024
    /// How long executions are kept after they have ended, where their definition does not say; `nil` for ever.
    package var retention: Duration?
    /// Whether missing migrations are applied at the start.
    package var appliesMigrations = true
    /// What it does; without `api` it only tells how it is.
    package var roles = Set(NodeRole.allCases)
    /// Whether it runs no tasks when another node does, because it is there for a moment only.
    package var yieldsToOthers = false

    package init() {}

    /// Reads the configuration.
    ///
    /// - Parameter reader: Its keys are `host`, `port`, `database`, `task.limit`, `retention`, `migrate` and `node.roles`,
    ///   under `skein`, and `database.url`.
    /// - Throws: ``SkeinError`` `configuration-invalid` for a value that cannot be used.
    package init(_ reader: ConfigReader) throws(SkeinError) {
        self.database = Self.database(reader)
        let reader = reader.scoped(to: "skein")
        let host = reader.string(forKey: "host", default: "127.0.0.1")
        self.address = .network(host: host, port: try Self.number(reader, "port", 8080, 0...65_535))
        self.taskLimit = try Self.number(reader, "task.limit", 1024, 1...100_000)
        self.retention = try Self.duration(reader, "retention")
        self.appliesMigrations = try Self.flag(reader, "migrate", true)
        let names = reader.string(forKey: "node.roles", default: self.roles.names)
        guard let roles = Set<NodeRole>(names: names) else {
            let message = "The roles '\(names)' are not known; write api, engine, or both with a comma between."
            throw SkeinError(.configurationInvalid, message)
        }
        self.roles = roles
        guard Self.isLoopback(host) else {
            let message =
                "The host '\(host)' is not a loopback address. Without API keys Skein listens only on "
                + "127.0.0.1, ::1 or localhost: put a proxy that authenticates people in front of it."
            throw SkeinError(.configurationInvalid, message)
        }
    }

    /// The database: Skein's own setting, else what platforms call it (`DATABASE_URL`), else a file.
    package static func database(_ reader: ConfigReader) -> String {
        reader.scoped(to: "skein").string(forKey: "database")
            ?? reader.string(forKey: "database.url", isSecret: true) ?? "skein.db"
    }

    private static func number(
        _ reader: ConfigReader,
        _ key: ConfigKey,
        _ standard: Int,
        _ range: ClosedRange<Int>
    ) throws(SkeinError) -> Int {
        guard let text = reader.string(forKey: key) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            let bounds = "\(range.lowerBound) to \(range.upperBound)"
            throw SkeinError(.configurationInvalid, "'\(key)' is '\(text)'; write a number from \(bounds).")
        }
        return number
    }

    /// Reads the text itself: what cannot be read as a flag would otherwise pass for the default.
    private static func flag(_ reader: ConfigReader, _ key: ConfigKey, _ standard: Bool) throws(SkeinError) -> Bool {
        switch reader.string(forKey: key)?.lowercased() {
        case nil: return standard
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        case let text?: throw SkeinError(.configurationInvalid, "'\(key)' is '\(text)'; write true or false.")
        }
    }

    private static func duration(_ reader: ConfigReader, _ key: ConfigKey) throws(SkeinError) -> Duration? {
        guard let text = reader.string(forKey: key) else { return nil }
        guard let duration = DurationText.parse(text), duration > .zero else {
            let message = "'\(key)' is '\(text)'; write a length of time, such as 365d or 12h."
            throw SkeinError(.configurationInvalid, message)
        }
        return duration
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
