// SPDX-License-Identifier: Apache-2.0

/// What happens when a step's attempt fails.
package struct ErrorHandling: Sendable {
    /// What a step's final failure does.
    package enum Action: String, Sendable, CaseIterable {
        /// Fails the execution.
        case fail
        /// Skips the step: its output is `null`.
        case skip
        /// Goes on with the fallback value as the step's output.
        case `continue`
        /// Undoes the completed steps in reverse order, and fails the execution.
        case compensate
    }

    package let retry: RetryPolicy
    package let onError: Action
    /// What `continue` stores; it may read `$error`.
    package let fallback: ValueTemplate
}

/// What undoes a completed step: a function and its input.
package struct CompensationAction: Sendable {
    package let function: String
    /// It may read what the step came to, and `$error`.
    package let input: ValueTemplate
}
