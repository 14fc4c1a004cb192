// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel

/// An event for an execution, and who waits for what becomes of it.
struct Delivery: Sendable {
    let event: IncomingEvent
    /// What a start needs beside its event.
    let start: StartContext?
    /// The version that a failed execution is to go on with.
    let upgrade: CompiledVersion?
    /// Called once, when the turn that took the event is durable, or has failed.
    let reply: (@Sendable (Result<TurnOutcome, any Error>) -> Void)?

    init(
        event: IncomingEvent,
        start: StartContext? = nil,
        upgrade: CompiledVersion? = nil,
        reply: (@Sendable (Result<TurnOutcome, any Error>) -> Void)? = nil
    ) {
        self.event = event
        self.start = start
        self.upgrade = upgrade
        self.reply = reply
    }
}

/// What one turn takes up: the events that have arrived for an execution.
struct Mail: Sendable {
    let id: ExecutionID
    let deliveries: [Delivery]
    /// The tasks that this node runs already, with their attempts, if it has to look at the execution anew.
    let look: [String: Int]?
}
