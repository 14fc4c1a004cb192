// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Ends the process when one input takes too long, and says which.
///
/// It measures the time of the processor, since a run that is to disturb nobody may wait for it a long time.
/// Only long runs have one: what the tests check is counted, not timed.
final class Watchdog: Sendable {
    private struct State {
        var input: [UInt8] = []
        var began = Watchdog.seconds
        var isOver = false
    }

    private let state = Mutex(State())

    init(limit: Double) {
        let thread = Thread { [self] in
            while !self.state.withLock({ $0.isOver }) {
                Thread.sleep(forTimeInterval: 0.5)
                self.state.withLock { state in
                    guard !state.isOver, Self.seconds - state.began > limit else { return }
                    fatalError(
                        "longer than \(limit) s: \(String(decoding: state.input, as: UTF8.self).debugDescription)"
                    )
                }
            }
        }
        thread.start()
    }

    func begin(_ input: [UInt8]) {
        self.state.withLock {
            $0.input = input
            $0.began = Self.seconds
        }
    }

    private static var seconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

    func end() { self.state.withLock { $0.isOver = true } }
}
