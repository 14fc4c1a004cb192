// SPDX-License-Identifier: Apache-2.0

import AuditPack
import Foundation
import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import SkeinYAML
import Testing

/// The whole cycle on the engine, with people who answer as the sample data says.
@Suite(.timeLimit(.minutes(3)))
struct AuditCycleTests {
    /// The document that each owner uploads, iteration by iteration.
    private static let documents = ["lending": ["LEN-1"], "risk": ["RSK-1"], "finance": ["FIN-1"]]
        .merging(["collateral": ["COL-1", "COL-2"]]) { first, _ in first }

    private static func json(_ name: String) throws -> JSONValue {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../data/\(name).json")
        return try JSONParser.parse(try Data(contentsOf: file.standardized))
    }

    private static func definition() throws -> JSONValue {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../audit_test_cycle.yaml")
        return try YAMLReader.read(try String(contentsOf: file.standardized, encoding: .utf8)).value
    }

    private static func functions() throws -> FunctionRegistry {
        var registry = FunctionRegistry()
        try AuditFunctions.register(in: &registry)
        return registry
    }

    @Test
    func theDefinitionHasItsActivities() throws {
        var activities: [String: Int] = [:]
        var open = try Self.definition()["workflow_steps"]?.array ?? []
        while let step = open.popLast() {
            let type = step["type"]?.string ?? "function"
            activities[type, default: 0] += 1
            open += step["steps"]?.array ?? []
        }
        #expect(activities["phase"] == 9)
        #expect(activities["human"] == 20)
        #expect(activities["function"] == 29)
    }

    @Test
    func peopleTakeTheCycleToItsReport() async throws {
        try await EngineHarness.with(try Self.functions()) { harness in
            let engine = harness.engine
            _ = try await engine.library.create(try Self.definition(), note: nil, by: Actor(name: "author"))
            let request = StartRequest(
                definition: .key("audit_test_cycle"),
                input: try Self.json("input"),
                actor: Actor(name: "planner")
            )
            var detail = try await engine.start(request, wait: .seconds(60))
            var completed: Set<String> = []
            while !detail.status.isTerminal {
                let filter = HumanTaskFilter(status: .open, executionID: detail.id)
                let tasks = try await engine.storage.humanTasks(filter, PageRequest(limit: 100)).items
                try #require(!tasks.isEmpty, "Nobody is asked, and the execution is \(detail.status).")
                for task in tasks where completed.insert(task.task.path).inserted {
                    let actor = Actor(name: "ana", roles: task.task.roles)
                    _ = try await engine.handle(task.task.id, try Self.answer(to: task.task), by: actor)
                }
                detail = try await engine.execution(detail.id, wait: .seconds(60))
            }
            #expect(detail.status == .completed, "\(detail.json["error"] ?? .null)")
            #expect(detail.output?["overall_rating"]?.string != nil)
            #expect(detail.output?["report"]?.string?.contains("#") == true)
            // What was sent back was done again, and what was not was done once.
            #expect(completed.contains("planning/plan_attributes[2]/approve_attributes"))
            #expect(!completed.contains("planning/plan_attributes[3]/approve_attributes"))
            #expect(completed.contains { $0.hasSuffix("each_data_owner[collateral]/collect_data[2]/upload_data") })
            #expect(!completed.contains { $0.contains("each_data_owner[finance]/collect_data[2]") })
            #expect(try await engine.storage.unwakeableExecutions(limit: 1).isEmpty)
        }
    }

    @Test
    func aLateTaskGoesToTheManager() async throws {
        let clock = ManualClock()
        try await EngineHarness.with(try Self.functions(), clock: clock) { harness in
            let engine = harness.engine
            _ = try await engine.library.create(try Self.definition(), note: nil, by: Actor(name: "author"))
            let input = try Self.json("input")
            let actor = Actor(name: "planner")
            let request = StartRequest(definition: .key("audit_test_cycle"), input: input, actor: actor)
            let detail = try await engine.start(request, wait: .seconds(50))
            let filter = HumanTaskFilter(status: .open, executionID: detail.id)
            let first = try #require(try await engine.storage.humanTasks(filter, PageRequest()).items.first)
            #expect(first.task.roles == ["tester"])
            await clock.advance(by: .seconds(86_400), onceAsleepFor: .seconds(16))
            var late = first
            while !late.task.isOverdue {
                late = try await engine.humanTask(first.task.id).record
                await Task.yield()
            }
            #expect(late.task.roles == ["audit_manager"])
            await #expect(throws: SkeinError(.taskForbidden, "")) {
                try await engine.handle(first.task.id, .claim, by: Actor(name: "eve", roles: ["tester"]))
            }
        }
    }

    /// What a person answers: approves, but rejects the first plan, and uploads the documents of the sample data.
    private static func answer(to task: HumanTaskProjection) throws -> HumanRequest.Action {
        let name = String(task.path.split(separator: "/").last ?? "")
        var data: JSONValue = [:]
        switch name {
        case "assign_data_owners": data = ["assignments": try Self.json("input")["data_owners"] ?? []]
        case "upload_data": data = ["document": try Self.document(for: task.path)]
        case "respond_to_observations": data = ["response": "Corrected at the source."]
        default: break
        }
        if task.kind == "task" { return .complete(data: data, decision: nil, note: nil) }
        let isFirstPlan = task.path == "planning/plan_attributes[1]/approve_attributes"
        return .complete(
            data: data,
            decision: isFirstPlan ? "reject" : "approve",
            note: isFirstPlan ? "Look at the collateral again" : nil
        )
    }

    private static func document(for path: String) throws -> JSONValue {
        let parts = path.split(whereSeparator: { "[]/".contains($0) }).map(String.init)
        let owner = parts[(parts.firstIndex(of: "each_data_owner") ?? 0) + 1]
        let iteration = Int(parts[(parts.firstIndex(of: "collect_data") ?? 0) + 1]) ?? 1
        let names = Self.documents[owner] ?? []
        let name = names[min(iteration, names.count) - 1]
        return try Self.json("documents").array?.first { $0["document_id"]?.string == name } ?? .null
    }
}
