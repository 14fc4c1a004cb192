// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension DeadlineWatch {
    /// Runs the work and reports its answer; when its time is over, reports a failure and cancels it.
    ///
    /// The report comes as soon as either is known. The call itself returns when the work has ended: work that does
    /// not heed its cancellation keeps its place on the pool, and its late answer is dropped. When the surrounding task
    /// is cancelled nothing is reported, because the work may not have been done.
    ///
    /// - Parameters:
    ///   - work: What to run.
    ///   - limit: How long the work may take.
    ///   - expired: The failure to report when the time is over.
    ///   - report: Called once, or never when the surrounding task is cancelled.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () async -> Result<Value, Failure>,
        within limit: Duration,
        expired: @escaping @Sendable () -> Failure,
        report: (Result<Value, Failure>) -> Void
    ) async {
        await withTaskGroup(of: Result<Value, Failure>?.self) { group in
            group.addTask { await work() }
            group.addTask { await self.expires(after: limit) ? .failure(expired()) : nil }
            // `nil` first means that the wait was cancelled, which only the surrounding task can have caused.
            if let first = await group.next(), let answer = first, !Task.isCancelled { report(answer) }
            group.cancelAll()
        }
    }

    /// The first value of a stream; `nil` when it ends, or when the time is over.
    func first<Value: Sendable>(of stream: AsyncStream<Value>, within limit: Duration) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await stream.first { _ in true } }
            group.addTask {
                _ = await self.expires(after: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
