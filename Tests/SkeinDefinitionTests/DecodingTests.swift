// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct DecodingTests {
    private static let f = Sample.function("a")

    @Test(arguments: [
        Fault(#""step_nam":"a","function_to_call":"t.f""#, "field-missing", "/workflow_steps/0"),
        Fault(#""step_name":"a""#, "field-missing", "/workflow_steps/0"),
        Fault(#""step_name":"a","function_to_call":"run""#, "name-malformed", "/workflow_steps/0/function_to_call"),
        Fault(#""step_name":"a","function_to_call":"T.f""#, "name-malformed", "/workflow_steps/0/function_to_call"),
        Fault(#""step_name":"a/b","function_to_call":"t.f""#, "name-malformed", "/workflow_steps/0/step_name"),
        Fault(#""step_name":"","function_to_call":"t.f""#, "name-malformed", "/workflow_steps/0/step_name"),
        Fault(#""step_name":3,"function_to_call":"t.f""#, "type-mismatch", "/workflow_steps/0/step_name"),
        Fault(Sample.function("a", #""output_variable":"Big""#), "name-malformed", "/workflow_steps/0/output_variable"),
        Fault(
            Sample.function("a", #""output_variable":"input""#),
            "output-variable-reserved",
            "/workflow_steps/0/output_variable"
        ),
        Fault(
            Sample.function("a", #""output_variable":"step3""#),
            "output-variable-reserved",
            "/workflow_steps/0/output_variable"
        ),
        Fault(Sample.function("a", #""step_number":2"#), "step-number-gap", "/workflow_steps/0/step_number"),
        Fault(Sample.function("a", #""step_number":0"#), "value-out-of-range", "/workflow_steps/0/step_number"),
        Fault(Sample.function("a", #""timeout_seconds":0"#), "value-out-of-range", "/workflow_steps/0/timeout_seconds"),
        Fault(
            Sample.function("a", #""timeout_seconds":2592001"#),
            "value-out-of-range",
            "/workflow_steps/0/timeout_seconds"
        ),
        Fault(
            Sample.function("a", #""type":"functoin""#),
            "step-type-unknown",
            "/workflow_steps/0/type",
            hint: "function"
        ),
        Fault(Sample.function("a", #""type":"llm","prompt":"x""#), "step-type-unavailable", "/workflow_steps/0/type"),
        Fault(Sample.function("a", #""type":"HTTP_REQUEST""#), "step-type-unavailable", "/workflow_steps/0/type"),
        Fault(Sample.function("a", #""depends_on":["b"]"#), "dependency-unknown", "/workflow_steps/0/depends_on/0"),
        Fault(Sample.function("a", #""compensate_with":{}"#), "field-missing", "/workflow_steps/0/compensate_with"),
        Fault(
            Sample.function("a", #""timout_seconds":3"#),
            "field-unknown",
            "/workflow_steps/0/timout_seconds",
            hint: "timeout_seconds"
        ),
        Fault(Sample.function("a", #""input_mapping":[1]"#), "type-mismatch", "/workflow_steps/0/input_mapping"),
        Fault(
            Sample.function("a", #""condition":"$input.a >""#),
            "syntax-invalid",
            "/workflow_steps/0/condition"
        ),
        Fault(
            Sample.function("a", #""condition":"sise($input.a)""#),
            "function-unknown",
            "/workflow_steps/0/condition",
            hint: "size"
        ),
        Fault(
            Sample.function("a", #""input_mapping":{"x":["$input.a + 1"]}"#),
            "reference-malformed",
            "/workflow_steps/0/input_mapping/x/0",
            hint: "= $input.a + 1"
        ),
        Fault(
            Sample.function("a", #""input_mapping":{"x":"{{#if a}}"}"#),
            "template-malformed",
            "/workflow_steps/0/input_mapping/x"
        ),
        Fault(
            Sample.function("a", #""input_mapping":{"x":"{{uper $input.a}}"}"#),
            "helper-unknown",
            "/workflow_steps/0/input_mapping/x",
            hint: "upper"
        ),
        Fault(
            Sample.function("a", #""input_mapping":{"x":"{{a"}"#),
            "template-malformed",
            "/workflow_steps/0/input_mapping/x"
        ),
    ])
    func aFaultOfAStepIsNamedOnce(_ fault: Fault) throws {
        // The first row has a misspelt field too, which is a second fault.
        if fault.step.contains("step_nam\"") {
            let codes = try Sample.problems([fault.step]).map(\.code)
            #expect(codes.contains("field-missing") && codes.contains("field-unknown"))
        } else {
            try fault.check()
        }
    }

    @Test(arguments: [
        Fault(f, more: #""statsu":"draft""#, "field-unknown", "/statsu", hint: "status"),
        Fault(f, more: #""status":"activ""#, "value-unknown", "/status", hint: "active"),
        Fault(f, more: #""tags":[1]"#, "type-mismatch", "/tags/0"),
        Fault(f, more: #""execution_mode":"paralel""#, "value-unknown", "/execution_mode", hint: "parallel"),
        Fault(f, more: #""data_required":["a"]"#, "field-unavailable", "/data_required"),
        Fault(f, more: #""context_sources":[]"#, "field-unavailable", "/context_sources"),
        Fault(f, more: #""output_schema":{"type":"objec"}"#, "schema-malformed", "/output_schema/type"),
        Fault(
            f,
            more: #""validation_rules":[{"rule":"$input.a >"}]"#,
            "syntax-invalid",
            "/validation_rules/0/rule"
        ),
        Fault(f, more: #""validation_rules":[{"name":"x"}]"#, "field-missing", "/validation_rules/0"),
        Fault(f, more: #""validation_rules":[3]"#, "type-mismatch", "/validation_rules/0"),
        Fault(f, more: #""risk_config":{"factors":[{"name":"f"}]}"#, "field-missing", "/risk_config/factors/0"),
        Fault(
            f,
            more: #""risk_config":{"factors":[{"name":"f","level":"1.0","weight":2}]}"#,
            "value-out-of-range",
            "/risk_config/factors/0/weight"
        ),
        Fault(
            f,
            more: #""risk_config":{"factors":[{"name":"f","level":"1"}],"auto_approve_threshold":0.8}"#,
            "thresholds-unordered",
            "/risk_config/require_review_threshold"
        ),
        Fault(
            f,
            more: #""risk_config":{"factors":[{"name":"f","level":"1"}],"require_hitl_threshold":1.5}"#,
            "value-out-of-range",
            "/risk_config/require_hitl_threshold"
        ),
        Fault(
            f,
            more: #""risk_config":{"factors":[{"name":"f","level":"1"},{"name":"f","level":"1"}]}"#,
            "name-duplicate",
            "/risk_config/factors/1/name"
        ),
        Fault(
            f,
            more: #""risk_config":{"factors":[{"name":"f","level":"1"}],"approval":{"expires_after":"2 days"}}"#,
            "duration-malformed",
            "/risk_config/approval/expires_after"
        ),
        Fault(
            f,
            more: #""risk_config":{"factors":[{"name":"f","level":"1"}],"approval":{"approvals":0}}"#,
            "value-out-of-range",
            "/risk_config/approval/approvals"
        ),
    ])
    func aFaultOfADefinitionIsNamedOnce(_ fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault(
            Sample.function("a", #""error_handling":{"retry_count":100}"#),
            "value-out-of-range",
            "/workflow_steps/0/error_handling/retry_count"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"retry":{"strategy":"expo"}}"#),
            "value-unknown",
            "/workflow_steps/0/error_handling/retry/strategy"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"retry":{"initial_delay":"1 s"}}"#),
            "duration-malformed",
            "/workflow_steps/0/error_handling/retry/initial_delay"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"retry":{"initial_delay":"9s","max_delay":"2s"}}"#),
            "value-out-of-range",
            "/workflow_steps/0/error_handling/retry/max_delay"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"retry":{"multiplier":0.5}}"#),
            "value-out-of-range",
            "/workflow_steps/0/error_handling/retry/multiplier"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"on_error":"compensat"}"#),
            "value-unknown",
            "/workflow_steps/0/error_handling/on_error",
            hint: "compensate"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"on_eror":"skip"}"#),
            "field-unknown",
            "/workflow_steps/0/error_handling/on_eror",
            hint: "on_error"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"fallback_value":1}"#),
            "fallback-unused",
            "/workflow_steps/0/error_handling/fallback_value"
        ),
        Fault(
            #""step_name":"a","type":"transform","set":{"v":1},"timeout_seconds":3"#,
            "timeout-unused",
            "/workflow_steps/0/timeout_seconds"
        ),
        Fault(
            #""step_name":"a","type":"wait","for":"1s","error_handling":{"retry_count":2}"#,
            "retry-unused",
            "/workflow_steps/0/error_handling"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"retry_count":1,"retry":{}}"#),
            "alias-mixed",
            "/workflow_steps/0/error_handling/retry_count"
        ),
        Fault(
            Sample.function("a", #""error_handling":{"retry_count":1},"retry_policy":{}"#),
            "alias-mixed",
            "/workflow_steps/0/retry_policy"
        ),
        Fault(Sample.function("a", #""handler_name":"t.f""#), "alias-mixed", "/workflow_steps/0/handler_name"),
        Fault(Sample.function("a", #""id":"a""#), "alias-mixed", "/workflow_steps/0/id"),
        Fault(
            Sample.function("a", #""condition":"$input.a","conditional_expression":"$input.a""#),
            "alias-mixed",
            "/workflow_steps/0/conditional_expression"
        ),
        Fault(#""step_name":"b","type":"branch""#, "field-missing", "/workflow_steps/0"),
        Fault(#""step_name":"b","type":"branch","cases":{"x":{"steps":[]}}"#, "field-missing", "/workflow_steps/0"),
        Fault(#""step_name":"b","type":"branch","when":[{"steps":[]}]"#, "field-missing", "/workflow_steps/0/when/0"),
        Fault(
            #""step_name":"b","type":"branch","when":[{"condition":"$input.a"}]"#,
            "field-missing",
            "/workflow_steps/0/when/0"
        ),
        Fault(#""step_name":"b","type":"branch","when":[3]"#, "type-mismatch", "/workflow_steps/0/when/0"),
        Fault(#""step_name":"t","type":"transform""#, "field-missing", "/workflow_steps/0"),
        Fault(
            #""step_name":"t","type":"transform","set":{"a":1},"rules":["x"]"#,
            "field-unavailable",
            "/workflow_steps/0/rules"
        ),
        Fault(#""step_name":"v","type":"validate""#, "field-missing", "/workflow_steps/0"),
    ])
    func aFaultOfAPartIsNamedOnce(_ fault: Fault) throws { try fault.check() }
}
