// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import Testing

/// A definition, what happens to an execution of it, and what the interpreter makes of that.
///
/// Each is a file in Fixtures/Scenarios: `{title, definition, input, incoming, expected}`. The start is implied. With
/// `RECORD=1` in the environment the expected part is rewritten, to be read before it is committed.
struct Scenario: Sendable, CustomTestStringConvertible {
    let file: URL
    let document: JSONValue

    var testDescription: String { self.document["title"]?.string ?? self.file.lastPathComponent }

    static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/Scenarios")

    static let all: [Scenario] = {
        let files = FileManager.default.enumerator(at: Self.folder, includingPropertiesForKeys: nil)
        let json = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "json" }
        return json.sorted { $0.path < $1.path }.compactMap { file in
            guard let data = try? Data(contentsOf: file), let value = try? JSONParser.parse(Array(data)) else {
                Issue.record("\(file.lastPathComponent) is no JSON")
                return nil
            }
            return Scenario(file: file, document: value)
        }
    }()

    /// The interpreter of the scenario's definition.
    func interpreter() throws -> Interpreter {
        let decoder = DefinitionDecoder()
        return Interpreter(graph: try decoder.graph(try #require(self.document["definition"]))) { bytes in
            // Any function of the bytes will do for a hash here.
            var word: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in bytes { word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return ContentHash(bytes: (0..<32).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * ($0 % 8))) })
        }
    }

    /// What happens, with its times: a second passes between two events unless `at` says otherwise.
    func incoming() throws -> [(event: IncomingEvent, at: Timestamp)] {
        let start = try #require(Timestamp("2026-01-01T00:00:00Z"))
        let id = try #require(ExecutionID("01900000-0000-7000-8000-000000000001"))
        let started = ExecutionStarted(
            executionID: id,
            definition: DefinitionReference(
                key: "k",
                version: 1,
                contentHash: ContentHash(bytes: Array(repeating: 1, count: 32))
            ),
            input: self.document["input"] ?? [:],
            userID: "starter"
        )
        var events: [(event: IncomingEvent, at: Timestamp)] = [(.start(started), start)]
        for (index, value) in (self.document["incoming"]?.array ?? []).enumerated() {
            let seconds = value["at"]?.int ?? Int64(index + 1)
            events.append((try Self.event(value), start + .seconds(seconds)))
        }
        return events
    }

    private static func event(_ value: JSONValue) throws -> IncomingEvent {
        let path = value["step"]?.string ?? ""
        let attempt = Int(value["attempt"]?.int ?? 1)
        if let output = value["completed"] { return .taskCompleted(path: path, attempt: attempt, output: output) }
        if let failure = value["failed"] {
            let failure = Failure(
                code: failure["code"]?.string ?? "broken",
                message: "It broke.",
                isRetryable: failure["retryable"]?.bool ?? true
            )
            return .taskFailed(path: path, attempt: attempt, failure: failure)
        }
        if let timer = value["timer"]?.string { return .timerFired(try #require(TimerID(timer))) }
        // Which approval, and what it shows, is filled in when it is known.
        let decision = ApprovalDecided(
            approvalID: ApprovalID(UUIDv7(at: Timestamp(microseconds: 0), random: (0, 0))),
            decision: try #require(ApprovalDecided.Decision(rawValue: value["decide"]?.string ?? "")),
            decidedBy: value["by"]?.string ?? "approver",
            roles: value["roles"]?.array?.compactMap(\.string) ?? [],
            note: value["note"]?.string,
            evidenceHash: ContentHash(bytes: [])
        )
        return .approvalDecided(decision)
    }
}

/// A run of a scenario: everything that was decided.
struct ScenarioRun {
    var state = ExecutionState()
    var history: [(Event, Timestamp)] = []
    var commands: [Command] = []
    var refusals: [String] = []

    /// Decides what comes of events.
    mutating func take(
        _ events: some Sequence<(event: IncomingEvent, at: Timestamp)>,
        _ interpreter: Interpreter
    ) throws {
        for (event, time) in events {
            let decision = try interpreter.decide(
                Self.resolved(event, self.state),
                in: &self.state,
                Circumstances(now: time, random: (1, 2))
            )
            self.history += decision.events.map { ($0, time) }
            self.commands += decision.commands
            if let refusal = decision.refusal { self.refusals.append(refusal.code.rawValue) }
        }
    }

    /// A decision about the approval that stands, on what it shows, unless the scenario gave another hash.
    private static func resolved(_ event: IncomingEvent, _ state: ExecutionState) -> IncomingEvent {
        guard case .approvalDecided(let decided) = event, let request = state.approval?.request else {
            if case .timerFired = event, let request = state.approval?.request {
                return .timerFired(.approval(request.approvalID))
            }
            return event
        }
        return .approvalDecided(
            ApprovalDecided(
                approvalID: request.approvalID,
                decision: decided.decision,
                decidedBy: decided.decidedBy,
                roles: decided.roles,
                note: decided.note == "on other evidence" ? nil : decided.note,
                evidenceHash: decided.note == "on other evidence" ? ContentHash(bytes: [9]) : request.evidenceHash
            )
        )
    }

    /// The run as the expected part of a scenario has it.
    var json: JSONValue {
        [
            "status": .string(self.state.status.rawValue),
            "events": .array(
                self.history.map { event, _ in ["kind": .string(event.kind), "payload": event.payload] }
            ),
            "commands": .array(self.commands.map { .string(Self.text($0)) }),
            "refusals": .array(self.refusals.map { .string($0) }),
        ]
    }

    private static func text(_ command: Command) -> String {
        switch command {
        case .runTask(let task):
            "run \(task.function) for \(task.path), attempt \(task.attempt), on \(JSONWriter.text(task.input))"
        case .setTimer(let timer, let time): "set \(timer) to \(time)"
        case .cancelTimer(let timer): "cancel \(timer)"
        }
    }
}
