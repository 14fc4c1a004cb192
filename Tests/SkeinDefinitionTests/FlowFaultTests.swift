// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

/// Definitions that cannot work are refused: what, where, and what to do.
@Suite
struct FlowFaultTests {
    /// A list of steps and the one thing that is wrong with it.
    struct Flow: Sendable, CustomTestStringConvertible {
        let steps: String
        let mode: String
        let code: String
        let pointer: String
        let message: String

        init(_ code: String, _ pointer: String, _ message: String, mode: String = "sequential", _ steps: String) {
            self.steps = steps
            self.mode = mode
            self.code = code
            self.pointer = pointer
            self.message = message
        }

        var testDescription: String { "\(self.code): \(self.message)" }
    }

    private static func transform(_ name: String, _ value: String = "1", _ more: String = "") -> String {
        #"{"step_name":"\#(name)","type":"transform","set":{"v":"= \#(value)"},"output_variable":"\#(name)"\#(more)}"#
    }

    private static func each(_ more: String, _ steps: String = transform("x")) -> String {
        #"{"step_name":"each","type":"for_each","items":[1,2]\#(more),"steps":[\#(steps)],"output_variable":"each"}"#
    }

    @Test(arguments: [
        Flow(
            "dependency-cycle",
            "/workflow_steps/0",
            "a -> c -> b -> a",
            mode: "parallel",
            "\(transform("a", "$c.v")),\(transform("b", "$a.v")),\(transform("c", "$b.v"))"
        ),
        Flow(
            "dependency-cycle",
            "/workflow_steps/0",
            "a -> b -> a",
            "\(transform("a", "1", #","depends_on":["b"]"#)),\(transform("b", "1", #","depends_on":["a"]"#))"
        ),
        Flow(
            "dependency-unknown",
            "/workflow_steps/1/depends_on/0",
            "depends on 'aa'",
            "\(transform("a")),\(transform("b", "1", #","depends_on":["aa"]"#))"
        ),
        Flow("key-missing", "/workflow_steps/0", "no key", each("")),
        Flow("field-missing", "/workflow_steps/0", "workflow", #"{"step_name":"s","type":"workflow"}"#),
        Flow(
            "name-malformed",
            "/workflow_steps/0/workflow",
            "cannot name a definition",
            #"{"step_name":"s","type":"workflow","workflow":"No Key"}"#
        ),
        Flow(
            "reference-unknown",
            "/workflow_steps/0/input_mapping/a",
            "nobody",
            #"{"step_name":"s","type":"workflow","workflow":"other","input_mapping":{"a":"$nobody.x"}}"#
        ),
        Flow("field-missing", "/workflow_steps/0", "event", #"{"step_name":"s","type":"emit"}"#),
        Flow(
            "reference-unknown",
            "/workflow_steps/0/payload",
            "nobody",
            #"{"step_name":"s","type":"emit","event":"e","payload":"$nobody.x"}"#
        ),
        Flow(
            "clock-misplaced",
            "/workflow_steps/0/heartbeat_seconds",
            "call a function",
            transform("a", "1", #","heartbeat_seconds":3"#)
        ),
        Flow(
            "clock-misplaced",
            "/workflow_steps/0/schedule_to_start_seconds",
            "call a function",
            transform("a", "1", #","schedule_to_start_seconds":3"#)
        ),
        Flow(
            "value-out-of-range",
            "/workflow_steps/0/total_timeout_seconds",
            "total_timeout_seconds is 2592001",
            transform("a", "1", #","total_timeout_seconds":2592001"#)
        ),
        Flow(
            "value-unknown",
            "/workflow_steps/0/advance",
            "none of automatic, manual",
            transform("a", "1", #","advance":"by_hand""#)
        ),
        Flow(
            "reference-into-for-each",
            "/workflow_steps/1/set/v",
            "once for each item",
            "\(each(#","key":"$item""#)),\(transform("after", "$x.v"))"
        ),
        Flow("reference-unknown", "/workflow_steps/0/set/v", "only known inside a for_each", transform("a", "$item.v")),
        Flow(
            "reference-unknown",
            "/workflow_steps/0/set/v",
            "only known to the correlate",
            transform("a", "$signal.v")
        ),
        Flow(
            "reference-too-early",
            "/workflow_steps/0/steps/0/set/v",
            "In the first iteration",
            #"{"step_name":"l","type":"loop","until":"$b.v > 1","max_iterations":3,"steps":["#
                + "\(transform("a", "$b.v")),\(transform("b"))]}"
        ),
        Flow(
            "reference-too-early",
            "/workflow_steps/0/branches/1/steps/0/set/v",
            "has not run by then",
            #"{"step_name":"p","type":"parallel","branches":[{"name":"l","steps":[\#(transform("a"))]},"#
                + #"{"name":"r","steps":[\#(transform("b", "$a.v"))]}]}"#
        ),
        Flow(
            "reference-too-early",
            "/workflow_steps/0/while",
            "In the first iteration",
            #"{"step_name":"l","type":"loop","while":"$a.v < 3","max_iterations":3,"steps":[\#(transform("a"))]}"#
        ),
        Flow(
            "join-impossible",
            "/workflow_steps/0/join",
            "3 branches, but there are 1",
            #"{"step_name":"p","type":"parallel","join":3,"branches":[{"name":"l","steps":[\#(transform("a"))]}]}"#
        ),
        Flow(
            "name-duplicate",
            "/workflow_steps/0/branches/1/name",
            "Two branches",
            #"{"step_name":"p","type":"parallel","branches":[{"name":"l","steps":[]},{"name":"l","steps":[]}]}"#
        ),
        Flow(
            "step-unreachable",
            "/workflow_steps/1",
            "never reached",
            #"{"step_name":"stop","type":"raise","error":{"code":"no","message":"No"}},\#(transform("a"))"#
        ),
        Flow(
            "output-variable-duplicate",
            "/workflow_steps/1/steps/0/output_variable",
            "both write to 'a'",
            #"\#(transform("a")),{"step_name":"p","type":"phase","steps":[{"step_name":"b","type":"transform","set":{},"#
                + #""output_variable":"a"}]}"#
        ),
        Flow(
            "field-missing",
            "/workflow_steps/0",
            "one of them",
            #"{"step_name":"w","type":"wait","for":"1h","until":"2026-01-01T00:00:00Z"}"#
        ),
        Flow(
            "duration-malformed",
            "/workflow_steps/0/for",
            "no duration",
            #"{"step_name":"w","type":"wait","for":"soon"}"#
        ),
        Flow(
            "field-missing",
            "/workflow_steps/0/task/on_expiry",
            "Nothing is due",
            #"{"step_name":"h","type":"human","task":{"title":"Look","on_expiry":"skip"}}"#
        ),
        Flow(
            "name-malformed",
            "/workflow_steps/0/as",
            "cannot name an item",
            each(#","key":"$index","as":"input""#)
        ),
        Flow(
            "field-missing",
            "/workflow_steps/0",
            "max_iterations",
            #"{"step_name":"l","type":"loop","while":"$input.a","steps":[\#(transform("a"))]}"#
        ),
    ])
    func whatCannotWorkIsRefused(_ flow: Flow) throws {
        let text = """
            {"deliverable_type":"d","display_name":"D","discipline":"d","input_schema":{"type":"object"},
            "execution_mode":"\(flow.mode)","workflow_steps":[\(flow.steps)]}
            """
        let errors = DefinitionDecoder().decode(try JSONParser.parse(text)).errors
        let error = try #require(errors.first, "\(flow.steps)")
        #expect(errors.count == 1, "\(errors)")
        #expect(error.code == flow.code)
        #expect(error.pointer.description == flow.pointer)
        #expect("\(error.message) \(error.hint ?? "")".contains(flow.message), "\(error)")
    }
}
