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
        let history = try await self.history(of: id)
        let graphs = try await self.graphs(of: history, version)
        return try LiveExecution(id: id, version: version, graphs: graphs, history: history)
    }

    /// Why an execution is where it is.
    ///
    /// - Throws: ``SkeinError`` `execution-not-found`, `storage-unavailable` when its history cannot be read.
    func explanation(of id: ExecutionID) async throws -> Explanation {
        let version = try await self.version(of: id)
        do {
            let stored = try await self.history(of: id)
            let graphs = try await self.graphs(of: stored, version)
            let history = try stored.map { record in
                (try Event(kind: record.kind, payload: try JSONParser.parse(record.payload)), record.at)
            }
            return try Explanation(of: history, graphs: graphs)
        } catch let error as HistoryError {
            throw SkeinError(.storageUnavailable, "The history of \(id) cannot be read: \(error.message)", cause: error)
        }
    }

    /// The version that an execution is pinned to.
    private func version(of id: ExecutionID) async throws -> CompiledVersion {
        guard let record = try await self.storage.execution(id) else { throw try await self.storage.absence(of: id) }
        return try await self.library.cache.version(record.version, of: record.definitionID)
    }

    /// The versions that an execution was pinned to; one that was never retried on a newer one has a single one.
    private func graphs(of history: [EventRecord], _ current: CompiledVersion) async throws -> GraphTimeline {
        var changes: [(sequence: Int, version: Int)] = []
        for record in history where record.kind == "retried" {
            let version = try JSONParser.parse(record.payload)["definition"]?["version"]?.int
            if let version { changes.append((record.sequence, Int(version))) }
        }
        guard !changes.isEmpty, let first = history.first else { return GraphTimeline(current.graph) }
        let started = try JSONParser.parse(first.payload)["definition"]?["version"]?.int ?? 0
        let cache = self.library.cache
        var graphs = GraphTimeline(try await cache.version(Int(started), of: current.definitionID).graph)
        for change in changes {
            graphs.change(
                to: try await cache.version(change.version, of: current.definitionID).graph,
                at: change.sequence
            )
        }
        return graphs
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
