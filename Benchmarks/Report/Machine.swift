// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// Where figures were taken.
struct Machine: CustomStringConvertible {
    /// When it was looked at, as `2026-01-31`.
    let date: String
    /// How many wanted a core then, on average of the last 1, 5 and 15 minutes.
    let load: String
    private let facts: [(name: String, value: String)]

    /// Looks at this machine.
    ///
    /// - Parameters:
    ///   - database: What is measured.
    ///   - folder: Where its data is, unless it says otherwise.
    /// - Throws: What the database threw when it was asked for its version.
    init(_ database: any MeasuredDatabase, on folder: String) throws {
        let disk = database.folder ?? folder
        let sync = try SyncCost.measure(in: folder, count: 200)
        self.date = Date().formatted(.iso8601.year().month().day())
        self.load = (Self.text("/proc/loadavg") ?? "").split(separator: " ").prefix(3).joined(separator: " ")
        self.facts = [
            ("date", self.date),
            ("database", try database.version),
            ("compiler", Self.compiler),
            ("cores", "\(ProcessInfo.processInfo.activeProcessorCount)"),
            ("processor", Self.field("model name", of: "/proc/cpuinfo") ?? "unknown"),
            ("memory", "\(ProcessInfo.processInfo.physicalMemory >> 30) GB"),
            ("kernel", Self.text("/proc/sys/kernel/osrelease") ?? "unknown"),
            ("file system", Self.fileSystem(of: disk)),
            ("a synced 4 KiB write", "p50 \(Text.microseconds(sync.p50)), p99 \(Text.microseconds(sync.p99))"),
            ("load before", self.load),
        ]
    }

    var description: String { self.facts.map { "\($0.name): \($0.value)" }.joined(separator: "\n") }

    var json: JSONValue {
        .object(self.facts.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) })
    }

    private static func text(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func field(_ name: String, of path: String) -> String? {
        let line = self.text(path)?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    }

    /// The kind of file system that a folder is on: that of the longest mount point above it.
    private static func fileSystem(of folder: String) -> String {
        let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let mounts = (self.text("/proc/mounts") ?? "").split(separator: "\n").map { $0.split(separator: " ") }
        let above = mounts.filter { mount in
            mount.count > 2 && (path + "/").hasPrefix(mount[1] == "/" ? "/" : mount[1] + "/")
        }
        return above.max { $0[1].count <= $1[1].count }.map { String($0[2]) } ?? "unknown"
    }

    private static var compiler: String {
        #if compiler(>=6.4)
        "Swift 6.4 or newer"
        #elseif compiler(>=6.3)
        "Swift 6.3"
        #else
        "Swift 6.2"
        #endif
    }
}

/// What making a write durable costs on a disk, apart from any database.
enum SyncCost {
    static func measure(in folder: String, count: Int) throws -> Latency {
        let descriptor = open(folder + "/sync", O_WRONLY | O_CREAT, 0o644)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        var samples: [Double] = []
        for _ in 0..<count {
            let start = Stopwatch()
            _ = write(descriptor, block, block.count)
            fdatasync(descriptor)
            samples.append(start.seconds)
        }
        return Latency(samples)
    }
}
