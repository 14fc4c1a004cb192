// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinInterpreter
import SkeinModel
import Testing

@Suite
struct ScenarioTests {
    @Test
    func thereAreScenarios() {
        #expect(Scenario.all.count >= 25)
    }

    @Test(arguments: Scenario.all)
    func theInterpreterDecidesAsExpected(_ scenario: Scenario) throws {
        var run = ScenarioRun()
        try run.take(try scenario.incoming(), try scenario.interpreter())
        if Scenario.isRecording {
            guard case .object(var document) = scenario.document else { return }
            document["expected"] = run.json
            try Data((JSONWriter.pretty(.object(document)) + "\n").utf8).write(to: scenario.file)
            return
        }
        let differences = JSONDifference.between(scenario.document["expected"] ?? .null, run.json)
        #expect(differences.isEmpty, "\(differences.map { JSONWriter.text($0.json) }.joined(separator: "\n"))")
    }
}

@Suite
struct ReplayTests {
    /// Folding the recorded history gives the state that deciding came to, whole, at every point.
    @Test(arguments: Scenario.all)
    func foldingTheHistoryGivesTheState(_ scenario: Scenario) throws {
        let interpreter = try scenario.interpreter()
        var run = ScenarioRun()
        for incoming in try scenario.incoming() {
            try run.take([incoming], interpreter)
            #expect(try ExecutionState(folding: run.history, graph: interpreter.graph) == run.state)
        }
    }

    /// A process that dies between two events and reads the history again decides the same.
    @Test(arguments: Scenario.all)
    func aCrashAfterAnyEventChangesNothing(_ scenario: Scenario) throws {
        let interpreter = try scenario.interpreter()
        let incoming = try scenario.incoming()
        var uninterrupted = ScenarioRun()
        try uninterrupted.take(incoming, interpreter)
        for cut in incoming.indices {
            var before = ScenarioRun()
            try before.take(incoming[..<cut], interpreter)
            var after = ScenarioRun()
            after.state = try ExecutionState(folding: before.history, graph: interpreter.graph)
            try after.take(incoming[cut...], interpreter)
            #expect(after.state == uninterrupted.state, "differs after a crash at \(cut)")
            #expect(before.commands + after.commands == uninterrupted.commands)
        }
    }

    /// What is written to the database and read back is the same event.
    @Test(arguments: Scenario.all)
    func eventsSurviveTheDatabase(_ scenario: Scenario) throws {
        var run = ScenarioRun()
        try run.take(try scenario.incoming(), try scenario.interpreter())
        for (event, _) in run.history {
            let stored = try JSONParser.parse(JSONWriter.bytes(event.payload))
            #expect(try Event(kind: event.kind, payload: stored) == event)
        }
    }

    /// Whatever comes again, late or out of order changes nothing.
    @Test(arguments: Scenario.all)
    func whatComesTwiceChangesNothing(_ scenario: Scenario) throws {
        let interpreter = try scenario.interpreter()
        let incoming = try scenario.incoming()
        var once = ScenarioRun()
        try once.take(incoming, interpreter)
        guard once.state.status.isTerminal else { return }
        var twice = once
        try twice.take(incoming, interpreter)
        #expect(twice.state == once.state)
        #expect(twice.history.count == once.history.count)
        #expect(once.state.timers.isEmpty, "nothing that has ended waits for a timer")
    }
}
