// SPDX-License-Identifier: Apache-2.0

public import SkeinModel

/// Swift code that steps call, by name.
public struct Function: Sendable {
    /// What running it may do, which decides when and where it runs.
    public enum Kind: String, Sendable {
        /// Computes a value from its input, in less than about a millisecond. It runs inside the turn, and its result
        /// is stored together with whatever comes next.
        case pure
        /// Computes a value from its input, and takes longer. It runs on the pool; running it again does no harm.
        case heavy
        /// Changes or asks something outside. It runs after its task is durable, at least once: after a crash it may
        /// run again with the same idempotency key.
        case effect
    }

    /// How the code is called.
    package enum Body: Sendable {
        case synchronous(@Sendable (JSONValue) throws -> JSONValue)
        case asynchronous(@Sendable (JSONValue, FunctionContext) async throws -> JSONValue)
    }

    /// `tool.function`, as definitions write it.
    public let name: String
    /// Which edition of the code it is; recorded with each result.
    public let version: Int
    /// What running it may do.
    public let kind: Kind
    /// The JSON Schema of its input; `nil` when it takes anything.
    public let inputSchema: JSONValue?
    /// The JSON Schema of its output; `nil` when it may be anything.
    public let outputSchema: JSONValue?
    /// One sentence for people.
    public let summary: String
    package let body: Body
}

/// What a function is told beside its input.
public struct FunctionContext: Sendable {
    /// The execution that calls it.
    public let executionID: ExecutionID
    /// The step that calls it.
    public let stepPath: String
    /// Which attempt this is, from 1.
    public let attempt: Int
    /// A key that stays the same when this attempt runs again after a crash, for use with other systems.
    public let idempotencyKey: String
    private let sign: @Sendable () -> Void

    /// Gives a sign of life: a step with `heartbeat_seconds` gives up a function that is silent for longer.
    public func heartbeat() { self.sign() }

    /// Makes a context.
    package init(
        executionID: ExecutionID,
        stepPath: String,
        attempt: Int,
        heartbeat: @escaping @Sendable () -> Void = {}
    ) {
        self.executionID = executionID
        self.stepPath = stepPath
        self.attempt = attempt
        self.sign = heartbeat
        self.idempotencyKey = "\(executionID):\(stepPath):\(attempt)"
    }
}
