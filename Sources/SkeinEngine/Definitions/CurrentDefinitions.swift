// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage
import Synchronization

/// The definitions that were asked for last, as they stand, so that a start needs no read.
///
/// Only this process changes definitions of its database, always through ``DefinitionLibrary``, which forgets what it
/// changes. A number counts the changes, so that a read that began before one is not kept.
final class CurrentDefinitions: Sendable {
    private struct State {
        var records: [DefinitionSelector: DefinitionRecord] = [:]
        var changes = 0
        /// Whether changes that others make are heard of.
        var isTrusted = true
    }

    private static let capacity = 10_000
    private let state = Mutex(State())

    /// The definition that a selector names.
    func find(_ selector: DefinitionSelector, in storage: any Storage) async throws -> DefinitionRecord? {
        let (known, changes) = self.state.withLock { ($0.isTrusted ? $0.records[selector] : nil, $0.changes) }
        if let known { return known }
        guard let record = try await storage.definition(selector) else { return nil }
        self.state.withLock { state in
            guard state.changes == changes else { return }
            if state.records.count >= Self.capacity { state.records = [:] }
            state.records[selector] = record
        }
        return record
    }

    /// Forgets everything; called after each change.
    func forget() {
        self.state.withLock { state in
            state.records = [:]
            state.changes += 1
        }
    }

    /// Forgets everything, and asks the database each time until ``trust()``: others may change definitions unheard.
    func distrust() {
        self.state.withLock { $0.isTrusted = false }
        self.forget()
    }

    /// Changes that others make are heard of from now on.
    func trust() {
        self.forget()
        self.state.withLock { $0.isTrusted = true }
    }
}
