// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// How much memory this process has.
enum Memory {
    /// What of it is resident, in bytes.
    static var resident: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) * 1024
    }
}

/// The most memory that this process had, looked at ten times a second.
final class MemoryPeak: Sendable {
    private let peak = Mutex(0.0)

    var bytes: Double { self.peak.withLock { $0 } }

    func whileWatching<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let watch = Stopwatch()
        let watching = Task {
            while !Task.isCancelled {
                let resident = Memory.resident
                self.peak.withLock { $0 = max($0, resident) }
                Progress.show("W5: waking, \(Int(watch.seconds)) s")
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { watching.cancel() }
        return try await body()
    }
}
