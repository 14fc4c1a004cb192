// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinInterpreter
import SkeinModel
import Testing

@Suite
struct ScenarioTests {
    @Test
    func theScenariosAreFound() { #expect(Scenario.all.count >= 40) }

    @Test(arguments: Scenario.all)
    func decidesAsRecorded(_ scenario: Scenario) throws {
        let run = try ScenarioRun(scenario)
        if ProcessInfo.processInfo.environment["RECORD"] != nil { return try scenario.record(run.json) }
        let expected = scenario.document["expected"] ?? .null
        let differences = JSONDifference.between(expected, run.json)
        #expect(differences.isEmpty, "\(scenario.file.path)\n\(differences.map(\.json))")
    }

    @Test(arguments: Scenario.all)
    func keepsWhatIsClaimedByHand(_ scenario: Scenario) throws {
        let run = try ScenarioRun(scenario)
        let claims = try #require(scenario.claims.object)
        #expect(!claims.isEmpty)
        for (name, claim) in claims {
            #expect(Self.seen(name, run) == claim, "\(name) of \(scenario.file.path)")
        }
    }

    /// What a claim of that name is compared with.
    private static func seen(_ name: String, _ run: ScenarioRun) -> JSONValue {
        let state = run.state
        switch name {
        case "status": return .string(state.status.rawValue)
        case "kinds": return .array(run.history.map { .string($0.event.kind) })
        case "outputs": return .object(state.outputs)
        case "output": return state.risk?.output ?? .null
        case "failure": return state.failure.map { .string($0.code) } ?? .null
        case "message": return state.failure.map { .string($0.message) } ?? .null
        case "failed_step": return state.failedStep.map { .string($0) } ?? .null
        case "steps": return .object(Self.object(state.steps.mapValues { .string($0.status.rawValue) }))
        case "attempts": return .object(Self.object(state.steps.mapValues { .int(Int64($0.attempt)) }))
        case "inputs":
            return .array(
                run.commands.compactMap { if case .runTask(let task) = $0.command { task.input } else { nil } }
            )
        case "delays":
            return .array(
                run.commands.compactMap { command, cause in
                    guard case .setTimer(_, let time) = command else { return nil }
                    let from = run.history.first { $0.cause == cause }?.time ?? time
                    return .string(DurationText.format(time - from))
                }
            )
        case "stale": return .object(Self.object(state.stale.mapValues { $0.output ?? .null }))
        case "band": return state.risk.map { .string($0.band.rawValue) } ?? .null
        case "score": return state.risk.map { .double($0.score) } ?? .null
        case "warnings": return .array(state.risk?.warnings.compactMap { $0["message"] } ?? [])
        case "refusals": return .array(run.refusals.map { .string($0.error.code.rawValue) })
        case "silent":
            let loud = Set(run.history.map(\.cause)).union(run.refusals.map(\.cause)).union(run.commands.map(\.cause))
            let last = loud.max() ?? 0
            return .array((0...max(last, 0)).filter { !loud.contains($0) }.map { .int(Int64($0)) })
        case "cancelled_timers":
            return .int(Int64(run.commands.count { if case .cancelTimer = $0.command { true } else { false } }))
        default:
            Issue.record("No claim is named '\(name)'.")
            return .null
        }
    }

    private static func object(_ members: [String: JSONValue]) -> JSONObject {
        var object = JSONObject()
        for (key, value) in members { object[key] = value }
        return object
    }
}
