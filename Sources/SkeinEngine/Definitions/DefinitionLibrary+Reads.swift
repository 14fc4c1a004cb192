// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
import SkeinModel
package import SkeinStorage

extension DefinitionLibrary {
    /// The definition that a caller names.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`.
    package func definition(_ selector: DefinitionSelector) async throws -> DefinitionRecord {
        if let record = try await self.storage.definition(selector) { return record }
        throw SkeinError(.definitionNotFound, "There is no definition '\(selector)'.")
    }

    /// One version of a definition.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found` or `version-not-found`.
    package func version(_ version: Int, of selector: DefinitionSelector) async throws -> VersionRecord {
        if let record = try await self.storage.version(version, of: selector) { return record }
        let definition = try await self.definition(selector)
        let message = "'\(definition.key)' has no version \(version); the latest is \(definition.version)."
        throw SkeinError(.versionNotFound, message)
    }

    /// The versions of a definition, newest first.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`.
    package func versions(of selector: DefinitionSelector, _ page: PageRequest) async throws -> Page<VersionRecord> {
        let definition = try await self.definition(selector)
        return try await self.storage.versions(of: .id(definition.id), page)
    }

    /// Definitions, newest first.
    package func definitions(_ filter: DefinitionFilter, _ page: PageRequest) async throws -> Page<DefinitionRecord> {
        try await self.storage.definitions(filter, page)
    }

    /// How two versions differ.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found` or `version-not-found`.
    package func difference(
        of selector: DefinitionSelector,
        from old: Int,
        to new: Int
    ) async throws -> DefinitionDifference {
        let before = try await self.version(old, of: selector)
        let after = try await self.version(new, of: selector)
        return DefinitionDifference(from: before.document, to: after.document)
    }

    /// How the executions of a definition have gone.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`.
    package func statistics(of selector: DefinitionSelector) async throws -> DefinitionStatistics {
        if let statistics = try await self.storage.statistics(of: selector) { return statistics }
        throw SkeinError(.definitionNotFound, "There is no definition '\(selector)'.")
    }

    /// The version that a start asks for, ready to run.
    ///
    /// - Parameters:
    ///   - selector: The definition.
    ///   - version: A version of it; `nil` for the current one.
    /// - Returns: The compiled version.
    /// - Throws: ``SkeinError`` `definition-not-found`, `version-not-found`, `definition-not-executable`,
    ///   `function-not-found`.
    func executable(_ selector: DefinitionSelector, version: Int?) async throws -> CompiledVersion {
        guard let record = try await self.current.find(selector, in: self.storage) else {
            throw SkeinError(.definitionNotFound, "There is no definition '\(selector)'.")
        }
        guard record.status.isExecutable else {
            let message = "'\(record.key)' is \(record.status.rawValue); only active and testing definitions execute."
            throw SkeinError(.definitionNotExecutable, message)
        }
        if let version, version < 1 || version > record.version {
            let message = "'\(record.key)' has no version \(version); the latest is \(record.version)."
            throw SkeinError(.versionNotFound, message)
        }
        let compiled = try await self.cache.version(version ?? record.version, of: record.id)
        for name in compiled.graph.functionNames where self.registry.find(name) == nil {
            let message = "'\(record.key)' calls '\(name)', which is not registered on this server."
            throw SkeinError(.functionNotFound, message)
        }
        return compiled
    }
}
