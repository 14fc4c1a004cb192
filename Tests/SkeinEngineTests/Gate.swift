// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import Synchronization

/// An effect that a test holds: it says when it was called, and answers when the test lets it.
final class Gate: Sendable {
    /// One call of the effect.
    struct Call: Sendable {
        let key: String
        let attempt: Int
        let input: JSONValue
    }

    private let calls: AsyncStream<Call>
    private let call: AsyncStream<Call>.Continuation
    private let answers: AsyncStream<Result<JSONValue, Failure>>
    private let answer: AsyncStream<Result<JSONValue, Failure>>.Continuation
    private let log = Mutex<[Call]>([])

    init() {
        (self.calls, self.call) = AsyncStream.makeStream(of: Call.self)
        (self.answers, self.answer) = AsyncStream.makeStream(of: Result<JSONValue, Failure>.self)
    }

    /// Every call so far.
    var called: [Call] { self.log.withLock { $0 } }

    /// The idempotency keys of every call so far.
    var keys: [String] { self.called.map(\.key) }

    /// Waits for the next call.
    func nextCall() async -> Call? { await self.calls.first { _ in true } }

    /// Lets a call answer; answers wait for calls.
    func open(with result: Result<JSONValue, Failure> = .success(["done": true])) { self.answer.yield(result) }

    /// Registers the effect.
    func register(_ name: String, in registry: inout FunctionRegistry) throws {
        try registry.register(
            name,
            effectJSON: { input, context in
                let call = Call(key: context.idempotencyKey, attempt: context.attempt, input: input)
                self.log.withLock { $0.append(call) }
                self.call.yield(call)
                guard let result = await self.answers.first(where: { _ in true }) else { throw CancellationError() }
                return try result.get()
            }
        )
    }

    /// The sample's functions, and this effect as `outside.ask`.
    func functions() throws -> FunctionRegistry {
        var registry = try Sample.functions()
        try self.register("outside.ask", in: &registry)
        return registry
    }
}
