// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

@Suite
struct DefinitionDecoderTests {
    /// A definition with changes merged into it; `null` removes.
    static func document(_ changes: String = "{}") throws -> JSONValue {
        let base = try JSONParser.parse(
            #"""
            {"deliverable_type": "k", "display_name": "K", "discipline": "test",
             "input_schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
             "workflow_steps": [
               {"step_name": "one", "function_to_call": "tool.one", "input_mapping": {"n": "$input.n"}, "output_variable": "a"},
               {"step_name": "two", "function_to_call": "tool.two", "input_mapping": {"a": "$a"}, "output_variable": "b"}]}
            """#
        )
        guard case .object(var object) = base, case .object(let members) = try JSONParser.parse(changes) else {
            return base
        }
        for (key, value) in members { object[key] = value.isNull ? nil : value }
        return .object(object)
    }

    @Test
    func aWellFormedDefinitionHasNoProblems() throws {
        let result = DefinitionDecoder().decode(try Self.document())
        #expect(result.problems.isEmpty)
        #expect(result.graph?.functionNames == ["tool.one", "tool.two"])
    }

    static let faults: [(changes: String, code: String, pointer: String)] = [
        (#"{"deliverable_type": "Bad Key"}"#, "name-malformed", "/deliverable_type"),
        (#"{"deliverable_type": null}"#, "field-missing", ""),
        (#"{"display_name": 3}"#, "type-mismatch", "/display_name"),
        (#"{"statuss": "active"}"#, "field-unknown", "/statuss"), (#"{"status": "activ"}"#, "value-unknown", "/status"),
        (#"{"workflow_steps": []}"#, "steps-missing", "/workflow_steps"),
        (#"{"tags": [1]}"#, "type-mismatch", "/tags/0"),
        (#"{"input_schema": {"tipe": "object"}}"#, "keyword-unknown", "/input_schema/tipe"),
        (
            #"{"risk_config": {"auto_approve_threshold": 0.8}}"#, "thresholds-unordered",
            "/risk_config/require_review_threshold"
        ),
        (
            #"{"risk_config": {"require_hitl_threshold": 0.5}}"#, "thresholds-unordered",
            "/risk_config/require_hitl_threshold"
        ),
        (
            #"{"risk_config": {"require_hitl_threshold": 1.5}}"#, "value-out-of-range",
            "/risk_config/require_hitl_threshold"
        ),
        (#"{"execution_mode": "parallel"}"#, "field-unavailable", "/execution_mode"),
        (#"{"output": "$c"}"#, "reference-unknown", "/output"),
        (#"{"output": {"x": "$step9.a"}}"#, "reference-unknown", "/output/x"),
        (#"{"output": "$step1.b"}"#, "step-variable-mismatch", "/output"),
        (#"{"output": "$steps.onee.output"}"#, "reference-unknown", "/output"),
        (#"{"output": "$a + 1"}"#, "reference-malformed", "/output"),
        (#"{"output": "= $a +"}"#, "expression-malformed", "/output"),
        (#"{"output": "{{#if a}}"}"#, "template-unsupported", "/output"),
        (#"{"validation_rules": [{"severity": "error"}]}"#, "field-missing", "/validation_rules/0"),
        (
            #"{"workflow_steps": [{"step_name": "s", "type": "http"}]}"#, "step-type-unavailable",
            "/workflow_steps/0/type"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "type": "functon"}]}"#, "step-type-unknown",
            "/workflow_steps/0/type"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "function_to_call": "one"}]}"#, "name-malformed",
            "/workflow_steps/0/function_to_call"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "function_to_call": "a.b", "handler_name": "a.b"}]}"#,
            "alias-mixed", "/workflow_steps/0/handler_name"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "function_to_call": "a.b", "timeout_seconds": 0}]}"#,
            "value-out-of-range", "/workflow_steps/0/timeout_seconds"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "function_to_call": "a.b"}, {"step_name": "s", "function_to_call": "a.b"}]}"#,
            "name-duplicate", "/workflow_steps/1/step_name"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "function_to_call": "a.b", "output_variable": "input"}]}"#,
            "output-variable-reserved", "/workflow_steps/0/output_variable"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "step_number": 2, "function_to_call": "a.b"}]}"#,
            "step-number-gap", "/workflow_steps/0/step_number"
        ),
        (
            #"{"workflow_steps": [{"step_name": "s", "function_to_call": "a.b", "input_mapping": {"x": "$v"}}, {"step_name": "t", "function_to_call": "a.b", "output_variable": "v"}]}"#,
            "reference-too-early", "/workflow_steps/0/input_mapping/x"
        ),
    ]

    @Test(arguments: Self.faults)
    func aFaultIsNamedWithItsPlace(_ changes: String, _ code: String, _ pointer: String) throws {
        let result = DefinitionDecoder().decode(try Self.document(changes))
        #expect(result.graph == nil)
        let found = result.errors.map { "\($0.code) \($0.pointer)" }
        #expect(found.contains("\(code) \(pointer)"), "\(found)")
    }

    @Test
    func everyFaultIsNamedAtOnce() throws {
        let changes = #"{"display_name": null, "status": "x", "extra": 1, "risk_config": {"factors": [{}]}}"#
        let codes = DefinitionDecoder().decode(try Self.document(changes)).errors.map(\.code)
        #expect(Set(["field-missing", "value-unknown", "field-unknown"]).isSubset(of: Set(codes)))
        #expect(codes.count >= 5)
    }

    @Test
    func aSlipGetsAHint() throws {
        let problems = DefinitionDecoder().decode(try Self.document(#"{"descipline": "x"}"#)).problems
        #expect(problems.first { $0.code == "field-unknown" }?.hint == "Did you mean 'discipline'?")
    }

    @Test
    func theStepsOfAnotherArmAreOutOfReach() throws {
        let steps = #"""
            [{"step_name": "r", "type": "branch", "when": [
               {"condition": "$input.n > 1", "steps": [{"step_name": "x", "function_to_call": "a.b", "output_variable": "x"}]},
               {"condition": "$input.n > 0", "steps": [{"step_name": "y", "function_to_call": "a.b", "input_mapping": {"v": "$x"}}]}]}]
            """#
        let result = DefinitionDecoder().decode(try Self.document(#"{"workflow_steps": \#(steps)}"#))
        #expect(result.errors.map(\.code) == ["reference-too-early"])
    }

    @Test
    func theHashSeesContentAndNothingElse() throws {
        let one = WorkflowDefinition.hashedContent(of: try Self.document())
        #expect(one == WorkflowDefinition.hashedContent(of: try Self.document(#"{"status": "draft"}"#)))
        #expect(one != WorkflowDefinition.hashedContent(of: try Self.document(#"{"display_name": "L"}"#)))
        let object = try #require(try Self.document().object)
        let reversed = JSONValue.object(object.reversed().reduce(into: [:]) { $0[$1.key] = $1.value })
        #expect(one == WorkflowDefinition.hashedContent(of: reversed))
    }

    @Test
    func aDifferenceSpeaksOfSteps() throws {
        let new = #"""
            {"risk_config": {"auto_approve_threshold": 0.2}, "input_schema": {"type": "object"}, "workflow_steps": [
               {"step_name": "two", "function_to_call": "tool.two", "input_mapping": {"a": 1}, "output_variable": "b"},
               {"step_name": "one", "function_to_call": "tool.one", "input_mapping": {"n": "$input.n"}, "output_variable": "a"},
               {"step_name": "three", "function_to_call": "tool.three"}]}
            """#
        let difference = DefinitionDifference(from: try Self.document(), to: try Self.document(new))
        #expect(difference.added == ["three"])
        #expect(difference.removed.isEmpty)
        #expect(difference.moved.count == 1)
        #expect(difference.changed.map(\.name) == ["two"])
        #expect(!difference.risk.isEmpty)
        #expect(!difference.schemas.isEmpty)
        #expect(DefinitionDifference(from: try Self.document(), to: try Self.document()).isEmpty)
    }

    @Test
    func callsAreCheckedAgainstTheFunctions() throws {
        let graph = try #require(DefinitionDecoder().decode(try Self.document()).graph)
        let schema = try JSONParser.parse(
            #"{"required": ["m"], "additionalProperties": false, "properties": {"m": {}}}"#
        )
        let problems = graph.problems(calling: ["tool.one": FunctionSignature(name: "tool.one", inputSchema: schema)])
        #expect(problems.map(\.code) == ["function-input-missing", "function-input-unknown", "function-not-found"])
    }
}
