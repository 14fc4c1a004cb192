// SPDX-License-Identifier: Apache-2.0

import InMemoryTracing
import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Synchronization
import Testing
import Tracing

/// Spans of executions, step runs and attempts, all in the trace of the request that started the execution.
@Suite(.timeLimit(.minutes(1)))
struct TracingTests {
    /// The sample's functions, and an effect that says which trace it is in.
    private static func functions(_ note: @escaping @Sendable (String?) -> Void) throws -> FunctionRegistry {
        var registry = try Sample.functions()
        try registry.register(
            "outside.ask",
            effectJSON: { _, _ in
                note(ServiceContext.current?.inMemorySpanContext?.traceID)
                throw Failure(code: "refused", message: "Never.")
            }
        )
        return registry
    }

    @Test
    func spansJoinTheTraceOfTheRequestEvenAfterARestart() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let clock = ManualClock()
            let tracer = InMemoryTracer()
            let request = tracer.startSpan("request", context: .topLevel, ofKind: .server)
            let trace = try #require(request.context.inMemorySpanContext?.traceID)
            let gate = Gate()
            let id = try await EngineHarness.with(
                try gate.functions(),
                database: database,
                clock: clock,
                tracer: tracer
            ) { harness in
                try await harness.create(EffectTests.asking())
                let id = try await ServiceContext.$current.withValue(request.context) {
                    let start = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)
                    return try await harness.engine.start(start).id
                }
                _ = await gate.nextCall()
                return id
            }
            clock.advance(by: .seconds(90))
            let seen = Mutex<String?>(nil)
            let functions = try Self.functions { trace in seen.withLock { $0 = trace } }
            let ended = try await EngineHarness.with(functions, database: database, clock: clock, tracer: tracer) {
                try await $0.engine.execution(id, wait: .seconds(50))
            }
            #expect(ended.status == .failed)
            #expect(seen.withLock { $0 } == trace)

            let spans = tracer.finishedSpans.filter { $0.traceID == trace }
            let names = Set(spans.map(\.operationName))
            #expect(names == ["attempt outside.ask", "step ask", "execution doubling"])
            #expect(spans.allSatisfy { $0.parentSpanID == request.context.inMemorySpanContext?.spanID })
            let whole = try #require(spans.first { $0.operationName == "execution doubling" })
            #expect(whole.endInstant.nanosecondsSinceEpoch - whole.startInstant.nanosecondsSinceEpoch >= 90_000_000_000)
            #expect(whole.status?.code == .error)
            #expect(whole.attributes["skein.execution.id"]?.toSpanAttribute() == .string(id.description))
        }
    }

    @Test
    func whatNobodyTracesHasNoTrace() async throws {
        let gate = Gate()
        gate.open()
        try await EngineHarness.with(try gate.functions()) { harness in
            try await harness.create(EffectTests.asking())
            let done = try await harness.run(["n": 1])
            #expect(done.status == .completed)
            let events = try await harness.engine.history(of: done.id, after: 0, limit: 1)
            let started = try #require(events.first)
            #expect(try JSONParser.parse(started.payload)["trace"] == nil)
        }
    }
}
