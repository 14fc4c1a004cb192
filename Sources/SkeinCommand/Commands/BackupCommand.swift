// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinStorage

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy a SQLite database to a file, while a server may run on it, and check the copy.",
        discussion: """
            The copy is the database as it stood at one moment. Its structure and all hash chains are checked. A broken \
            chain is named and the command ends with 1; the copy is kept then. Use pg_dump for PostgreSQL.
            """
    )

    @Argument(help: "The file to write; it must not be there.") var file: String
    @Option(help: "The SQLite file (SKEIN_DATABASE, DATABASE_URL; default skein.db).") var database: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let location = try DatabaseLocation(MigrateStatus.database(self.database))
        let report = try await location.backUp(to: self.file, now: SystemClock().now()) { copy in
            try await AuditVerifier(storage: copy).verifyAll()
        }
        try Output.show(report.json, json: self.json) { report in
            "Copied \(location) to \(self.file).\n\(AuditVerify.text(report))"
        }
        if !report.breaks.isEmpty { throw Exit.failed }
    }
}
