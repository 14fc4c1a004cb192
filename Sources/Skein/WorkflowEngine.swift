// SPDX-License-Identifier: Apache-2.0

public import Logging
import ServiceLifecycle
import SkeinDrivers
public import SkeinEngine
public import SkeinModel
import SkeinStorage
import SkeinYAML

/// Skein inside another program: definitions in a database, functions in Swift, no server.
///
/// ```swift
/// var functions = FunctionRegistry()
/// try functions.register("greeter.greet", pure: { (name: Name) in Greeting(text: "Hello, \(name.first)!") })
/// try await WorkflowEngine.run(database: "greetings.db", functions: functions) { engine in
///     try await engine.publish(yaml: definition, note: "First edition")
///     let execution = try await engine.execute("greeting", input: ["first": "Ada"])
///     print(execution.output ?? .null)
/// }
/// ```
public struct WorkflowEngine: Sendable {
    private let engine: Engine

    /// Opens a database and runs its executions while `body` runs, those that an earlier process left included.
    ///
    /// - Parameters:
    ///   - database: The SQLite file, which is created when there is none, or `postgres://...`.
    ///   - functions: What definitions can call.
    ///   - logger: Where the engine reports.
    ///   - body: What to do with the engine.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw; ``SkeinError`` `storage-unavailable`, `database-in-use`, `schema-mismatch` or
    ///   `configuration-invalid`.
    public static func run<Value: Sendable>(
        database: String,
        functions: FunctionRegistry,
        logger: Logger = Logger(label: "skein"),
        _ body: @escaping @Sendable (WorkflowEngine) async throws -> Value
    ) async throws -> Value {
        let clock = SharedClock()
        let location = try DatabaseLocation(database)
        let storage = try location.open(migrations: .apply, exclusive: true, now: clock.now())
        var settings = Engine.Settings()
        settings.nodeName = NodeName.current
        settings.onDatabaseTime = { clock.follow($0) }
        let engine = Engine(storage: storage, registry: functions, clock: clock, settings: settings, logger: logger)
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [.init(service: engine)], logger: logger)
        )
        let value = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await services.run()
                return nil
            }
            defer { group.cancelAll() }
            let value: Value
            do {
                value = try await body(WorkflowEngine(engine: engine))
            } catch {
                await services.triggerGracefulShutdown()
                throw error
            }
            await services.triggerGracefulShutdown()
            while try await group.next() != nil {}
            return value
        }
        try await storage.close()
        return value
    }

    /// Stores a definition: a new one, or the next version of the one that has its key.
    ///
    /// - Parameters:
    ///   - yaml: The document, in YAML or JSON.
    ///   - note: Why it is stored.
    ///   - author: Who stores it.
    /// - Returns: The version that is current then. A document that changes nothing makes no new one.
    /// - Throws: ``SkeinError`` `document-malformed`, or `definition-invalid` with every problem.
    @discardableResult
    public func publish(yaml: String, note: String, by author: String = "program") async throws -> Int {
        try await self.publish(try YAMLReader.read(yaml).value, note: note, by: author)
    }

    /// Stores a definition: a new one, or the next version of the one that has its key.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - note: Why it is stored.
    ///   - author: Who stores it.
    /// - Returns: The version that is current then. A document that changes nothing makes no new one.
    /// - Throws: ``SkeinError`` `definition-invalid` with every problem.
    @discardableResult
    public func publish(_ document: JSONValue, note: String, by author: String = "program") async throws -> Int {
        let library = self.engine.library
        let actor = Actor(name: author)
        let key = document["deliverable_type"]?.string ?? ""
        guard let current = try await self.engine.storage.definition(.key(key)) else {
            return try await library.create(document, note: note, by: actor).version
        }
        return try await library.update(
            .id(current.id),
            to: document,
            note: note,
            expectedVersion: current.version,
            by: actor
        ).version
    }

    /// Executes the current version of a definition.
    ///
    /// - Parameters:
    ///   - key: The definition's key.
    ///   - input: What to execute it on.
    ///   - user: Who asks.
    ///   - wait: How long to wait for the execution to end, or to need a person.
    /// - Returns: The execution as it stands then.
    /// - Throws: ``SkeinError`` `definition-not-found`, `definition-not-executable`, `function-not-found`, or
    ///   `input-invalid` with every fault.
    public func execute(
        _ key: String,
        input: JSONValue,
        by user: String = "program",
        wait: Duration = .seconds(60)
    ) async throws -> Execution {
        let request = StartRequest(definition: .key(key), input: input, actor: Actor(name: user))
        return Execution(try await self.engine.start(request, wait: wait))
    }

    /// An execution as it stands, or as it stands when it has ended or needs a person.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - wait: How long to wait.
    /// - Returns: The execution.
    /// - Throws: ``SkeinError`` `execution-not-found`.
    public func execution(_ id: ExecutionID, wait: Duration = .zero) async throws -> Execution {
        Execution(try await self.engine.execution(id, wait: wait))
    }

    /// Takes a person's decision about an approval.
    ///
    /// - Parameters:
    ///   - approval: The approval.
    ///   - isApproval: Whether the person says yes.
    ///   - user: The person.
    ///   - roles: The person's roles.
    ///   - note: Why; a rejection needs one.
    /// - Returns: The execution after it.
    /// - Throws: ``SkeinError`` `approval-not-found`, `approval-closed`, `approval-forbidden`,
    ///   `approval-note-missing`.
    public func decide(
        _ approval: ApprovalID,
        approve isApproval: Bool,
        by user: String,
        roles: [String] = [],
        note: String? = nil
    ) async throws -> Execution {
        let actor = Actor(name: user, roles: roles)
        let request = DecisionRequest(approval: approval, isApproval: isApproval, actor: actor, note: note)
        return Execution(try await self.engine.decide(request))
    }
}

/// An execution, as programs see it.
public struct Execution: Sendable {
    /// Its identity.
    public let id: ExecutionID
    /// Where it stands.
    public let status: ExecutionStatus
    /// The final output, or the one that waits for approval.
    public let output: JSONValue?
    /// Why it failed or was rejected.
    public let failure: Failure?
    /// The risk of its result, 0 to 1, once it has been weighed.
    public let riskScore: Double?
    /// What the risk asks for.
    public let riskBand: RiskBand?
    /// The approval that it needs, or needed.
    public let approval: ApprovalID?
    /// Everything that is known of it, as the API shows it.
    public let details: JSONValue

    init(_ detail: ExecutionDetail) {
        self.id = detail.id
        self.status = detail.status
        self.output = detail.output
        self.failure = detail.failure
        self.riskScore = detail.riskScore
        self.riskBand = detail.riskBand
        self.approval = detail.approvalID
        self.details = detail.json
    }
}
