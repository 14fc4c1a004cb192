// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// Ends the process when one input takes too long, and says which.
///
/// Only long runs have one: what the tests check is counted, not timed.
final class Watchdog: Sendable {
    private struct State {
        var input: [UInt8] = []
        var began = ContinuousClock.now
        var isOver = false
    }

    private let state = Mutex(State())

    init(limit: Duration) {
        let thread = Thread { [self] in
            while !self.state.withLock({ $0.isOver }) {
                Thread.sleep(forTimeInterval: 0.5)
                self.state.withLock { state in
                    guard !state.isOver, ContinuousClock.now - state.began > limit else { return }
                    fatalError("longer than \(limit): \(String(decoding: state.input, as: UTF8.self).debugDescription)")
                }
            }
        }
        thread.start()
    }

    func begin(_ input: [UInt8]) {
        self.state.withLock {
            $0.input = input
            $0.began = ContinuousClock.now
        }
    }

    func end() { self.state.withLock { $0.isOver = true } }
}
