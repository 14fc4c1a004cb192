// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Reads `error_handling` and its other name `retry_policy`.
struct ErrorHandlingDecoder {
    let limits: DefinitionLimits

    func decode(_ step: FieldReader) -> ErrorHandling {
        var action = ErrorHandling.Action.fail
        var fallback = ValueTemplate.literal(.null)
        var policy: RetryPolicy?
        if let reader = step.reader("error_handling") {
            action = reader.choice("on_error", ErrorHandling.Action.self) ?? .fail
            fallback = reader.template("fallback_value") ?? fallback
            if reader.value("fallback_value") != nil, action != .continue {
                let hint = "Set on_error to 'continue', or leave the fallback out."
                let message = "fallback_value is stored only by on_error 'continue'."
                reader.warning("fallback-unused", "fallback_value", message, hint: hint)
            }
            policy = self.retryCount(reader)
            if let retry = reader.reader("retry") { policy = self.policy(retry) }
            reader.finish()
        }
        if let retry = step.reader("retry_policy") {
            if step.object["error_handling"]?["retry"] != nil || step.object["error_handling"]?["retry_count"] != nil {
                step.problem("alias-mixed", "retry_policy", "'retry_policy' is another name of 'error_handling.retry'.")
            }
            policy = self.policy(retry)
        }
        return ErrorHandling(retry: policy ?? .never, onError: action, fallback: fallback)
    }

    /// `retry_count: 3` is short for four attempts with exponential delays.
    private func retryCount(_ reader: FieldReader) -> RetryPolicy? {
        guard let count = reader.int("retry_count", in: 0...self.limits.attempts - 1) else { return nil }
        if reader.has("retry") {
            reader.problem("alias-mixed", "retry_count", "'retry_count' is short for 'retry'; write one of them.")
        }
        return count == 0 ? .never : RetryPolicy(strategy: .exponential, maxAttempts: count + 1)
    }

    private func policy(_ reader: FieldReader) -> RetryPolicy {
        let strategy = reader.choice("strategy", RetryPolicy.Strategy.self) ?? .exponential
        let attempts = reader.int("max_attempts", in: 1...self.limits.attempts)
        var policy = RetryPolicy(strategy: strategy, maxAttempts: attempts ?? 4)
        policy.initialDelay = reader.duration("initial_delay") ?? policy.initialDelay
        policy.maxDelay = reader.duration("max_delay") ?? max(policy.maxDelay, policy.initialDelay)
        policy.jitter = reader.bool("jitter") ?? policy.jitter
        policy.retryOn = reader.strings("retry_on") ?? []
        if let multiplier = reader.number("multiplier") {
            if (1...100).contains(multiplier) {
                policy.multiplier = multiplier
            } else {
                reader.problem(
                    "value-out-of-range",
                    "multiplier",
                    "multiplier must be from 1 to 100, not \(multiplier)."
                )
            }
        }
        if policy.maxDelay < policy.initialDelay {
            reader.problem("value-out-of-range", "max_delay", "max_delay is shorter than initial_delay.")
        }
        reader.finish()
        return strategy == .none ? .never : policy
    }
}
