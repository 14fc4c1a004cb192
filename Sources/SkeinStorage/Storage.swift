// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What keeps Skein's data.
///
/// `SQLiteStorage` (in SkeinSQLite) and `PostgresStorage` (in SkeinPostgres) implement it.
///
/// Every operation is one transaction: it happens whole or not at all, and what has returned survives a power cut.
/// `StorageConformance` in SkeinTestKit says what each operation has to do; every driver runs it.
package protocol Storage: DefinitionStore, ExecutionStore, ApprovalStore, HumanTaskStore, ChildStore, AuditStore,
    MovingStore, ErasureStore, NodeStore
{
    /// What the driver calls itself in logs and in `skein doctor`.
    var name: String { get }

    /// What the driver found about its own settings and integrity.
    func diagnose() async throws -> [Diagnosis]

    /// What the database's schema has and lacks.
    ///
    /// - Throws: ``SkeinError`` `schema-mismatch` when another Skein changed it, or `storage-unavailable`.
    func migrationPlan() throws -> MigrationPlan

    /// Applies the migrations that the database lacks.
    ///
    /// - Parameter now: The time, for the record of applied migrations.
    /// - Throws: As ``migrationPlan()``.
    func migrate(now: Timestamp) throws

    /// Stops taking work and closes files; what was acknowledged is durable already.
    func close() async throws
}

/// One finding of `skein doctor`.
package struct Diagnosis: Sendable {
    /// What was looked at.
    package let check: String
    /// Whether it is as it should be.
    package let isHealthy: Bool
    /// What was found.
    package let detail: String

    package init(check: String, isHealthy: Bool, detail: String) {
        self.check = check
        self.isHealthy = isHealthy
        self.detail = detail
    }
}

/// Who does something, for the record.
package struct Actor: Hashable, Sendable {
    package let name: String
    package let roles: [String]

    package init(name: String, roles: [String] = []) {
        self.name = name
        self.roles = roles
    }
}

/// A caller's promise that requests with one key are the same request.
package struct IdempotencyClaim: Hashable, Sendable {
    /// What the key belongs to: the route and the caller.
    package let scope: String
    package let key: String
    /// The hash of the request; another one under the same key is a mistake.
    package let fingerprint: ContentHash

    package init(scope: String, key: String, fingerprint: ContentHash) {
        self.scope = scope
        self.key = key
        self.fingerprint = fingerprint
    }
}

/// What a write came to, given that it may have been done before under the same idempotency key.
package enum Claimed<Value: Sendable>: Sendable {
    /// It was done now.
    case done(Value)
    /// It was done before; the reference tells what it made then.
    case repeated(reference: String)
}
