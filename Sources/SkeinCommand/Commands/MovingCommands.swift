// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinServer
import SkeinStorage

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write everything that a database keeps to a file, while a server may run on it.",
        discussion: """
            The file has the database as it stood at one moment, as lines of JSON, and `skein import` fills another \
            database with it: from SQLite to PostgreSQL, or back. Progress goes to standard error.
            """
    )

    @Argument(help: "The file to write; it must not be there. '-' for standard output.") var file: String
    @Option(help: "The SQLite file, or postgres://... (SKEIN_DATABASE, DATABASE_URL; default skein.db).")
    var database: String?

    func run() async throws {
        let now = SystemClock().now()
        let location = try DatabaseLocation(MigrateStatus.database(self.database))
        let storage = try location.openExisting(now: now)
        let target = try ExportTarget(self.file)
        let exporter = Exporter(of: storage, version: Server.version, now: now)
        do {
            let counts = try await exporter.run(write: target.write, progress: MovingText.progress("Exported"))
            try target.finish()
            Console.error(MovingText.summary(counts))
        } catch {
            target.remove()
            throw error
        }
        try await storage.close()
    }
}

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a new database with what `skein export` has written.",
        discussion: """
            Every hash is checked before anything is stored; a file that is damaged or cut off changes nothing. Executions \
            that were open go on when `skein serve` starts on the database.
            """
    )

    @Argument(help: "The file to read. '-' for standard input.") var file: String
    @Option(
        help: """
            The SQLite file, which is made if it is missing, or postgres://... (SKEIN_DATABASE, DATABASE_URL; default \
            skein.db). It must have no data.
            """
    )
    var database: String?

    func run() async throws {
        let source = try InputFile.open(self.file)
        let location = try DatabaseLocation(MigrateStatus.database(self.database))
        let storage = try location.open(migrations: .apply, exclusive: true, now: SystemClock().now())
        let counts = try await Importer(into: storage).run(
            read: { Array(try source.read(upToCount: 1 << 20) ?? Data()) },
            progress: MovingText.progress("Read")
        )
        try await storage.close()
        Console.error("Imported into \(location). " + MovingText.summary(counts))
    }
}

/// What people see while data is moved.
private enum MovingText {
    static func progress(_ verb: String) -> @Sendable (Exporter.Progress) -> Void {
        { Console.error("\(verb) \($0.done) of \($0.total) records.") }
    }

    static func summary(_ counts: [MovedRecord.Kind: Int]) -> String {
        let parts = [
            (MovedRecord.Kind.definition, "definitions"), (.version, "versions"), (.execution, "executions"),
            (.event, "events"), (.auditEntry, "audit entries"),
        ]
        return parts.map { "\(counts[$0.0] ?? 0) \($0.1)" }.joined(separator: ", ") + "."
    }
}

/// Where an export goes: standard output, or a file that has its name from the beginning and is removed when it fails.
private struct ExportTarget: Sendable {
    private let handle: FileHandle
    /// `nil` for standard output.
    private let path: String?

    init(_ file: String) throws {
        if file == "-" {
            self.handle = .standardOutput
            self.path = nil
            return
        }
        guard !FileManager.default.fileExists(atPath: file) else {
            throw SkeinError(.configurationInvalid, "The file \(file) is there already; name a new one.")
        }
        guard FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: file)
        else { throw SkeinError(.configurationInvalid, "The file \(file) cannot be written.") }
        self.handle = handle
        self.path = file
    }

    func write(_ bytes: [UInt8]) throws {
        if self.path == nil { return try Console.write(bytes) }
        try self.handle.write(contentsOf: bytes)
    }

    /// Makes the file durable.
    func finish() throws {
        guard self.path != nil else { return }
        try self.handle.synchronize()
        try self.handle.close()
    }

    func remove() {
        if let path = self.path { try? FileManager.default.removeItem(atPath: path) }
    }
}
