// SPDX-License-Identifier: Apache-2.0

import Instrumentation
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import Tracing

/// Makes spans of executions, their step runs, and the attempts of their functions.
///
/// All of them belong to the trace of the request that started the execution: its identity stands in the history, so
/// what happens after a restart, or weeks later, joins the same trace. An execution and its step runs may last longer
/// than the process, so their spans are made when they end, with the times that the history tells.
struct ExecutionTracer: Sendable {
    private let tracer: any Tracer
    private let isOn: Bool

    init(_ tracer: any Tracer) {
        self.tracer = tracer
        self.isOn = !(tracer is NoOpTracer)
    }

    /// The identity of the trace that the caller is in, to be kept in the history; empty when nobody traces.
    var carrier: [String: String] {
        guard self.isOn, let context = ServiceContext.current else { return [:] }
        var carrier: [String: String] = [:]
        self.tracer.inject(context, into: &carrier, using: DictionaryCarrier())
        return carrier
    }

    /// Makes the spans of what a turn ended, once it is durable.
    func record(_ turn: TurnCommit, of execution: LiveExecution) {
        guard self.isOn, let started = execution.state.started else { return }
        let parent = self.context(of: started.trace)
        for run in turn.stepRuns where run.status.isTerminal && run.status != .compensated {
            guard let endedAt = run.endedAt else { continue }
            let span = self.tracer.startSpan(
                "step \(run.stepName)",
                context: parent,
                at: TraceInstant(run.startedAt)
            )
            self.describe(span, execution.id, run.path)
            span.attributes["skein.step.status"] = run.status.rawValue
            span.attributes["skein.step.attempts"] = run.attempt
            if let code = run.failureCode { span.setStatus(SpanStatus(code: .error, message: code)) }
            span.end(at: TraceInstant(endedAt))
        }
        guard let endedAt = execution.state.endedAt, turn.events.contains(where: { $0.kind == "execution_ended" })
        else {
            return
        }
        let span = self.tracer.startSpan(
            "execution \(started.definition.key)",
            context: parent,
            at: TraceInstant(execution.state.startedAt)
        )
        self.describe(span, execution.id, nil)
        span.attributes["skein.definition.version"] = started.definition.version
        span.attributes["skein.execution.status"] = execution.state.status.rawValue
        if let failure = execution.state.failure {
            span.setStatus(SpanStatus(code: .error, message: failure.code))
        }
        span.end(at: TraceInstant(endedAt))
    }

    /// Runs an attempt of a function within a span, which the function's own spans become children of.
    func attempt(
        _ assignment: TaskDispatcher.Assignment,
        _ body: () async -> Result<JSONValue, Failure>
    ) async -> Result<JSONValue, Failure> {
        guard self.isOn else { return await body() }
        let task = assignment.task
        let parent = self.context(of: assignment.started?.trace ?? [:])
        let span = self.tracer.startSpan("attempt \(task.work.name)", context: parent)
        self.describe(span, assignment.execution, task.path)
        span.attributes["skein.attempt"] = task.attempt
        let result = await ServiceContext.$current.withValue(span.context) { await body() }
        if case .failure(let failure) = result {
            span.setStatus(SpanStatus(code: .error, message: failure.code))
        }
        span.end()
        return result
    }

    private func describe(_ span: any Span, _ id: ExecutionID, _ path: String?) {
        span.attributes["skein.execution.id"] = id.description
        if let path { span.attributes["skein.step.path"] = path }
    }

    private func context(of carrier: [String: String]) -> ServiceContext {
        var context = ServiceContext.topLevel
        self.tracer.extract(carrier, into: &context, using: DictionaryCarrier())
        return context
    }
}

/// Writes and reads the identity of a trace.
private struct DictionaryCarrier: Injector, Extractor {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }

    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
}

/// A time of the history as tracers want it.
private struct TraceInstant: TracerInstant {
    let nanosecondsSinceEpoch: UInt64

    init(_ time: Timestamp) { self.nanosecondsSinceEpoch = UInt64(max(time.microseconds, 0)) * 1000 }

    static func < (left: Self, right: Self) -> Bool { left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch }
}
