// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import Testing

/// The history is the truth: folding it, whole or from any cut, gives the state that deciding gave.
@Suite
struct ReplayTests {
    @Test(arguments: Scenario.all)
    func foldingFromAnyCutGivesTheDecidedState(_ scenario: Scenario) throws {
        let run = try ScenarioRun(scenario)
        let graph = run.interpreter.graph
        for cut in 0...run.history.count {
            let before = run.history[..<cut].map { ($0.event, $0.time) }
            var state = try ExecutionState(folding: before, graph: graph)
            #expect(state.sequence == cut)
            for item in run.history[cut...] { try state.apply(item.event, item.time, graph: graph) }
            #expect(state == run.state, "cut after \(cut) events")
        }
    }

    @Test(arguments: Scenario.all)
    func eventsSurviveTheirStoredForm(_ scenario: Scenario) throws {
        let run = try ScenarioRun(scenario)
        for item in run.history {
            let stored = JSONWriter.text(item.event.payload)
            let read = try Event(kind: item.event.kind, payload: try JSONParser.parse(stored))
            #expect(read == item.event, "\(item.event.kind): \(stored)")
            #expect(read.payload == item.event.payload)
        }
    }

    @Test(arguments: Scenario.all)
    func aCrashAfterAnyDecisionChangesNothing(_ scenario: Scenario) throws {
        let whole = try ScenarioRun(scenario)
        let graph = whole.interpreter.graph
        for cut in scenario.incoming.indices {
            var resumed = ScenarioRun(graph: graph)
            let stored = try whole.history.filter { $0.cause < cut }.map { item in
                (try Event(kind: item.event.kind, payload: item.event.payload), item.time)
            }
            resumed.state = try ExecutionState(folding: stored, graph: graph)
            for index in scenario.incoming.indices[cut...] { try resumed.take(scenario.incoming[index], index) }
            #expect(resumed.state == whole.state, "crash before incoming event \(cut)")
            #expect(resumed.history.map(\.event) == whole.history.filter { $0.cause >= cut }.map(\.event))
            #expect(resumed.commands.map(\.command) == whole.commands.filter { $0.cause >= cut }.map(\.command))
        }
    }

    @Test(arguments: Scenario.all)
    func everyIncomingEventAgainChangesNothing(_ scenario: Scenario) throws {
        var run = ScenarioRun(graph: try scenario.graph())
        for (index, item) in scenario.incoming.enumerated() {
            try run.take(item, index)
            let state = run.state
            let events = run.history.count
            try run.take(item, index)
            #expect(run.state == state, "incoming event \(index) twice")
            #expect(run.history.count == events)
        }
    }

    @Test(arguments: [
        ("execution_paused", "{}"), ("step_scheduled", #"{"path":"a"}"#),
        ("step_failed", #"{"path":"a","attempt":1,"failure":{"code":"x","message":"y"},"resolution":"ignore"}"#),
        ("timer_fired", #"{"timer":"nap:3"}"#), ("step_completed", #"{"path":"a","attempt":1.5,"output":1}"#),
        ("execution_ended", #"{"status":"done"}"#), ("scope_closed", "[]"),
    ])
    func aDamagedOrUnknownEventIsAnError(_ kind: String, _ payload: String) {
        #expect(throws: HistoryError.self) { try Event(kind: kind, payload: try JSONParser.parse(payload)) }
    }

    @Test
    func aHistoryOfAnotherDefinitionIsAnError() throws {
        let scenario = try #require(Scenario.all.first)
        let run = try ScenarioRun(scenario)
        let first = try #require(run.history.first)
        var state = try ExecutionState(folding: [(first.event, first.time)], graph: run.interpreter.graph)
        let foreign = Event.scopeOpened(try Self.opened("elsewhere"))
        #expect(throws: HistoryError.self) {
            try state.apply(foreign, first.time, graph: run.interpreter.graph)
        }
    }

    private static func opened(_ path: String) throws -> ScopeOpened {
        let event = try Event(kind: "scope_opened", payload: ["path": .string(path)])
        guard case .scopeOpened(let opened) = event else { throw HistoryError("no scope_opened") }
        return opened
    }
}
