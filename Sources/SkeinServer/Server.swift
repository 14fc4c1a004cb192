// SPDX-License-Identifier: Apache-2.0

import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
import SkeinAPI
import SkeinDrivers
package import SkeinEngine
import SkeinModel
import SkeinStorage
import UnixSignals

/// A whole Skein: configuration, storage, engine and API, composed.
package struct Server: Sendable {
    /// The version that the server says it is.
    package static let version = "0.1.0"

    private let configuration: ServerConfiguration
    private let functions: FunctionRegistry
    private let logger: Logger

    package init(_ configuration: ServerConfiguration, functions: FunctionRegistry, logger: Logger) {
        self.configuration = configuration
        self.functions = functions
        self.logger = logger
    }

    /// Serves until the process is told to stop (SIGTERM, SIGINT); then work under way may finish.
    ///
    /// - Parameter onReady: Called with the address when the server listens. Requests are answered once it has returned.
    /// - Throws: ``SkeinError`` `storage-unavailable`, `database-in-use`, `schema-outdated`, `schema-mismatch`, and
    ///   `configuration-invalid` when it cannot listen at its address.
    package func run(onReady: @escaping @Sendable (String) async -> Void = { _ in }) async throws {
        let parts = try await self.parts(onReady: onReady)
        var group = ServiceGroupConfiguration(
            services: parts.services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: self.logger
        )
        group.maximumGracefulShutdownDuration = .seconds(30)
        group.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
        try await parts.storage.close()
    }

    /// Serves while `body` runs, and stops then.
    ///
    /// - Parameter body: Gets the address at which requests are answered.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or as ``run(onReady:)``.
    package func whileServing<Result: Sendable>(
        _ body: @escaping @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let (addresses, announce) = AsyncStream.makeStream(of: String.self)
        let parts = try await self.parts { announce.yield($0) }
        let configuration = ServiceGroupConfiguration(
            services: parts.services.map { .init(service: $0) },
            logger: self.logger
        )
        let group = ServiceGroup(configuration: configuration)
        let outcome = try await withThrowingTaskGroup(of: Swift.Result<Result, any Error>?.self) { tasks in
            tasks.addTask {
                try await group.run()
                announce.finish()
                return nil
            }
            tasks.addTask {
                guard let address = await addresses.first(where: { _ in true }) else { return nil }
                // What the body throws is thrown later: here it would cancel the server in the middle of stopping.
                let outcome = await Swift.Result<Result, any Error>.catching { try await body(address) }
                await group.triggerGracefulShutdown()
                return outcome
            }
            var outcome: Swift.Result<Result, any Error>?
            while let next = try await tasks.next() { outcome = next ?? outcome }
            return outcome
        }
        try await parts.storage.close()
        guard let outcome else { throw SkeinError(.internalError, "The server stopped before it was ready.") }
        return try outcome.get()
    }

    private struct Parts {
        let storage: any Storage
        let services: [any Service]
    }

    /// The services, in the order in which they start; they stop in the reverse order, so that the API takes no more
    /// requests before the engine stops.
    private func parts(onReady: @escaping @Sendable (String) async -> Void) async throws -> Parts {
        let clock = SharedClock()
        let location = try DatabaseLocation(self.configuration.database)
        if !self.configuration.appliesMigrations { try location.requireExisting() }
        let storage = try location.open(
            migrations: self.configuration.appliesMigrations ? .apply : .require,
            exclusive: true,
            now: clock.now()
        )
        var settings = Engine.Settings()
        settings.taskLimit = self.configuration.taskLimit
        settings.nodeName = NodeName.current
        settings.version = Self.version
        settings.roles = try await self.roles(on: storage)
        settings.onDatabaseTime = { clock.follow($0) }
        settings.retention = self.configuration.retention
        let engine = Engine(
            storage: storage,
            registry: self.functions,
            clock: clock,
            settings: settings,
            logger: self.logger
        )
        let readiness = Readiness()
        let api = API(engine: engine, readiness: readiness, version: Self.version, roles: settings.roles)
        let address = self.configuration.address
        let application = Application(
            router: api.router(),
            configuration: ApplicationConfiguration(address: address.bindAddress, serverName: "skein"),
            onServerRunning: { channel in
                readiness.set(true)
                await onReady(address.url(port: channel.localAddress?.port))
            },
            logger: self.logger
        )
        let requests = RequestService(application: application, engine: engine, address: address)
        return Parts(storage: storage, services: [engine, requests])
    }

    /// What this process does: one that is there for a moment leaves the work to those that stay.
    private func roles(on storage: any Storage) async throws -> Set<NodeRole> {
        guard self.configuration.yieldsToOthers else { return self.configuration.roles }
        let isServed = try await storage.nodes().contains { $0.isAlive && $0.node.roles.contains(.engine) }
        return storage.isShared && isServed ? [.api] : self.configuration.roles
    }
}

/// Answers requests on the engine's threads.
private struct RequestService<Application: ApplicationProtocol>: Service {
    let application: Application
    let engine: Engine
    /// Where it listens.
    let address: ServerConfiguration.Address

    func run() async throws {
        do {
            try await self.engine.withThreads { try await self.application.run() }
        } catch let error as IOError {
            throw self.address.refused(error) ?? error
        }
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous body returned or threw.
    fileprivate static func catching(_ body: () async throws -> Success) async -> Result {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
