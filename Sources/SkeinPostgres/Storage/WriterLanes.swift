// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// The writers of turns, each of which does one transaction at a time.
///
/// While one of them waits for its server process or for the disk, another one's goes on. The first one is preferred.
final class WriterLanes: Sendable {
    private let writers: [Writer]
    /// The numbers of those that are free.
    private let free: Mutex<[Int]>
    private let places: DispatchSemaphore

    init(_ writers: [Writer]) {
        self.writers = writers
        self.free = Mutex(Array(writers.indices))
        self.places = DispatchSemaphore(value: writers.count)
    }

    var count: Int { self.writers.count }

    /// Runs `body` with a writer that nobody else has here, and blocks the caller until there is one.
    func with<Value>(_ body: (Writer) throws -> Value) rethrows -> Value {
        self.places.wait()
        let number = self.free.withLock { free in
            let number = free.min() ?? 0
            free.removeAll { $0 == number }
            return number
        }
        defer {
            self.free.withLock { $0.append(number) }
            self.places.signal()
        }
        return try body(self.writers[number])
    }

    /// Closes the connections, so that another process can take over.
    func close() { for writer in self.writers.reversed() { writer.close() } }
}
