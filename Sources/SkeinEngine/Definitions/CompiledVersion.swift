// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinInterpreter
package import SkeinModel
import SkeinStorage
import Synchronization

/// A version that is ready to run.
package final class CompiledVersion: Sendable {
    package let definitionID: DefinitionID
    package let reference: DefinitionReference
    package let graph: Graph
    let interpreter: Interpreter

    init(_ record: VersionRecord, graph: Graph) {
        self.definitionID = record.definitionID
        self.reference = DefinitionReference(
            key: record.key,
            version: record.version,
            contentHash: record.contentHash
        )
        self.graph = graph
        self.interpreter = Interpreter(
            graph: graph,
            digest: HashChain.sha256,
            timeZones: SystemTimeZones.database
        )
    }
}

/// Compiles versions once and keeps those that were used last.
final class VersionCache: Sendable {
    private struct Key: Hashable {
        let definition: DefinitionID
        let version: Int
    }

    private struct Entries {
        var versions: [Key: CompiledVersion] = [:]
        /// Keys in the order of their first use; the oldest goes first.
        var order: [Key] = []
    }

    private let storage: any Storage
    private let decoder: DefinitionDecoder
    private let capacity = 1000
    private let entries = Mutex(Entries())

    init(storage: any Storage, decoder: DefinitionDecoder) {
        self.storage = storage
        self.decoder = decoder
    }

    /// A version that is in memory.
    func cached(_ definition: DefinitionID, _ version: Int) -> CompiledVersion? {
        self.entries.withLock { $0.versions[Key(definition: definition, version: version)] }
    }

    /// A version, compiled now if it was not yet.
    ///
    /// - Throws: ``SkeinError`` `version-not-found`, or `definition-invalid` for one that this Skein cannot run.
    func version(_ version: Int, of definition: DefinitionID) async throws -> CompiledVersion {
        if let cached = self.cached(definition, version) { return cached }
        guard let record = try await self.storage.version(version, of: .id(definition)) else {
            throw SkeinError(.versionNotFound, "Definition \(definition) has no version \(version).")
        }
        return try self.compile(record)
    }

    /// Compiles a stored version and keeps it.
    func compile(_ record: VersionRecord) throws(SkeinError) -> CompiledVersion {
        let compiled = CompiledVersion(record, graph: try self.decoder.graph(stored: record.document))
        let key = Key(definition: record.definitionID, version: record.version)
        self.entries.withLock { entries in
            if entries.versions.updateValue(compiled, forKey: key) == nil { entries.order.append(key) }
            if entries.order.count > self.capacity { entries.versions[entries.order.removeFirst()] = nil }
        }
        return compiled
    }
}
