// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Runs work that must answer within a time.
enum Deadline {
    /// Runs the work and reports its answer; when its time is over, reports a failure and cancels it.
    ///
    /// The report comes as soon as either is known. The call itself returns when the work has ended: work that does
    /// not heed its cancellation keeps its place on the pool, and its late answer is dropped. When the surrounding task
    /// is cancelled nothing is reported, because the work may not have been done.
    ///
    /// - Parameters:
    ///   - limit: How long the work may take.
    ///   - clock: Whose time counts.
    ///   - work: What to run.
    ///   - expired: The failure to report when the time is over.
    ///   - report: Called once, or never when the surrounding task is cancelled.
    static func run<Value: Sendable>(
        _ limit: Duration,
        clock: any EngineClock,
        _ work: @escaping @Sendable () async -> Result<Value, Failure>,
        expired: @escaping @Sendable () -> Failure,
        report: (Result<Value, Failure>) -> Void
    ) async {
        await withTaskGroup(of: Result<Value, Failure>?.self) { group in
            group.addTask { await work() }
            group.addTask {
                do {
                    try await clock.sleep(for: limit)
                    return .failure(expired())
                } catch {
                    return nil
                }
            }
            // `nil` first means that the sleep was cancelled, which only the surrounding task can have caused.
            if let first = await group.next(), let answer = first, !Task.isCancelled { report(answer) }
            group.cancelAll()
        }
    }
}
