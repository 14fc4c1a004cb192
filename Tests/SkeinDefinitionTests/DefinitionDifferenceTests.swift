// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

@Suite
struct DefinitionDifferenceTests {
    private static func difference(
        _ old: [String],
        _ new: [String],
        _ oldMore: String = "",
        _ newMore: String = ""
    ) throws -> DefinitionDifference {
        let before = try Sample.definition(old.map { Sample.function($0) }, oldMore)
        return DefinitionDifference(from: before, to: try Sample.definition(new.map { Sample.function($0) }, newMore))
    }

    @Test(arguments: [
        (["a", "b"], ["a", "b"], [], [], []), (["a"], ["a", "b"], ["b"], [], []), (["a", "b"], ["b"], [], ["a"], []),
        (["a", "b", "c"], ["c", "a", "b"], [], [], ["c"]), (["a", "b"], ["x", "b"], ["x"], ["a"], []),
        (["a", "b", "c", "d"], ["a", "c", "b", "d"], [], [], ["b"]),
    ])
    func stepsAreAddedRemovedAndMoved(
        _ old: [String],
        _ new: [String],
        _ added: [String],
        _ removed: [String],
        _ moved: [String]
    ) throws {
        let difference = try Self.difference(old, new)
        #expect(difference.added == added)
        #expect(difference.removed == removed)
        #expect(difference.moved.count == moved.count)
        // Of two neighbours that change places either one may count as moved.
        if difference.moved.first?.name != "c" || moved != ["b"] { #expect(difference.moved.map(\.name) == moved) }
        #expect(difference.changed.isEmpty)
        #expect(difference.isEmpty == (old == new))
    }

    @Test
    func aStepThatMovesIntoAnArmIsMoved() throws {
        let leaf = Sample.function("leaf")
        let arm = #""step_name":"r","type":"branch","when":[{"condition":"$input.a","steps":[\#("")"#
        let before = try Sample.definition([leaf, arm + "]}]"])
        let after = try Sample.definition([arm + "{\(leaf)}]}]"])
        let difference = DefinitionDifference(from: before, to: after)
        #expect(difference.moved.map(\.name) == ["leaf"])
        #expect(difference.moved.first?.to == "r/when 0/1")
        #expect(difference.added.isEmpty && difference.removed.isEmpty && difference.changed.isEmpty)
    }

    @Test
    func aChangedStepSaysWhatChanged() throws {
        let before = try Sample.definition([Sample.function("a", #""timeout_seconds":3"#), Sample.function("b")])
        let after = try Sample.definition([
            Sample.function("a", #""timeout_seconds":5"#), Sample.function("b", #""step_number":2"#),
        ])
        let difference = DefinitionDifference(from: before, to: after)
        #expect(difference.changed.map(\.name) == ["a"])
        #expect(difference.changed.first?.changes.map(\.pointer.description) == ["/timeout_seconds"])
        #expect(difference.changed.first?.changes.first?.new == 5)
    }

    @Test
    func thresholdsSchemasAndTheRestAreToldApart() throws {
        let difference = try Self.difference(
            ["a"],
            ["a"],
            #""risk_config":{"auto_approve_threshold":0.2},"output_schema":{"type":"object"},"tags":["x"]"#,
            #""risk_config":{"auto_approve_threshold":0.1},"output_schema":{"type":"array"},"tags":["x","y"]"#
        )
        #expect(difference.risk.map(\.pointer.description) == ["/risk_config/auto_approve_threshold"])
        #expect(difference.schemas.map(\.pointer.description) == ["/output_schema/type"])
        #expect(difference.other.map(\.pointer.description) == ["/tags"])
        #expect(!difference.isEmpty)
        #expect(difference.json["risk"]?[0]?["old"] == 0.2)
    }
}

@Suite
struct ContentHashingTests {
    private static let base = #"{"deliverable_type":"k","status":"draft","a":{"x":1,"y":[1,2]},"tags":["p","q"]}"#

    private static func content(_ text: String) throws -> [UInt8] {
        WorkflowDefinition.hashedContent(of: try JSONParser.parse(text))
    }

    @Test(arguments: [
        #"{"a":{"y":[1,2],"x":1},"tags":["p","q"],"status":"draft","deliverable_type":"k"}"#,
        #"{"deliverable_type":"k","status":"archived","a":{"x":1,"y":[1,2]},"tags":["p","q"]}"#,
        #"{"deliverable_type":"k","a":{"x":1.0,"y":[1,2]},"tags":["p","\u0071"]}"#,
    ])
    func orderStatusAndSpellingDoNotMatter(_ text: String) throws {
        #expect(try Self.content(text) == Self.content(Self.base))
    }

    @Test(arguments: [
        #"{"deliverable_type":"k","status":"draft","a":{"x":1,"y":[2,1]},"tags":["p","q"]}"#,
        #"{"deliverable_type":"k","status":"draft","a":{"x":"1","y":[1,2]},"tags":["p","q"]}"#,
        #"{"deliverable_type":"k","status":"draft","a":{"x":1,"y":[1,2],"status":"x"},"tags":["p","q"]}"#,
        #"{"deliverable_type":"k","status":"draft","a":{"x":1,"y":[1,2]},"tags":["p"]}"#,
        #"{"deliverable_type":"K","status":"draft","a":{"x":1,"y":[1,2]},"tags":["p","q"]}"#,
        #"{"deliverable_type":"k","status":"draft","a":{"x":1,"y":[1,2]},"tags":["p","q"],"b":null}"#,
    ])
    func anythingElseDoes(_ text: String) throws { #expect(try Self.content(text) != Self.content(Self.base)) }
}
