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
    }

    package let retry: RetryPolicy
    package let onError: Action
    /// What `continue` stores; it may read `$error`.
    package let fallback: ValueTemplate
}
