// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Watches over work that has to give signs of life.
final class Heartbeat: Sendable {
    private let limit: Duration
    private let deadlines: DeadlineWatch
    private let onSilence: @Sendable () -> Void
    /// The deadline of the next sign; `nil` once the work has ended.
    private let next: Mutex<DeadlineWatch.Ticket?>

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - limit: How long the work may be silent.
    ///   - deadlines: What measures the time.
    ///   - onSilence: Called when it has been silent for too long.
    init(limit: Duration, _ deadlines: DeadlineWatch, onSilence: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.deadlines = deadlines
        self.onSilence = onSilence
        self.next = Mutex(deadlines.set(after: limit, onSilence))
    }

    /// The work lives.
    func beat() {
        self.next.withLock { next in
            guard let ticket = next else { return }
            self.deadlines.cancel(ticket)
            next = self.deadlines.set(after: self.limit, self.onSilence)
        }
    }

    /// The work has ended.
    func end() {
        self.next.withLock { next in
            if let ticket = next.take() { self.deadlines.cancel(ticket) }
        }
    }
}
