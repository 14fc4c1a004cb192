// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

@Suite
struct RetryPolicyTests {
    private static let failure = Failure(code: "boom", message: "No", isRetryable: true)

    @Test(arguments: [
        (RetryPolicy.Strategy.fixed, [2, 2, 2, 2]), (.linear, [2, 4, 6, 8]), (.exponential, [2, 6, 18, 20]),
        (.none, [0, 0, 0, 0]),
    ])
    func delaysFollowTheStrategyUpToTheMaximum(_ strategy: RetryPolicy.Strategy, _ seconds: [Int]) {
        var policy = RetryPolicy(strategy: strategy, maxAttempts: 5, initialDelay: .seconds(2), multiplier: 3)
        policy.maxDelay = .seconds(20)
        policy.jitter = false
        let delays = (1...4).map { policy.delay(afterAttempt: $0, failure: Self.failure, random: 0) }
        #expect(delays == seconds.map { .seconds($0) })
    }

    @Test(arguments: [0, 1, .max / 2, .max] as [UInt64])
    func jitterTakesAtMostHalf(_ random: UInt64) {
        let policy = RetryPolicy(strategy: .fixed, maxAttempts: 3, initialDelay: .seconds(10))
        let delay = policy.delay(afterAttempt: 1, failure: Self.failure, random: random)
        #expect(delay >= .seconds(5) && delay <= .seconds(10))
    }

    @Test
    func hugeAttemptsAndMultipliersStayAtTheMaximum() {
        let policy = RetryPolicy(
            strategy: .exponential,
            maxAttempts: .max,
            initialDelay: .seconds(1),
            multiplier: 100,
            jitter: false
        )
        #expect(policy.delay(afterAttempt: 1_000_000, failure: Self.failure, random: 0) == .seconds(60))
    }

    @Test(
        arguments: [
            ([], "x", true, true), ([], "x", false, false), (["timeout"], "timeout", false, true),
            (["timeout"], "x", true, false),
            (["transient"], "x", true, true), (["transient"], "x", false, false), (["a", "b"], "b", false, true),
        ] as [([String], String, Bool, Bool)]
    )
    func retryOnPicksTheFailures(_ codes: [String], _ code: String, _ isRetryable: Bool, _ isAllowed: Bool) {
        let policy = RetryPolicy(strategy: .fixed, maxAttempts: 2, retryOn: codes)
        let failure = Failure(code: code, message: "", isRetryable: isRetryable)
        #expect(policy.allowsRetry(of: failure, afterAttempt: 1) == isAllowed)
        #expect(!policy.allowsRetry(of: failure, afterAttempt: 2))
        #expect(!RetryPolicy.never.allowsRetry(of: failure, afterAttempt: 1))
    }

    @Test
    func aLongInitialDelayRaisesTheMaximumThatNobodyWrote() throws {
        let step = Sample.function("a", #""error_handling":{"retry":{"initial_delay":"5m"}}"#)
        let graph = try DefinitionDecoder().graph(try Sample.definition([step]))
        #expect(graph.node(named: "a")?.step.errorHandling.retry.maxDelay == .seconds(300))
    }

    @Test(arguments: [
        Fault(#""step_name":"a","handler_name":"run""#, "name-malformed", "/workflow_steps/0/handler_name"),
        Fault(#""id":"a/b","function_to_call":"t.f""#, "name-malformed", "/workflow_steps/0/id"),
        Fault(
            Sample.function("a", #""timeout_seconds":1e-9"#),
            "value-out-of-range",
            "/workflow_steps/0/timeout_seconds"
        ),
    ])
    func aFaultStandsAtTheFieldThatWasWritten(_ fault: Fault) throws { try fault.check() }
}
