// SPDX-License-Identifier: Apache-2.0

/// How long things may take; each one that is over ends an attempt, or the step.
package struct StepClocks: Hashable, Sendable {
    /// One attempt, from its start; `nil` when the document does not say.
    package var attempt: Duration?
    /// How long an attempt may wait for a place to run in.
    package var scheduleToStart: Duration?
    /// How long an attempt may be silent.
    package var heartbeat: Duration?
    /// The step as a whole, with all attempts and the waits between them.
    package var total: Duration?

    package init(
        attempt: Duration? = nil,
        scheduleToStart: Duration? = nil,
        heartbeat: Duration? = nil,
        total: Duration? = nil
    ) {
        self.attempt = attempt
        self.scheduleToStart = scheduleToStart
        self.heartbeat = heartbeat
        self.total = total
    }

    /// How long an attempt may take when the document does not say.
    package static let standardAttempt = Duration.seconds(300)
}
