// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Synchronization

/// Two engines on one database, each with an effect of its own that the test holds.
struct TwoNodes {
    let here: EngineHarness
    let there: EngineHarness
    let gateHere: Gate
    let gateThere: Gate
    /// What stands for the path of the database (``DatabaseUnderTest``).
    let database: String

    static func with(
        clock: any EngineClock = SystemClock(),
        roles: (here: Set<NodeRole>, there: Set<NodeRole>) = ([.api, .engine], [.api, .engine]),
        shared: SlowAtFirst = SlowAtFirst(),
        _ body: @escaping @Sendable (TwoNodes) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let (gateHere, gateThere) = (Gate(), Gate())
            func settings(_ name: String, _ roles: Set<NodeRole>) -> Engine.Settings {
                var settings = Engine.Settings()
                settings.nodeName = name
                settings.roles = roles
                return settings
            }
            let (first, second) = (settings("here", roles.here), settings("there", roles.there))
            let functions = (
                try Self.functions(gateHere, "here", shared), try Self.functions(gateThere, "there", shared)
            )
            try await EngineHarness.with(functions.0, database: database, clock: clock, settings: first) { here in
                try await EngineHarness.with(functions.1, database: database, clock: clock, settings: second) { there in
                    try await body(
                        TwoNodes(
                            here: here,
                            there: there,
                            gateHere: gateHere,
                            gateThere: gateThere,
                            database: database
                        )
                    )
                }
            }
        }
    }

    /// What a node has: the sample's functions, its gate as `outside.ask`, what both share as `outside.slow`, and its name as
    /// `outside.where`.
    private static func functions(_ gate: Gate, _ name: String, _ slow: SlowAtFirst) throws -> FunctionRegistry {
        var functions = try gate.functions()
        try functions.register("outside.slow", effectJSON: { _, context in try await slow.call(context) })
        try functions.register("outside.where", effectJSON: { _, _ in .string(name) })
        return functions
    }

    /// A definition with that step alone.
    static func document(_ step: JSONValue, _ changes: JSONObject = [:]) -> JSONValue {
        let base: JSONValue = [
            "deliverable_type": "shared", "display_name": "Shared", "discipline": "test",
            "input_schema": ["type": "object"], "workflow_steps": [step],
        ]
        return base.merging(.object(changes))
    }

    static func ask(_ name: String) -> JSONValue { Self.call("outside.ask", as: name) }

    static func call(_ function: String, as name: String) -> JSONValue {
        [
            "step_name": .string(name), "function_to_call": .string(function),
            "input_mapping": ["from": .string(name)], "output_variable": .string(name),
        ]
    }

    static func start(_ harness: EngineHarness, wait: Duration = .zero) async throws -> ExecutionDetail {
        let request = StartRequest(definition: .key("shared"), input: [:], actor: Sample.author)
        return try await harness.engine.start(request, wait: wait)
    }

    /// A node as the database knows it; `nil` when it is none.
    func record(_ name: String) async throws -> NodeRecord? {
        try await self.there.engine.storage.nodes().first { $0.node.name == name }
    }

    /// What an execution comes to, asked at the other node.
    static func end(_ id: ExecutionID, _ harness: EngineHarness) async throws -> ExecutionDetail {
        try await harness.engine.execution(id, wait: .seconds(50))
    }
}

/// An effect whose first call takes until it is cancelled.
final class SlowAtFirst: Sendable {
    private let keys = Mutex<[String]>([])
    private let calls: AsyncStream<Void>
    private let announce: AsyncStream<Void>.Continuation

    init() { (self.calls, self.announce) = AsyncStream.makeStream() }

    /// The idempotency keys of all calls so far.
    var called: [String] { self.keys.withLock { $0 } }

    func firstCall() async { for await _ in self.calls { return } }

    /// Returns when the first call has been cancelled.
    func cancellation() async { for await _ in self.calls {} }

    fileprivate func call(_ context: FunctionContext) async throws -> JSONValue {
        let count = self.keys.withLock { keys in
            keys.append(context.idempotencyKey)
            return keys.count
        }
        guard count == 1 else { return "done" }
        self.announce.yield()
        defer { self.announce.finish() }
        // Until it is cancelled.
        try await Task.sleep(for: .seconds(3600))
        throw CancellationError()
    }
}
