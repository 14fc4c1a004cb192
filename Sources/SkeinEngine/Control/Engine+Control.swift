// SPDX-License-Identifier: Apache-2.0

package import SkeinInterpreter
package import SkeinModel
package import SkeinStorage

extension Engine {
    /// Takes an execution in hand; who did it and why is recorded.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - action: What to do with it.
    ///   - path: The step run that it is about; for advancing, completing and rewinding, the only or last one without it.
    ///   - output: What a step that is completed by hand comes to.
    ///   - version: The version that a failed execution that is retried goes on with; its own without it.
    ///   - note: Why.
    ///   - requestKey: The caller's identity of the request: the same one again changes nothing.
    ///   - actor: Who.
    /// - Returns: The execution after it.
    /// - Throws: ``SkeinError`` `execution-not-found`, `execution-state`, `step-not-found`, `version-not-found`,
    ///   `version-incompatible` with every difference.
    package func control(
        _ id: ExecutionID,
        _ action: ControlEvent.Action,
        path: String? = nil,
        output: JSONValue? = nil,
        version: Int? = nil,
        note: String? = nil,
        requestKey: String? = nil,
        by actor: Actor
    ) async throws -> ExecutionDetail {
        var request = ControlEvent(action: action, path: path, by: actor.name, note: note, output: output)
        request.requestKey = requestKey
        let upgrade = try await self.upgrade(of: id, to: version)
        request.definition = upgrade?.reference
        return try await self.take(.control(request), for: id, upgrade: upgrade)
    }

    /// The version that an execution is to go on with; `nil` for its own.
    private func upgrade(of id: ExecutionID, to version: Int?) async throws -> CompiledVersion? {
        guard let version else { return nil }
        guard let record = try await self.storage.execution(id) else { throw try await self.storage.absence(of: id) }
        if version == record.version { return nil }
        return try await self.library.executable(.id(record.definitionID), version: version)
    }

    /// Sends a signal to an execution; a wait takes it up, now or when it begins.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - name: The signal's name.
    ///   - payload: What it says; the output of the wait that takes it up.
    ///   - signalID: The sender's identity of the signal: one that has come before changes nothing.
    ///   - actor: Who sends it.
    /// - Returns: The execution after it.
    /// - Throws: ``SkeinError`` `execution-not-found`, `execution-ended`.
    package func signal(
        _ id: ExecutionID,
        name: String,
        payload: JSONValue,
        signalID: String?,
        by actor: Actor
    ) async throws -> ExecutionDetail {
        let signal = self.signalReceived(name, payload, signalID, actor)
        return try await self.take(.signal(signal), for: id)
    }

    /// Sends a signal to every execution that waits for one of its name now, and whose `correlate` holds.
    ///
    /// - Parameters:
    ///   - name: The signal's name.
    ///   - payload: What it says; the output of the waits that take it up.
    ///   - signalID: The sender's identity of the signal: an execution takes it up once.
    ///   - actor: Who sends it.
    /// - Returns: How many executions have taken it up.
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    package func broadcast(
        _ name: String,
        payload: JSONValue,
        signalID: String?,
        by actor: Actor
    ) async throws -> Int {
        let signal = self.signalReceived(name, payload, signalID, actor)
        return try await self.broadcaster.send(signal)
    }

    /// A signal; without an identity of the sender's it gets one.
    private func signalReceived(
        _ name: String,
        _ payload: JSONValue,
        _ id: String?,
        _ actor: Actor
    ) -> SignalReceived {
        let identity = id ?? UUIDv7(at: self.clock.now(), random: self.clock.random()).description
        return SignalReceived(id: identity, name: name, payload: payload, sentBy: actor.name)
    }

    /// Takes what a person does with a task.
    ///
    /// - Returns: The execution after it.
    /// - Throws: ``SkeinError`` `task-not-found`, `task-closed`, `task-forbidden`, `task-answer-invalid` with every fault.
    package func handle(
        _ id: HumanTaskID,
        _ action: HumanRequest.Action,
        by actor: Actor
    ) async throws -> ExecutionDetail {
        let record = try await self.record(of: id)
        let request = HumanRequest(taskID: id, action: action, by: actor.name, roles: actor.roles)
        return try await self.take(.human(request), for: record.executionID)
    }

    /// The task with what is shown, as it was opened.
    ///
    /// - Throws: ``SkeinError`` `task-not-found`.
    package func humanTask(_ id: HumanTaskID) async throws -> (record: HumanTaskRecord, content: JSONValue) {
        let record = try await self.record(of: id)
        let sequence = record.task.openedSequence - 1
        let events = try await self.storage.history(of: record.executionID, after: sequence, limit: 1)
        return (record, try events.first.map { try JSONParser.parse($0.payload)["task"] ?? .null } ?? .null)
    }

    private func record(of id: HumanTaskID) async throws -> HumanTaskRecord {
        guard let record = try await self.storage.humanTask(id) else {
            throw SkeinError(.taskNotFound, "There is no task '\(id)'.")
        }
        return record
    }

    /// Why an execution is where it is.
    ///
    /// - Throws: ``SkeinError`` `execution-not-found`.
    package func explain(_ id: ExecutionID) async throws -> JSONValue {
        try await self.loader.explanation(of: id).json
    }
}
