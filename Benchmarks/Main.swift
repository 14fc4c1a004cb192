// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// Measures the engine against what its database does by itself, on the same disk, in one run.
///
/// The ratios count; the figures depend on the machine and on what else it does. See `README.md` for the workloads.
@main
enum Main {
    static func main() async throws {
        do {
            try await Self.run(try Options(CommandLine.arguments.dropFirst()))
        } catch let error as SkeinError {
            FileHandle.standardError.write(Data("\(error.message)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: Options) async throws {
        let folder = options.folder ?? FileManager.default.currentDirectoryPath + "/.build/bench"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database: any MeasuredDatabase
        switch options.database {
        case "sqlite": database = SQLiteDatabase(folder: folder)
        case "postgres": database = try PostgresDatabase(options.folder)
        default: database = GivenDatabase(url: options.database)
        }

        if let only = options.only, only.contains(":") {
            return try await Profile(database: database, options: options).run(only)
        }
        let report = Report(machine: try Machine(database, on: folder))
        for workload in [
            Throughput.self, SingleLatency.self, FanOut.self, LongRuns.self, Waiting.self, HTTPLatency.self,
        ] as [any MeasuredWorkload.Type] where options.includes(workload.name) {
            try await workload.init(database: database, options: options, report: report).run()
        }
        report.printAims()
        if let file = options.json { try report.write(to: file) }
    }
}

/// One of the things that are measured.
protocol MeasuredWorkload {
    /// `W1`, as `--only` takes it.
    static var name: String { get }

    init(database: any MeasuredDatabase, options: Options, report: Report)

    func run() async throws
}
