// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Threads for computations that take long, so that they do not hold up the few that run everything else.
enum HeavyPool {
    private static let queue = DispatchQueue(label: "skein.heavy", attributes: .concurrent)

    /// Runs a computation on the pool.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            self.queue.async { continuation.resume(returning: work()) }
        }
    }
}
