// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

@Suite
struct LintTests {
    /// A document, and its problems as `code pointer`.
    struct Finding: Sendable, CustomTestStringConvertible {
        let steps: [String]
        let more: String
        let problems: [String]

        var testDescription: String { "\(self.steps) \(self.more)" }

        init(_ steps: [String], _ more: String = "", _ problems: [String]) {
            self.steps = steps
            self.more = more
            self.problems = problems
        }
    }

    private static func reads(_ name: String, _ value: String) -> String {
        Sample.function(name, "\"input_mapping\":{\"x\":\"\(value)\"}")
    }

    private static let x = "/workflow_steps/1/input_mapping/x"
    private static let first = Sample.function("a", #""output_variable":"va""#)
    private static let branch =
        #""step_name":"r","type":"branch","when":[{"condition":"$input.a","steps":[{\#(Sample.function("in", #""output_variable":"vi""#))}]},"#
        + #"{"condition":"$input.b","steps":[{\#(Self.reads("other", "$vi"))}]}]"#

    @Test(arguments: [
        "$va", "$va.b.c", "$outputs.va", "$steps.a.output.x", "$steps.a.status", "$step1.va", "$step1", "$input.q",
        "{{va.x}}", "= $va.x + $input.y", "$context.user_id", "$steps", "$outputs", "{{upper va.x}}",
        "{{#each va.list as |one|}}{{name}}{{one.price}}{{../va.x}}{{/each}}", "{{#if va.y}}{{$input.q}}{{/if}}",
    ])
    func areFoundToLeadSomewhere(_ reference: String) throws {
        #expect(try Sample.problems([Self.first, Self.reads("b", reference)]).isEmpty)
    }

    @Test(arguments: [
        ("$vb", "reference-unknown", "va"), ("$outputs.vaa", "reference-unknown", "va"),
        ("$steps.aa.output", "reference-unknown", "'a'"),
        ("$steps.a.width", "reference-unknown", "$steps.a.output.width"),
        ("$step9.va", "reference-unknown", ""), ("$step1.vb", "step-variable-mismatch", "va"),
        ("$step2.va", "step-variable-mismatch", "$va"), ("$error.code", "reference-unknown", ""),
        ("$steps.b.output", "reference-too-early", ""), ("{{vb.x}}", "reference-unknown", "va"),
        ("$inptu.a", "reference-unknown", "input"), ("= has($vb.x)", "reference-unknown", "va"),
        ("{{#if vb.x}}1{{/if}}", "reference-unknown", "va"), ("{{upper $vb}}", "reference-unknown", "va"),
        ("{{#each input.list}}{{../vb}}{{/each}}", "reference-unknown", "va"),
    ])
    func leadNowhere(_ reference: String, _ code: String, _ hint: String) throws {
        let problems = try Sample.problems([Self.first, Self.reads("b", reference)])
        #expect(problems.map { "\($0.code) \($0.pointer)" } == ["\(code) \(Self.x)"])
        #expect(problems.first?.hint?.contains(hint) ?? hint.isEmpty, "\(problems)")
    }

    @Test
    func aStepThatRunsLaterIsTooEarlyToRead() throws {
        let problems = try Sample.problems([Self.reads("b", "$va"), Self.first])
        #expect(problems.map(\.code) == ["reference-too-early"])
    }

    @Test
    func aSiblingArmCannotBeReadAndWhatFollowsCan() throws {
        let problems = try Sample.problems([Self.branch, Self.reads("after", "$vi")])
        #expect(
            problems.map { "\($0.code) \($0.pointer)" } == [
                "reference-too-early /workflow_steps/0/when/1/steps/0/input_mapping/x"
            ]
        )
    }

    @Test
    func anArmReadsWhatStandsBeforeItsBranch() throws {
        let branch =
            #""step_name":"r","type":"branch","on":"$va","cases":{"x":{"steps":[{\#(Self.reads("in", "$va.b"))}]}}"#
        #expect(try Sample.problems([Self.first, branch]).isEmpty)
    }

    @Test
    func fallbacksReadTheErrorAndNotTheirOwnStep() throws {
        let good = Sample.function(
            "a",
            #""error_handling":{"on_error":"continue","fallback_value":{"c":"$error.code"}}"#
        )
        #expect(try Sample.problems([good]).isEmpty)
        let own = #""error_handling":{"on_error":"continue","fallback_value":"$steps.a.output"}"#
        #expect(try Sample.problems([Sample.function("a", own)]).map(\.code) == ["reference-too-early"])
    }

    @Test(arguments: [
        Finding([first], #""output":{"x":1}"#, ["output-variable-unused /workflow_steps/0/output_variable"]),
        Finding([first], #""output":{"x":"$va"}"#, []),
        Finding([first], #""output":"$outputs""#, []),
        Finding([first], "", []),
        Finding(
            [Sample.function("a", #""condition":"1 < 2""#)],
            "",
            ["condition-constant /workflow_steps/0/condition"]
        ),
        Finding([first], #""risk_config":{"auto_approve_threshold":0.2}"#, ["risk-never-scored /risk_config"]),
        Finding([first], #""validation_rules":[{"rule":"$vb > 1"}]"#, ["reference-unknown /validation_rules/0/rule"]),
        Finding(
            [first],
            #""validation_rules":[{"rule":"$va > 1","message":"{{vb}}"}]"#,
            ["reference-unknown /validation_rules/0/message"]
        ),
        Finding([first], #""output":{"x":["$va","$vb"]}"#, ["reference-unknown /output/x/1"]),
        Finding(
            [first],
            #""risk_config":{"factors":[{"name":"f","when":"$vb.c"}]}"#,
            ["reference-unknown /risk_config/factors/0/when"]
        ),
    ])
    func whatIsReadAfterTheLastStepIsChecked(_ finding: Finding) throws {
        let problems = try Sample.problems(finding.steps, finding.more)
        #expect(problems.map { "\($0.code) \($0.pointer)" } == finding.problems)
    }

    @Test
    func warningsLeaveAGraph() throws {
        let result = DefinitionDecoder().decode(try Sample.definition([Sample.function("a", #""condition":"true""#)]))
        #expect(result.graph != nil)
        #expect(result.errors.isEmpty && result.problems.count == 1)
    }
}
