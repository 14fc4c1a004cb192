// SPDX-License-Identifier: Apache-2.0

import Logging
import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinStorage

/// An engine on an empty database, as long as a body runs.
enum EngineHost {
    /// Runs `body` while the engine runs.
    ///
    /// - Parameters:
    ///   - database: Where the database is, as a server's configuration names it.
    ///   - functions: What its steps call.
    ///   - body: What is measured.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or ``SkeinError`` when the database cannot be opened.
    static func with<Value: Sendable>(
        _ database: String,
        _ functions: FunctionRegistry,
        _ body: @escaping @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        let clock = SystemClock()
        let storage = try DatabaseLocation(database).open(migrations: .apply, exclusive: true, now: clock.now())
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let engine = Engine(storage: storage, registry: functions, clock: clock, logger: logger)
        let result = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await engine.run()
                return nil
            }
            group.addTask { try await body(engine) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
        try await storage.close()
        return result
    }
}

/// Work of several lanes at a time.
enum Lanes {
    /// Runs a body in so many lanes, and collects the samples that each gives.
    static func run(
        _ count: Int,
        _ body: @escaping @Sendable (_ lane: Int) async throws -> [Sample]
    ) async throws -> [Sample] {
        try await withThrowingTaskGroup(of: [Sample].self) { group in
            for lane in 0..<count { group.addTask { try await body(lane) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}
