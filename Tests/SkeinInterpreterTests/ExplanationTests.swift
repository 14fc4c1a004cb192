// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import Testing

/// Why an execution is where it is, worked out from its history.
@Suite
struct ExplanationTests {
    private static func explain(_ steps: String, _ more: String, _ incoming: [String]) throws -> JSONValue {
        let document = try JSONParser.parse(
            """
            {"deliverable_type":"d","display_name":"D","discipline":"d","input_schema":{"type":"object"}\(more),
            "workflow_steps":[\(steps)]}
            """
        )
        let graph = try DefinitionDecoder().graph(document)
        var run = ScenarioRun(graph: graph)
        for (index, text) in incoming.enumerated() { try run.take(try JSONParser.parse(text), index) }
        return try Explanation(of: run.history.map { ($0.event, $0.time) }, graphs: GraphTimeline(graph)).json
    }

    private static func explain(_ steps: String, _ incoming: [String]) throws -> JSONValue {
        try Self.explain(steps, "", incoming)
    }

    @Test
    func aChoiceIsExplainedByTheValuesThatItRead() throws {
        let found = try Self.explain(
            """
            {"step_name":"way","type":"branch","when":[
              {"condition":"$input.n > 10","steps":[]},{"condition":"$input.n > $input.limit","steps":[]}]},
            {"step_name":"extra","type":"transform","condition":"$input.wanted","set":{"v":1},"output_variable":"extra"}
            """,
            [#"{"at":0,"start":{"input":{"n":7,"limit":5,"wanted":false}}}"#]
        )
        #expect(found["status"] == "completed")
        #expect(found["waits"] == [])
        #expect(found["choices"]?[0]?["path"] == "way")
        #expect(found["choices"]?[0]?["expression"] == "$input.n > $input.limit")
        #expect(found["choices"]?[0]?["values"] == ["$input.n": 7, "$input.limit": 5])
        #expect(found["choices"]?[1]?["path"] == "extra")
        #expect(found["choices"]?[1]?["values"] == ["$input.wanted": false])
    }

    @Test
    func aWaitSaysWhatWakesItSinceWhenAndWhoCanAct() throws {
        let found = try Self.explain(
            """
            {"step_name":"p","type":"parallel","branches":[
              {"name":"a","steps":[{"step_name":"ask","type":"human","task":
                {"title":"Look","roles":["tester"],"due_in":"1h"}}]},
              {"name":"b","steps":[{"step_name":"paid","type":"wait","signal":{"name":"paid"}}]},
              {"name":"c","steps":[{"step_name":"call","function_to_call":"t.call","input_mapping":{},
                "retry_policy":{"strategy":"fixed","initial_delay":"5m","max_attempts":3,"jitter":false}}]},
              {"name":"d","steps":[{"step_name":"nap","type":"wait","for":"2h"}]}]}
            """,
            [
                #"{"at":0,"start":{"input":{}}}"#,
                """
                {"at":60,"task_failed":{"path":"p[c]/call","attempt":1,
                "failure":{"code":"busy","message":"Later.","retryable":true}}}
                """,
            ]
        )
        #expect(found["status"] == "waiting")
        let waits = found["waits"]?.array ?? []
        #expect(waits.map { $0["kind"] } == ["person", "signal", "retry", "time"])
        #expect(waits[0]["who"] == ["role tester"])
        #expect(waits[0]["until"] == "2026-03-01T01:00:00Z")
        #expect(waits[1]["why"] == "It waits for the signal 'paid'.")
        #expect(waits[2]["since"] == "2026-03-01T00:01:00Z")
        #expect(waits[2]["until"] == "2026-03-01T00:06:00Z")
        #expect(waits[2]["why"]?.string?.contains("busy") == true)
        #expect(waits[3]["until"] == "2026-03-01T02:00:00Z")
    }

    @Test
    func anOutputValueNamesTheStepAndAttemptThatMadeIt() throws {
        let found = try Self.explain(
            """
            {"step_name":"size","function_to_call":"t.size","input_mapping":{},"output_variable":"size",
             "retry_policy":{"strategy":"fixed","initial_delay":"1s","max_attempts":3,"jitter":false}}
            """,
            #","output":{"width":"$size.b","load":"$input.load","note":"fixed"}"#,
            [
                #"{"at":0,"start":{"input":{"load":9}}}"#,
                #"{"at":1,"task_failed":{"path":"size","failure":{"code":"x","message":"y","retryable":true}}}"#,
                #"{"at":2,"timer_fired":"retry:2:size"}"#,
                #"{"at":3,"task_completed":{"path":"size","attempt":2,"output":{"b":2.5}}}"#,
            ]
        )
        let output = found["output"]?.array ?? []
        #expect(output[0]["member"] == "width")
        #expect(output[0]["steps"] == [["path": "size", "attempt": 2]])
        #expect(output[0]["values"] == ["$size.b": 2.5])
        #expect(output[1]["steps"] == [])
        #expect(output[1]["values"] == ["$input.load": 9])
    }

    @Test
    func anApprovalAndAHoldAreWaits() throws {
        let found = try Self.explain(
            #"{"step_name":"t","type":"transform","set":{"v":1},"output_variable":"t"}"#,
            """
            ,"risk_config":{"factors":[{"name":"f","when":"$t.v == 1","weight":1}],"approval":{"roles":["engineer"],"approvals":2}}
            """,
            [#"{"at":0,"start":{"input":{}}}"#]
        )
        #expect(found["waits"]?[0]?["kind"] == "approval")
        #expect(found["waits"]?[0]?["who"] == ["role engineer"])
        let held = try Self.explain(
            #"{"step_name":"w","type":"wait","for":"1h"}"#,
            [#"{"at":0,"start":{"input":{}}}"#, #"{"at":1,"control":{"action":"pause"}}"#]
        )
        #expect(held["waits"]?[0]?["kind"] == "operator")
    }
}
