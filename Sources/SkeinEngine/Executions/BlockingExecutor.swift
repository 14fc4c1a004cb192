// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// A thread for one task that has to wait for the disk.
///
/// Swift's own threads are as few as the machine has cores; a task that blocked one would hold up all others.
final class BlockingExecutor: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) { self.queue = DispatchQueue(label: label, qos: .userInitiated) }

    /// Runs a part of a task.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
