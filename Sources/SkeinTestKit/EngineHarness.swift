// SPDX-License-Identifier: Apache-2.0

package import Logging
import SkeinDrivers
package import SkeinEngine
import SkeinModel
import SkeinStorage
package import Tracing

/// A running engine on a database of its own.
package struct EngineHarness: Sendable {
    package let engine: Engine

    /// Runs an engine while `body` runs.
    ///
    /// - Parameters:
    ///   - functions: What definitions can call.
    ///   - database: The file to use, or what stands for it (``DatabaseUnderTest``); a new one without it.
    ///   - clock: Whose time counts.
    ///   - tracer: Where spans go.
    ///   - settings: What can be set.
    ///   - body: What to do with the engine.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or what the engine failed with.
    package static func with<Value: Sendable>(
        _ functions: FunctionRegistry = FunctionRegistry(),
        database: String? = nil,
        clock: any EngineClock = SystemClock(),
        tracer: any Tracer = NoOpTracer(),
        settings: Engine.Settings = Engine.Settings(),
        _ body: @escaping @Sendable (EngineHarness) async throws -> Value
    ) async throws -> Value {
        if let database {
            return try await DatabaseUnderTest.with(database) { location in
                try await self.run(functions, on: location, clock, tracer, settings, body)
            }
        }
        return try await DatabaseUnderTest.with { location in
            try await self.run(functions, on: location, clock, tracer, settings, body)
        }
    }

    /// Runs an engine while `body` runs, on a database of whichever driver.
    ///
    /// - Parameters:
    ///   - functions: What definitions can call.
    ///   - location: The file, or the URL.
    ///   - clock: Whose time counts.
    ///   - body: What to do with the engine.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or what the engine failed with.
    package static func with<Value: Sendable>(
        _ functions: FunctionRegistry,
        at location: String,
        clock: any EngineClock,
        _ body: @escaping @Sendable (EngineHarness) async throws -> Value
    ) async throws -> Value {
        try await self.run(functions, on: location, clock, NoOpTracer(), Engine.Settings(), body)
    }

    private static func run<Value: Sendable>(
        _ functions: FunctionRegistry,
        on database: String,
        _ clock: any EngineClock,
        _ tracer: any Tracer,
        _ settings: Engine.Settings,
        _ body: @escaping @Sendable (EngineHarness) async throws -> Value
    ) async throws -> Value {
        let location = try DatabaseLocation(database)
        let storage = try location.open(migrations: .apply, exclusive: true, now: clock.now())
        let engine = Engine(
            storage: storage,
            registry: functions,
            clock: clock,
            settings: settings,
            tracer: tracer,
            logger: Self.logger
        )
        let value = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await engine.run()
                return nil
            }
            group.addTask { try await body(EngineHarness(engine: engine)) }
            // The engine runs until it is cancelled, so what ends first is the body, or an engine that failed.
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
        try await storage.close()
        return value
    }

    /// Says only what is wrong.
    package static let logger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()
}
