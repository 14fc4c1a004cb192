// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// When and how often a failed attempt is tried again.
package struct RetryPolicy: Hashable, Sendable {
    /// How the delay grows from one attempt to the next.
    package enum Strategy: String, Sendable, CaseIterable {
        /// No second attempt.
        case none
        /// The initial delay, always.
        case fixed
        /// The initial delay times the number of failed attempts.
        case linear
        /// The initial delay, multiplied anew after each failed attempt.
        case exponential
    }

    package var strategy: Strategy
    /// How many attempts there are in all, the first included.
    package var maxAttempts: Int
    package var initialDelay: Duration
    package var multiplier: Double
    package var maxDelay: Duration
    /// Whether the delay is shortened by a random part, so that many failures do not come back at once.
    package var jitter: Bool
    /// The failure codes that are worth another attempt; empty for every retryable failure.
    package var retryOn: [String]

    /// One attempt only.
    package static let never = RetryPolicy(strategy: .none, maxAttempts: 1)

    package init(
        strategy: Strategy,
        maxAttempts: Int,
        initialDelay: Duration = .seconds(1),
        multiplier: Double = 2,
        maxDelay: Duration = .seconds(60),
        jitter: Bool = true,
        retryOn: [String] = []
    ) {
        self.strategy = strategy
        self.maxAttempts = maxAttempts
        self.initialDelay = initialDelay
        self.multiplier = multiplier
        self.maxDelay = maxDelay
        self.jitter = jitter
        self.retryOn = retryOn
    }

    /// The codes of attempts that took too long, in one way or another.
    private static let timeouts: Set = ["timeout", "heartbeat-timeout", "schedule-to-start-timeout"]

    /// Whether the failure of an attempt leads to another one.
    ///
    /// `retry_on` names codes; `transient` stands for every retryable failure, `timeout` for attempts that took too
    /// long. Without it every failure that says it is retryable qualifies.
    ///
    /// - Parameters:
    ///   - failure: Why the attempt failed.
    ///   - attempt: Which attempt failed, from 1.
    /// - Returns: Whether another attempt follows.
    package func allowsRetry(of failure: Failure, afterAttempt attempt: Int) -> Bool {
        guard self.strategy != .none, attempt < self.maxAttempts else { return false }
        guard !self.retryOn.isEmpty else { return failure.isRetryable }
        if self.retryOn.contains(failure.code) { return true }
        if self.retryOn.contains("timeout"), Self.timeouts.contains(failure.code) { return true }
        return self.retryOn.contains("transient") && failure.isRetryable
    }

    /// How long to wait after a failed attempt.
    ///
    /// Jitter takes between the whole and half of the delay. A failure's own `retryAfter` is never undercut.
    ///
    /// - Parameters:
    ///   - attempt: Which attempt failed, from 1.
    ///   - failure: Why it failed.
    ///   - random: Random bits; only used for jitter.
    /// - Returns: The time until the next attempt.
    package func delay(afterAttempt attempt: Int, failure: Failure, random: UInt64) -> Duration {
        let initial = Double(self.initialDelay.microseconds)
        var delay: Double =
            switch self.strategy {
            case .none: 0
            case .fixed: initial
            case .linear: initial * Double(attempt)
            case .exponential: initial * Self.power(self.multiplier, attempt - 1)
            }
        delay = min(delay, Double(self.maxDelay.microseconds))
        if self.jitter { delay *= 0.5 + 0.5 * Double(random >> 11) / Double(1 << 53 as UInt64) }
        let chosen = Duration.microseconds(Int64(delay.rounded()))
        return max(chosen, failure.retryAfter ?? .zero)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<min(exponent, 1100) where result < 1e18 { result *= base }
        return result
    }
}
