// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Synchronization

/// Executions that are read at the same time, each at its place.
///
/// They are kept here and not handed through the results of a task group: optimised by Swift 6.3.1, a group whose
/// results are tuples with an execution reads them from where nothing was written.
final class LoadedExecutions: Sendable {
    private let places: Mutex<[Result<LiveExecution, any Error>?]>

    init(count: Int) { self.places = Mutex(Array(repeating: nil, count: count)) }

    func load(_ id: ExecutionID, at place: Int, _ loader: ExecutionLoader) async {
        do {
            let execution = try await loader.load(id)
            self.places.withLock { $0[place] = .success(execution) }
        } catch {
            self.places.withLock { $0[place] = .failure(error) }
        }
    }

    /// Hands an execution over; a second reference would make every change of its state a copy of the whole.
    ///
    /// - Throws: Why it could not be read.
    func take(_ place: Int) throws -> LiveExecution {
        guard let result = self.places.withLock({ $0[place].take() }) else { throw CancellationError() }
        return try result.get()
    }
}
