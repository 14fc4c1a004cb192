// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import Testing

/// A golden scenario: a definition, what happens to one of its executions, and what must come of it.
///
/// `claims` is written by hand; `expected` is recorded (`RECORD=1 swift test --filter ScenarioTests`) and reviewed.
struct Scenario: Sendable, CustomTestStringConvertible {
    let file: URL
    let document: JSONValue

    var testDescription: String { "\(self.file.deletingLastPathComponent().lastPathComponent): \(self.title)" }
    var title: String { self.document["title"]?.string ?? self.file.lastPathComponent }
    var incoming: [JSONValue] { self.document["incoming"]?.array ?? [] }
    var claims: JSONValue { self.document["claims"] ?? [:] }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/Scenarios").standardized

    /// Every scenario of the folder, by feature and name.
    static let all: [Scenario] = {
        let files = FileManager.default.enumerator(at: Self.folder, includingPropertiesForKeys: nil)
        let paths = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
        return paths.sorted { $0.path < $1.path }.compactMap { file in
            guard let bytes = try? Data(contentsOf: file), let document = try? JSONParser.parse(bytes) else {
                return nil
            }
            return Scenario(file: file, document: document)
        }
    }()

    func graph() throws -> Graph { try DefinitionDecoder().graph(try #require(self.document["definition"])) }

    /// Writes what was seen as what is expected.
    func record(_ expected: JSONValue) throws {
        var object = self.document.object ?? [:]
        object["expected"] = expected
        try Data((JSONWriter.pretty(.object(object)) + "\n").utf8).write(to: self.file)
    }
}

/// The run of a scenario: the state, and everything that was decided.
struct ScenarioRun {
    let interpreter: Interpreter
    var state = ExecutionState()
    /// Every event with its time, and the index of the incoming event that caused it.
    var history: [(event: Event, time: Timestamp, cause: Int)] = []
    var commands: [(command: Command, cause: Int)] = []
    var refusals: [(error: SkeinError, cause: Int)] = []

    /// Any deterministic 32 bytes do: the interpreter only compares them.
    static let digest: ContentDigest = { bytes in
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var result: [UInt8] = []
        for round in 0..<4 {
            for byte in bytes + [UInt8(round)] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            for shift in 0..<8 { result.append(UInt8(truncatingIfNeeded: hash >> UInt64(shift * 8))) }
        }
        return ContentHash(bytes: result)
    }

    init(graph: Graph) { self.interpreter = Interpreter(graph: graph, digest: Self.digest) }

    init(_ scenario: Scenario) throws {
        self.init(graph: try scenario.graph())
        for (index, item) in scenario.incoming.enumerated() { try self.take(item, index) }
    }

    /// Decides on one incoming event as a scenario writes it.
    mutating func take(_ item: JSONValue, _ index: Int) throws {
        let time = try IncomingReader.time(item)
        let event = try IncomingReader.event(item, self.state, self.interpreter.graph)
        try self.take(event, at: time, index)
    }

    /// Decides on one incoming event.
    mutating func take(_ event: IncomingEvent, at time: Timestamp, _ index: Int) throws {
        let circumstances = Circumstances(now: time, random: (UInt64(index) << 11, UInt64(index)))
        let decision = try self.interpreter.decide(event, in: &self.state, circumstances)
        self.history += decision.events.map { ($0, time, index) }
        self.commands += decision.commands.map { ($0, index) }
        if let refusal = decision.refusal { self.refusals.append((refusal, index)) }
    }

    /// Everything that was decided, as a scenario file holds it.
    var json: JSONValue {
        [
            "events": .array(
                self.history.map {
                    ["by": .int(Int64($0.cause)), "kind": .string($0.event.kind), "payload": $0.event.payload]
                }
            ),
            "commands": .array(
                self.commands.map { ["by": .int(Int64($0.cause)), "command": $0.command.json] }
            ),
            "refusals": .array(
                self.refusals.map {
                    [
                        "by": .int(Int64($0.cause)), "code": .string($0.error.code.rawValue),
                        "message": .string($0.error.message),
                    ]
                }
            ),
            "status": .string(self.state.status.rawValue),
        ]
    }
}

extension Command {
    /// The command as a scenario file holds it.
    var json: JSONValue {
        switch self {
        case .runTask(let task):
            [
                "run_task": [
                    "path": .string(task.path), "attempt": .int(Int64(task.attempt)),
                    task.work.label: .string(task.work.name), "input": task.input,
                    "timeout": .string(DurationText.format(task.timeout)),
                ]
            ]
        case .setTimer(let timer, let time):
            ["set_timer": .string(timer.description), "at": .string(time.description)]
        case .cancelTimer(let timer): ["cancel_timer": .string(timer.description)]
        case .cancelTask(let path): ["cancel_task": .string(path)]
        case .cancelChild(let path, _): ["cancel_child": .string(path)]
        }
    }
}

extension TaskWork {
    fileprivate var label: String {
        switch self {
        case .function: "function"
        case .workflow: "workflow"
        case .emit: "event"
        }
    }
}
