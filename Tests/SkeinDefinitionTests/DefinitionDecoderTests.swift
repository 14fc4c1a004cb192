// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel
import Testing

@Suite
struct DefinitionDecoderTests {
    @Test
    func everyErrorIsReportedAtOnce() throws {
        let text = #"{"deliverable_type":"Bad","discipline":3,"extra":1,"workflow_steps":[{"step_name":"a"},7]}"#
        let problems = DefinitionDecoder().decode(try JSONParser.parse(text)).problems
        let found = Set(problems.map { "\($0.code) \($0.pointer)" })
        let expected: Set<String> = [
            "name-malformed /deliverable_type", "field-missing ", "type-mismatch /discipline", "field-unknown /extra",
            "field-missing /workflow_steps/0", "type-mismatch /workflow_steps/1",
        ]
        #expect(found == expected)
        #expect(problems.count { $0.code == "field-missing" && $0.pointer == .root } == 2)
    }

    @Test(arguments: ["[]", "3", "null", "\"x\""])
    func aDocumentThatIsNoObjectIsRefused(_ text: String) throws {
        let result = DefinitionDecoder().decode(try JSONParser.parse(text))
        #expect(result.graph == nil)
        #expect(result.problems.map(\.code) == ["type-mismatch"])
    }

    @Test(arguments: [
        (Sample.function("a", #""input_mapping":{"x":"$vb"}"#), true),
        (#""step_name":"e","type":"for_each","items":"$input.l","steps":[{\#(Sample.function("a"))}]"#, true),
        (Sample.function("a", #""no_such_field":1"#), false), (Sample.function("a", #""condition":"1 +""#), false),
    ])
    func aStoredVersionOutlivesYoungerRulesAndNothingElse(_ step: String, _ runs: Bool) throws {
        let document = try Sample.definition([step])
        #expect(DefinitionDecoder().decode(document).graph == nil)
        let graph = try? DefinitionDecoder().graph(stored: document)
        #expect((graph?.node(named: "a") != nil) == runs)
    }

    @Test(arguments: [
        ("90d", Duration.seconds(90 * 86_400)), ("PT48H", .seconds(48 * 3600)), ("1h30m", .seconds(5400)),
    ])
    func aDefinitionSaysHowLongItsExecutionsAreKept(_ text: String, _ length: Duration) throws {
        let document = try Sample.definition([Sample.function("a")], "\"retention\":\"\(text)\"")
        #expect(try DefinitionDecoder().graph(document).definition.retention == length)
        #expect(WorkflowDefinition.retention(of: document) == length)
    }

    @Test(arguments: [
        ("90", "type-mismatch"), ("\"90\"", "duration-malformed"), ("\"0s\"", "value-out-of-range"),
        ("\"-1d\"", "duration-malformed"), ("\"1y\"", "duration-malformed"),
    ])
    func aRetentionThatIsNoLengthOfTimeIsRefused(_ json: String, _ code: String) throws {
        let problems = try Sample.problems([Sample.function("a")], "\"retention\":\(json)")
        #expect(problems.map { "\($0.code) \($0.pointer)" } == ["\(code) /retention"])
    }

    @Test
    func aliasesMeanTheirFields() throws {
        let step =
            #""id":"a","type":"FUNCTION_CALL","handler_name":"t.f","conditional_expression":"$input.a","#
            + #""retry_policy":{"strategy":"fixed","max_attempts":3,"initial_delay":"2s"},"title":"Title""#
        let graph = try DefinitionDecoder().graph(try Sample.definition([step]))
        let node = try #require(graph.node(named: "a"))
        guard case .function(let name, _) = node.step.kind else { throw SkeinError(.internalError, "no function") }
        #expect(name == "t.f")
        #expect(node.step.condition?.source == "$input.a")
        #expect(node.step.errorHandling.retry.maxAttempts == 3)
        #expect(node.step.errorHandling.retry.initialDelay == .seconds(2))
        #expect(node.step.description == "Title")
    }

    @Test(arguments: [
        ("DATA_TRANSFORM", #""set":{"x":1}"#), ("VALIDATION", #""rules":[]"#), ("CONDITIONAL", #""when":[]"#),
    ])
    func otherNamesOfTypesAreKnown(_ type: String, _ more: String) throws {
        #expect(try Sample.problems([#""step_name":"a","type":"\#(type)",\#(more)"#]).isEmpty)
    }

    @Test
    func defaultsAreTheDocumentedOnes() throws {
        let graph = try DefinitionDecoder().graph(try Sample.definition([Sample.function("a")]))
        let step = try #require(graph.node(named: "a")).step
        #expect(step.clocks == StepClocks())
        #expect(step.errorHandling.retry == .never)
        #expect(step.errorHandling.onError == .fail)
        let definition = graph.definition
        #expect(definition.status == .active)
        #expect(definition.risk.autoApprove == 0.3)
        #expect(definition.risk.requireReview == 0.7)
        #expect(definition.risk.requireApproval == 0.9)
        #expect(definition.risk.approval.approvals == 1)
        #expect(definition.risk.approval.notAuthor)
    }

    @Test
    func retryCountIsOneAttemptMore() throws {
        let step = Sample.function("a", #""error_handling":{"retry_count":3}"#)
        let graph = try DefinitionDecoder().graph(try Sample.definition([step]))
        #expect(graph.node(named: "a")?.step.errorHandling.retry.maxAttempts == 4)
        #expect(graph.node(named: "a")?.step.errorHandling.retry.strategy == .exponential)
    }

    @Test
    func stepsAreLimitedNestedOnesIncluded() throws {
        var limits = DefinitionLimits()
        limits.steps = 3
        let inner = Sample.function("b")
        let branch = #""step_name":"r","type":"branch","when":[{"condition":"$input.a","steps":[{\#(inner)}]}]"#
        let decoder = DefinitionDecoder(limits: limits)
        #expect(decoder.decode(try Sample.definition([branch, Sample.function("c")])).problems.isEmpty)
        let steps = [branch, Sample.function("c"), Sample.function("d")]
        let problems = decoder.decode(try Sample.definition(steps)).problems
        #expect(problems.map(\.code) == ["limit-exceeded"])
        #expect(problems.first?.message.contains("definition.steps") == true)
    }

    @Test(arguments: [(11, true), (12, false), (60, false)])
    func nestingIsLimited(_ branches: Int, _ isAllowed: Bool) throws {
        var step = Sample.function("leaf")
        for level in 0..<branches {
            step = #""step_name":"b\#(level)","type":"branch","when":[{"condition":"$input.a","steps":[{\#(step)}]}]"#
        }
        let problems = try Sample.problems([step])
        #expect(problems.map(\.code) == (isAllowed ? [] : ["limit-exceeded"]))
    }

    @Test(arguments: ["a", "foundation_design", "x9_"])
    func keysAreLowerCaseNames(_ key: String) { #expect(NamePattern.isName(key)) }

    @Test(arguments: ["", "A", "9a", "_a", "a-b", "a b", "ä", "a.b"])
    func otherKeysAreRefused(_ key: String) { #expect(!NamePattern.isName(key)) }

    @Test
    func stepNamesAndVariablesAreUnique() throws {
        let same = [Sample.function("a", #""output_variable":"v""#), Sample.function("a", #""output_variable":"v""#)]
        #expect(try Sample.problems(same).map(\.code) == ["name-duplicate", "output-variable-duplicate"])
    }

    @Test
    func namesThatOnlyDifferInUnicodeFormAreOneName() throws {
        let problems = try Sample.problems([Sample.function("caf\\u00e9"), Sample.function("cafe\\u0301")])
        #expect(problems.map(\.code) == ["name-duplicate"])
    }

    @Test
    func aCaseNamedElseDoesNotHideTheElseArm() throws {
        let branch =
            #""step_name":"b","type":"branch","on":"$input.a","cases":{"else":{"steps":[]}},"else":{"steps":[]}"#
        #expect(try Sample.problems([branch]).map(\.code) == ["name-duplicate"])
    }

    @Test
    func aFaultInOnIsReportedOnceForAllCases() throws {
        let cases = #""cases":{"x":{"steps":[]},"y":{"steps":[]}}"#
        let broken = try Sample.problems([#""step_name":"b","type":"branch","on":"$input.a +",\#(cases)"#])
        #expect(broken.map(\.pointer.description) == ["/workflow_steps/0/on"])
        let unknown = try Sample.problems([#""step_name":"b","type":"branch","on":"$nothing",\#(cases)"#])
        #expect(unknown.map(\.pointer.description) == ["/workflow_steps/0/on"])
    }

    @Test
    func casesNamedLikePositionsAreStillCases() throws {
        let cases = #""cases":{"0":{"steps":[]},"1":{"steps":[]}}"#
        let unknown = try Sample.problems([#""step_name":"b","type":"branch","on":"$nothing",\#(cases)"#])
        #expect(Set(unknown.map(\.pointer.description)) == ["/workflow_steps/0/on"])
    }
}
