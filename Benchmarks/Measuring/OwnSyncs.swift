// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The syncs that the database really does while a load runs, and how long they take.
///
/// A sync in a tight loop takes half as long as one after a pause, so a load cannot be compared with syncs that were
/// measured before or after it. This program's `fdatasync` stands before the system's and takes the time.
struct OwnSyncs {
    private(set) var count = 0
    private(set) var seconds = 0.0

    private static let all = Mutex(OwnSyncs())
    private static let system: @convention(c) (Int32) -> Int32 = {
        guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: -1), "fdatasync") else {
            fatalError("The system has no fdatasync.")
        }
        return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    }()

    /// Those since the program began.
    static var soFar: OwnSyncs { self.all.withLock { $0 } }

    static func - (after: OwnSyncs, before: OwnSyncs) -> OwnSyncs {
        OwnSyncs(count: after.count - before.count, seconds: after.seconds - before.seconds)
    }

    fileprivate static func sync(_ descriptor: Int32) -> Int32 {
        let watch = Stopwatch()
        let status = self.system(descriptor)
        let seconds = watch.seconds
        self.all.withLock { all in
            all.count += 1
            all.seconds += seconds
        }
        return status
    }
}

/// How long one execution took, when none ran beside it, and the syncs in it.
struct Sample {
    let seconds: Double
    let syncs: OwnSyncs

    /// How many times as long as its syncs it took.
    var toSyncs: Double { self.seconds / self.syncs.seconds }
}

/// Takes samples.
struct SampleWatch {
    private let syncs = OwnSyncs.soFar
    private let watch = Stopwatch()

    var sample: Sample { Sample(seconds: self.watch.seconds, syncs: OwnSyncs.soFar - self.syncs) }
}

extension [Sample] {
    var latency: Latency { Latency(self.map(\.seconds)) }

    /// What they have of syncs: how many each, and the middle of what these take together.
    ///
    /// The executions are compared with their own syncs one by one; the middle of a sum is not the sum of the middles.
    var syncFigures: [Figure] {
        [
            Figure("syncs each", Double(self.reduce(0) { $0 + $1.syncs.count }) / Double(self.count), .ratio),
            Figure("in syncs", self.map(\.syncs.seconds).median, .duration),
            Figure("p50/syncs", self.toSyncs, .ratio),
        ]
    }

    /// How many times as long as its syncs the middle one took.
    var toSyncs: Double { self.map(\.toSyncs).median }
}

/// What SQLite calls.
@_cdecl("fdatasync")
public func timedSync(_ descriptor: Int32) -> Int32 { OwnSyncs.sync(descriptor) }
