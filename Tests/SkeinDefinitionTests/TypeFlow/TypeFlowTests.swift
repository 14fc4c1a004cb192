// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import SkeinSchema
import Testing

/// Types are followed from the schemas of the input and the functions to every reference.
@Suite
struct TypeFlowTests {
    private static let input = """
        {"type":"object","required":["load","kind","tags","owner"],"additionalProperties":false,"properties":{
          "load":{"type":"number"},"kind":{"enum":["new","old"]},"note":{"type":"string"},
          "grade":{"type":"string","default":"M25"},"tags":{"type":"array","items":{"type":"string"}},
          "owner":{"type":["object","null"],"required":["name"],"properties":{"name":{"type":"string"}}},
          "open":{"type":"object","properties":{"depth":{"type":"integer"}}}}}
        """

    private static func functions() throws -> [String: FunctionSignature] {
        let designInput = try JSONParser.parse(
            """
            {"type":"object","required":["load","grade"],"additionalProperties":false,
             "properties":{"load":{"type":"number"},"grade":{"enum":["M20","M25"]},"depth":{"type":"integer"}}}
            """
        )
        let designOutput = try JSONParser.parse(
            """
            {"type":"object","required":["width"],"additionalProperties":false,
             "properties":{"width":{"type":"number"},"warning":{"type":"string"}}}
            """
        )
        let design = FunctionSignature(name: "t.d", input: try Schema(designInput), output: try Schema(designOutput))
        return ["t.d": design, "t.f": FunctionSignature(name: "t.f", input: nil, output: nil)]
    }

    /// What is wrong with a definition of these steps, as `code pointer`.
    private static func problems(_ steps: [String], _ more: String = "") throws -> [Problem] {
        var document = try #require(try Sample.definition(steps, more).object)
        document["input_schema"] = try JSONParser.parse(Self.input)
        let result = DefinitionDecoder().decode(.object(document))
        let graph = try #require(result.graph, "\(result.problems)")
        return graph.problems(calling: try Self.functions())
    }

    private static func found(_ steps: [String], _ more: String = "") throws -> [String] {
        try Self.problems(steps, more).map { "\($0.severity.rawValue) \($0.code) \($0.pointer)" }
    }

    private static func reads(_ name: String, _ value: String, _ more: String = "") -> String {
        Sample.function(name, "\"input_mapping\":{\"x\":\"\(value)\"}\(more.isEmpty ? "" : "," + more)")
    }

    private static func design(_ name: String, _ more: String = "") -> String {
        #""step_name":"\#(name)","function_to_call":"t.d","output_variable":"v\#(name)","#
            + #""input_mapping":{"load":"$input.load","grade":"M20"}\#(more.isEmpty ? "" : "," + more)"#
    }

    private static let x = "/workflow_steps/1/input_mapping/x"

    // MARK: Paths

    @Test(arguments: [
        "$input.load", "$input.grade", "= $input.note ?? ''", "= has($input.note) ? $input.note : ''", "$va.width",
        "$step1.va.width", "$steps.a.output.width", "$outputs.va.width", "{{va.width}}",
        "{{#if input.note}}{{input.note}}{{/if}}",
        "{{#unless input.note}}none{{else}}{{input.note}}{{/unless}}", "{{#with input.owner}}{{name}}{{/with}}",
        "{{default input.note 'none'}}", "= $input.open.depth ?? 1", "$context.user_id", "$context.anything",
        "= $input.tags.map(t, t + '!')", "= $steps.a.attempts + 1",
    ])
    func whatIsCertainlyThereIsNotReported(_ reference: String) throws {
        #expect(try Self.found([Self.design("a"), Self.reads("b", reference)]) == [])
    }

    @Test(arguments: [
        ("$input.lod", "error path-impossible", "Did you mean 'load'?"),
        ("= $input.lod ?? 1", "error path-impossible", ""),
        ("$input.load.deep", "error path-impossible", ""),
        ("$va.widht", "error path-impossible", "Did you mean 'width'?"),
        ("{{va.widht}}", "error path-impossible", "'width'"), ("$step1.va.height", "error path-impossible", ""),
        ("$steps.a.output.heigth", "error path-impossible", ""),
        ("$input.note", "warning path-may-be-absent", "Write `$input.note ?? default`"),
        ("{{input.note}}", "warning path-may-be-absent", "{{#if input.note}}"),
        ("$va.warning", "warning path-may-be-absent", "has($va.warning)"),
        ("$input.owner.name", "warning path-may-be-absent", "$input.owner != null"),
        ("$input.tags[0]", "warning path-may-be-absent", "?? default"),
        ("= $input.open.anything", "warning path-may-be-absent", ""), ("= $va.width + 'm'", "error type-mismatch", ""),
        ("= $input.tags + 1", "error type-mismatch", ""),
        ("= $input.kind == 'older'", "warning comparison-constant", ""),
    ])
    func whatCannotBeOrMayNotBeIsReportedWithItsFix(_ reference: String, _ expected: String, _ hint: String) throws {
        let problems = try Self.problems([Self.design("a"), Self.reads("b", reference)])
        #expect(problems.map { "\($0.severity.rawValue) \($0.code) \($0.pointer)" } == ["\(expected) \(Self.x)"])
        #expect(problems.first?.hint?.contains(hint) ?? hint.isEmpty, "\(problems)")
    }

    // MARK: Steps that may not have run

    @Test(arguments: [
        (#""condition":"$input.load > 1""#, "its condition holds"),
        (#""error_handling":{"on_error":"skip"}"#, "is skipped when it fails"),
        (#""error_handling":{"on_error":"continue","fallback_value":null}"#, "goes on with null"),
    ])
    func theOutputOfAStepThatMayBeSkippedMayBeNull(_ more: String, _ reason: String) throws {
        let problems = try Self.problems([Self.design("a", more), Self.reads("b", "$va.width")])
        #expect(problems.map(\.code) == ["path-may-be-absent"])
        #expect(problems.first?.message.contains(reason) == true, "\(problems)")
        #expect(try Self.found([Self.design("a", more), Self.reads("b", "= $va.width ?? 0")]) == [])
        #expect(try Self.found([Self.design("a", more), Self.reads("b", "$va")]) == [])
        #expect(
            try Self.found([Self.design("a", more), Self.reads("b", "$va.width", #""condition":"$va != null""#)]) == []
        )
    }

    @Test
    func aStepUnderTheSameConditionHasNotBeenSkipped() throws {
        let condition = #""condition":"$input.load > 1""#
        #expect(try Self.found([Self.design("a", condition), Self.reads("b", "$va.width", condition)]) == [])
    }

    @Test
    func aConditionProtectsWhatTheStepReads() throws {
        let step = Self.reads("b", "$input.note", #""condition":"has($input.note)""#)
        #expect(try Self.found([Self.design("a"), step]) == [])
        let branch =
            #""step_name":"r","type":"branch","when":[{"condition":"has($input.note)","steps":[{\#(Self.reads("in", "$input.note"))}]}],"#
            + #""else":{"steps":[{\#(Self.reads("other", "$input.note"))}]}"#
        #expect(
            try Self.found([branch]) == [
                "warning path-may-be-absent /workflow_steps/0/else/steps/0/input_mapping/x"
            ]
        )
    }

    @Test
    func whatOnlyOneArmComesToMayBeNullAfterTheBranch() throws {
        let branch =
            #""step_name":"r","type":"branch","when":[{"condition":"$input.load > 1","steps":[{\#(Self.design("a"))},{\#(Self.reads("c", "$va.width"))}]}]"#
        let problems = try Self.problems([branch, Self.reads("b", "$va.width")])
        #expect(problems.map { "\($0.code) \($0.pointer)" } == ["path-may-be-absent \(Self.x)"])
        #expect(problems.first?.message.contains("may take another way") == true)
    }

    @Test
    func theFallbackCounts() throws {
        let fallback = #""error_handling":{"on_error":"continue","fallback_value":{"width":0}}"#
        #expect(try Self.found([Self.design("a", fallback), Self.reads("b", "$va.width")]) == [])
        let other = #""error_handling":{"on_error":"continue","fallback_value":{"breadth":0}}"#
        #expect(
            try Self.found([Self.design("a", other), Self.reads("b", "$va.width")])
                == ["warning path-may-be-absent \(Self.x)"]
        )
    }

    // MARK: Items

    @Test
    func itemsHaveTheTypeOfTheList() throws {
        let each =
            #""step_name":"e","type":"for_each","items":"$input.tags","key":"$index","as":"tag","output_variable":"ve","steps":[{\#(Self.reads("in", "= $tag.name"))}]"#
        #expect(
            try Self.found([each]) == ["error path-impossible /workflow_steps/0/steps/0/input_mapping/x"]
        )
        let good =
            #""step_name":"e","type":"for_each","items":"$input.tags","key":"$index","steps":[{\#(Self.reads("in", "= $item + '!'"))}]"#
        #expect(try Self.found([good]) == [])
        let no = good.replacing("$input.tags", with: "$input.load")
        #expect(try Self.found([no]) == ["error type-mismatch /workflow_steps/0/items"])
    }

    // MARK: Calls and outputs

    @Test(arguments: [
        (
            #"{"load":"$input.load","grade":"$input.grade"}"#,
            ["warning function-input-refused /workflow_steps/0/input_mapping/grade"]
        ), (#"{"load":"$input.load","grade":"M25"}"#, []), (#"{"load":1,"grade":"M20","depth":2}"#, []),
        (#"{"load":1}"#, ["error function-input-missing /workflow_steps/0/input_mapping"]),
        (
            #"{"load":1,"grade":"M20","wdith":1}"#,
            ["error function-input-unknown /workflow_steps/0/input_mapping/wdith"]
        ),
        (#"{"load":"$input.kind","grade":"M20"}"#, ["error function-input-type /workflow_steps/0/input_mapping/load"]),
        (#"{"load":1,"grade":"M30"}"#, ["error function-input-type /workflow_steps/0/input_mapping/grade"]),
        (#"{"load":1,"grade":"$input.kind"}"#, ["error function-input-type /workflow_steps/0/input_mapping/grade"]),
        (
            #"{"load":"{{input.load}}","grade":"M20"}"#,
            ["error function-input-type /workflow_steps/0/input_mapping/load"]
        ),
    ])
    func callsAreCheckedAgainstWhatTheFunctionTakes(_ input: String, _ expected: [String]) throws {
        let step = #""step_name":"a","function_to_call":"t.d","input_mapping":\#(input)"#
        #expect(try Self.found([step]) == expected)
    }

    @Test(arguments: [
        ("$input.size", "", "allows -1, for example"), ("$input.size", #""condition":"$input.size >= 0""#, ""),
        ("= $input.size + 1", "", ""), ("$input.share", "", ""), ("$input.owner", "", "allows null, for example"),
    ])
    func aValueThatTheFunctionWouldRefuseIsShown(_ value: String, _ more: String, _ expected: String) throws {
        let input = try JSONParser.parse(
            """
            {"type":"object","properties":{"x":{"anyOf":[
              {"type":"number","minimum":0},{"type":"object"}]}}}
            """
        )
        var document = try #require(try Sample.definition([Self.reads("a", value, more)]).object)
        document["input_schema"] = try JSONParser.parse(
            """
            {"type":"object","required":["size","share","owner"],"properties":{
              "size":{"type":"integer"},"share":{"type":"number","minimum":0,"maximum":1},"owner":{"type":["object","null"]}}}
            """
        )
        let graph = try #require(DefinitionDecoder().decode(.object(document)).graph)
        let function = FunctionSignature(name: "t.f", input: try Schema(input), output: nil)
        let problems = graph.problems(calling: ["t.f": function])
        #expect(problems.map(\.code) == (expected.isEmpty ? [] : ["function-input-refused"]), "\(problems)")
        if let problem = problems.first { #expect(problem.message.contains(expected), "\(problem)") }
    }

    @Test
    func aFunctionThatIsNotRegisteredIsFound() throws {
        let problems = try Self.problems([#""step_name":"a","function_to_call":"t.g""#])
        #expect(
            problems.map { "\($0.code) \($0.pointer)" } == ["function-not-found /workflow_steps/0/function_to_call"]
        )
        #expect(problems.first?.hint?.contains("Did you mean") == true)
    }

    @Test
    func theOutputIsCheckedAgainstItsSchema() throws {
        let schema = #""output_schema":{"type":"object","required":["w"],"properties":{"w":{"type":"string"}}}"#
        #expect(
            try Self.found([Self.design("a")], #""output":{"w":"$va.width"},\#(schema)"#) == [
                "error output-type /output/w"
            ]
        )
        #expect(
            try Self.found([Self.design("a")], #""output":{"v":"$va"},\#(schema)"#) == ["error output-missing /output"]
        )
    }

    // MARK: Conditions

    @Test(arguments: [
        ("$input.load > 1", []), ("$input.load", ["error type-mismatch"]),
        ("$input.kind == 'newer'", ["warning comparison-constant"]), ("$input.load + 1", ["error type-mismatch"]),
        ("size($input.tags) > 0 || true", ["warning condition-constant"]),
    ])
    func aConditionMustBeAbleToBeBoth(_ condition: String, _ expected: [String]) throws {
        let pointer = "/workflow_steps/0/condition"
        #expect(
            try Self.found([Self.design("a", #""condition":"\#(condition)""#)]) == expected.map { "\($0) \(pointer)" }
        )
    }

    @Test
    func rulesAndRiskAreCheckedAtTheEnd() throws {
        let more =
            #""validation_rules":[{"rule":"$va.width","message":"{{va.widht}}"}],"#
            + #""risk_config":{"factors":[{"name":"f","when":"$input.kind","level":"$input.kind"}]}"#
        #expect(
            try Self.found([Self.design("a")], more) == [
                "error type-mismatch /validation_rules/0/rule", "error path-impossible /validation_rules/0/message",
                "error type-mismatch /risk_config/factors/0/when", "error type-mismatch /risk_config/factors/0/level",
            ]
        )
    }
}
