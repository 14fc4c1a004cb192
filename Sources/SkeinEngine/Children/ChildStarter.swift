// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// Starts the executions that workflow steps ask for.
///
/// The step has decided the identity of the execution, so starting it again after a crash finds it instead.
struct ChildStarter: Sendable {
    let storage: any Storage
    let library: DefinitionLibrary
    let mailroom: Mailroom
    let clock: any EngineClock

    /// How long to wait before the database is asked again.
    private static let pause = Duration.seconds(1)

    /// Starts an execution, and returns when it is durable.
    ///
    /// - Returns: What the parent is to be told; `nil` when the engine stops, and the next start of it goes on.
    func start(_ child: ChildRequest, for assignment: TaskDispatcher.Assignment) async -> IncomingEvent? {
        while true {
            do {
                if let event = try await self.find(child, assignment) { return event }
                return try await self.startNew(child, assignment)
            } catch let error as SkeinError where error.code == .storageUnavailable {
                try? await self.clock.sleep(for: Self.pause)
                if Task.isCancelled { return nil }
            } catch let error as SkeinError where error.code == .shuttingDown {
                return nil
            } catch {
                let task = assignment.task
                return .taskFailed(path: task.path, attempt: task.attempt, failure: Self.failure(of: error, child))
            }
        }
    }

    /// Cancels an execution whose parent does not wait for it any more; one that has ended refuses, which is as well.
    func cancel(_ child: ExecutionID, parent: ExecutionID) {
        let note = "The execution \(parent) that started it does not wait for it any more."
        let event = ControlEvent(action: .cancel, path: nil, by: "skein", note: note)
        _ = self.mailroom.post(Delivery(event: .control(event)), to: child)
    }

    /// Tells the parent of an execution that has ended, if it waits for that.
    func report(_ execution: LiveExecution) {
        guard let parent = execution.state.started?.parent, let ended = ChildEnded(of: execution) else { return }
        _ = self.mailroom.post(Delivery(event: .childEnded(ended)), to: parent.executionID)
    }

    /// Tells parents and cancels children that a crash kept from being told and cancelled.
    func recover() async throws {
        let loader = ExecutionLoader(storage: self.storage, library: self.library)
        for wait in try await self.storage.endedChildren() { self.report(try await loader.load(wait.childID)) }
        for child in try await self.storage.orphanedChildren() {
            guard let parent = try await self.storage.execution(child)?.parentID else { continue }
            self.cancel(child, parent: parent)
        }
    }

    /// The execution, if an earlier process has started it.
    private func find(
        _ child: ChildRequest,
        _ assignment: TaskDispatcher.Assignment
    ) async throws -> IncomingEvent? {
        guard let record = try await self.storage.execution(child.executionID) else { return nil }
        if child.waits, record.projection.status.isTerminal {
            let loader = ExecutionLoader(storage: self.storage, library: self.library)
            if let ended = ChildEnded(of: try await loader.load(child.executionID)) { return .childEnded(ended) }
        }
        let definition = DefinitionReference(
            key: record.definitionKey,
            version: record.version,
            contentHash: record.contentHash
        )
        return Self.started(child, assignment, definition)
    }

    private func startNew(
        _ child: ChildRequest,
        _ assignment: TaskDispatcher.Assignment
    ) async throws -> IncomingEvent {
        let version = try await self.library.executable(.key(child.key), version: child.version)
        let above = assignment.started
        let request = StartRequest(
            definition: .key(child.key),
            version: version.reference.version,
            input: assignment.task.input,
            actor: Actor(name: above?.userID ?? ""),
            projectID: above?.projectID,
            context: above?.context ?? [:]
        )
        let parent = ParentReference(
            executionID: assignment.execution,
            path: assignment.task.path,
            waits: child.waits,
            depth: (above?.parent?.depth ?? 0) + 1
        )
        let started = try request.event(
            of: version,
            id: child.executionID,
            trace: above?.trace ?? [:],
            parent: parent
        )
        let context = request.context(version, parent: parent)
        _ = try await self.mailroom.deliver(.start(started), to: child.executionID, start: context)
        return Self.started(child, assignment, version.reference)
    }

    private static func started(
        _ child: ChildRequest,
        _ assignment: TaskDispatcher.Assignment,
        _ definition: DefinitionReference
    ) -> IncomingEvent {
        .childStarted(
            ChildStarted(path: assignment.task.path, executionID: child.executionID, definition: definition)
        )
    }

    private static func failure(of error: any Error, _ child: ChildRequest) -> Failure {
        guard let error = error as? SkeinError else {
            let message = "'\(child.key)' could not be started: \(error)"
            return Failure(code: FailureCode.functionCrashed, message: message, isRetryable: true)
        }
        let faults = error.problems.map { JSONValue.string("\($0.pointer): \($0.message)") }
        return Failure(
            code: error.code.rawValue,
            message: error.message,
            details: faults.isEmpty ? .null : ["problems": .array(faults)]
        )
    }
}

extension ChildEnded {
    /// What the parent's step is told of an execution; `nil` when it has not ended, or nobody waits for it.
    init?(of execution: LiveExecution) {
        let state = execution.state
        guard state.status.isTerminal, let started = state.started, let parent = started.parent, parent.waits else {
            return nil
        }
        self.init(
            path: parent.path,
            executionID: started.executionID,
            definition: started.definition,
            status: state.status,
            output: state.risk?.output ?? .null,
            failure: state.failure
        )
    }
}
