// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The syncs that the database really does while a load runs, and how long each takes.
///
/// A sync in a tight loop takes half as long as one after a pause, so a load cannot be compared with syncs that were
/// measured before or after it. This program's `fdatasync` stands before the system's and takes the time.
enum OwnSyncs {
    private static let samples = Mutex<[Double]?>(nil)
    private static let system: @convention(c) (Int32) -> Int32 = {
        guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: -1), "fdatasync") else {
            fatalError("The system has no fdatasync.")
        }
        return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    }()

    /// Begins to take times.
    static func start() { self.samples.withLock { $0 = [] } }

    /// Ends it, and gives what was taken, in seconds.
    static func stop() -> [Double] {
        self.samples.withLock { samples in
            defer { samples = nil }
            return samples ?? []
        }
    }

    fileprivate static func sync(_ descriptor: Int32) -> Int32 {
        let watch = Stopwatch()
        let status = self.system(descriptor)
        let seconds = watch.seconds
        self.samples.withLock { $0?.append(seconds) }
        return status
    }
}

/// What SQLite calls.
@_cdecl("fdatasync")
public func timedSync(_ descriptor: Int32) -> Int32 { OwnSyncs.sync(descriptor) }
