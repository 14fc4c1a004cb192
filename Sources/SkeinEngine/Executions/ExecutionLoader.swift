// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// Reads executions from their histories.
struct ExecutionLoader: Sendable {
    let storage: any Storage
    let library: DefinitionLibrary

    /// How many events are read at a time.
    private static let pageSize = 2000

    /// The execution as its history tells it.
    ///
    /// - Throws: ``SkeinError`` `execution-not-found`.
    func load(_ id: ExecutionID) async throws -> LiveExecution {
        let version = try await self.version(of: id)
        return try LiveExecution(id: id, version: version, history: try await self.history(of: id))
    }

    /// Why an execution is where it is.
    ///
    /// - Throws: ``SkeinError`` `execution-not-found`, `storage-unavailable` when its history cannot be read.
    func explanation(of id: ExecutionID) async throws -> Explanation {
        let version = try await self.version(of: id)
        do {
            let history = try await self.history(of: id).map { stored in
                (try Event(kind: stored.kind, payload: try JSONParser.parse(stored.payload)), stored.at)
            }
            return try Explanation(of: history, graph: version.graph)
        } catch let error as HistoryError {
            throw SkeinError(.storageUnavailable, "The history of \(id) cannot be read: \(error.message)", cause: error)
        }
    }

    /// The version that an execution is pinned to.
    private func version(of id: ExecutionID) async throws -> CompiledVersion {
        guard let record = try await self.storage.execution(id) else {
            throw SkeinError(.executionNotFound, "There is no execution '\(id)'.")
        }
        return try await self.library.cache.version(record.version, of: record.definitionID)
    }

    /// All events of an execution.
    func history(of id: ExecutionID) async throws -> [EventRecord] {
        var history: [EventRecord] = []
        while true {
            let last = history.last?.sequence ?? 0
            let page = try await self.storage.history(of: id, after: last, limit: Self.pageSize)
            history += page
            if page.count < Self.pageSize { return history }
        }
    }
}
