// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct ShapeTests {
    /// A schema, the way to a part of its values (`[]` for all elements), and what is known of that part.
    struct Row: CustomTestStringConvertible, Sendable {
        let schema: String
        let way: String
        let expected: String

        init(_ schema: String, _ way: String, _ expected: String) {
            self.schema = schema
            self.way = way
            self.expected = expected
        }

        var testDescription: String { "\(self.schema) at \(self.way)" }
    }

    static let kinds: [Row] = [
        Row("true", "", "required array boolean integer null number object string"),
        Row("false", "", "required nothing"),
        Row(#"{"type":"number"}"#, "", "required integer number"),
        Row(#"{"type":["integer","null"]}"#, "", "required integer null"),
        Row(#"{"enum":["a",1,1.5]}"#, "", #"required integer number string of "a" 1 1.5"#),
        Row(#"{"enum":["a",1,null],"type":["string","null"]}"#, "", #"required null string of "a" null"#),
        Row(#"{"const":{"a":1}}"#, "", #"required object of {"a":1}"#),
        Row(#"{"allOf":[{"type":["string","null"]},{"type":["null","array"]}]}"#, "", "required null"),
        Row(#"{"anyOf":[{"const":"a"},{"enum":["b","a"]}]}"#, "", #"required string of "a" "b""#),
        Row(#"{"anyOf":[{"const":"a"},{"type":"null"}]}"#, "", "required null string"),
        Row(#"{"enum":[1,2,3],"allOf":[{"minimum":2}]}"#, "", "required integer of 2 3"),
        Row(#"{"not":{"type":"string"},"type":["string","null"]}"#, "", "required null string"),
        Row(#"{"if":{"type":"string"},"then":{"const":"a"},"else":{"type":"null"}}"#, "", "required null string"),
    ]

    static let members: [Row] = [
        Row(#"{"properties":{"a":{"type":"null"}},"required":["a"]}"#, "a", "required null"),
        Row(#"{"properties":{"a":{"type":"null"}}}"#, "a", "optional null"),
        Row(#"{"properties":{"a":false}}"#, "a", "impossible"),
        Row(#"{"properties":{"a":{"allOf":[{"type":"null"},{"type":"string"}]}}}"#, "a", "impossible"),
        Row(#"{"additionalProperties":{"type":"null"}}"#, "a", "undeclared null"),
        Row(#"{"properties":{"a":true},"additionalProperties":false}"#, "b", "impossible"),
        Row(#"{"patternProperties":{"^a":{"type":"null"}},"additionalProperties":false}"#, "ab", "undeclared null"),
        Row(#"{"patternProperties":{"^a":{"type":"null"}},"properties":{"ab":{"type":"string"}}}"#, "ab", "impossible"),
        Row(#"{"propertyNames":{"maxLength":1},"additionalProperties":{"type":"null"}}"#, "a", "undeclared null"),
        Row(#"{"propertyNames":{"maxLength":1}}"#, "ab", "impossible"),
        Row(#"{"maxProperties":0}"#, "a", "impossible"),
        Row(#"{"required":["a"],"additionalProperties":{"type":"null"}}"#, "a", "required null"),
        Row(
            #"{"allOf":[{"properties":{"a":{"type":["null","string"]}}},{"properties":{"a":{"type":["null","integer"]}},"required":["a"]}]}"#,
            "a",
            "required null"
        ),
        Row(#"{"allOf":[{"properties":{"a":true}},{"additionalProperties":false}]}"#, "a", "impossible"),
        Row(
            #"{"anyOf":[{"required":["a"],"properties":{"a":{"type":"null"}}},{"required":["a"],"properties":{"a":{"const":1}}}]}"#,
            "a",
            "required integer null"
        ),
        // A branch without objects has no say in what objects are like.
        Row(
            #"{"anyOf":[{"type":"null"},{"type":"object","required":["a"],"properties":{"a":{"type":"null"}}}]}"#,
            "a",
            "required null"
        ),
        Row(
            #"{"oneOf":[{"properties":{"a":{"type":"null"}},"additionalProperties":false},{"additionalProperties":false}]}"#,
            "a",
            "optional null"
        ),
        Row(
            #"{"oneOf":[{"properties":{"a":true},"additionalProperties":false},{"additionalProperties":false}]}"#,
            "b",
            "impossible"
        ),
        Row(
            #"{"if":{"required":["b"]},"then":{"required":["a"]},"else":{"required":["a"]},"properties":{"a":{"type":"null"}}}"#,
            "a",
            "required null"
        ),
        Row(
            #"{"allOf":[{"properties":{"a":{"type":"null"}}}],"unevaluatedProperties":false}"#,
            "a",
            "optional null"
        ),
        Row(#"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#, "b", "impossible"),
        Row(
            #"{"anyOf":[{"properties":{"a":true}},true],"unevaluatedProperties":{"type":"null"}}"#,
            "b",
            "undeclared null"
        ),
        Row(
            #"{"allOf":[{"additionalProperties":{"type":"null"}}],"unevaluatedProperties":false}"#,
            "b",
            "undeclared null"
        ),
        Row(
            #"{"dependentSchemas":{"b":{"properties":{"a":{"type":"null"}}}},"unevaluatedProperties":false}"#,
            "c",
            "impossible"
        ),
        Row(
            ##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","required":["v"],"properties":{"v":{"type":"null"},"next":{"$ref":"#/$defs/n"}}}}}"##,
            "next next next v",
            "required null"
        ),
        Row(
            ##"{"properties":{"a":{"$dynamicRef":"#T"}},"$defs":{"t":{"$dynamicAnchor":"T","type":"null"}}}"##,
            "a",
            "optional array boolean integer null number object string"
        ),
    ]

    static let elements: [Row] = [
        Row(#"{"items":{"type":"null"}}"#, "[]", "optional null"),
        Row(#"{"items":{"type":"null"},"minItems":1}"#, "[]", "required null"),
        Row(#"{"items":{"type":"null"},"minItems":2}"#, "[1]", "required null"),
        Row(#"{"items":{"type":"null"},"minItems":2}"#, "[2]", "optional null"),
        Row(
            #"{"prefixItems":[{"type":"null"},{"type":"string"}],"items":{"type":"boolean"}}"#,
            "[]",
            "optional boolean null string"
        ),
        Row(
            #"{"prefixItems":[{"type":"null"},{"type":"string"}],"items":{"type":"boolean"}}"#,
            "[1]",
            "optional string"
        ),
        Row(#"{"prefixItems":[{"type":"null"}],"items":false}"#, "[1]", "impossible"),
        Row(#"{"prefixItems":[{"type":"null"},{"type":"string"}],"maxItems":1}"#, "[]", "optional null"),
        Row(#"{"maxItems":1}"#, "[1]", "impossible"),
        Row(#"{"maxItems":0}"#, "[]", "impossible"),
        Row(#"{"contains":{"type":"null"}}"#, "[0]", "required array boolean integer null number object string"),
        Row(#"{"allOf":[{"prefixItems":[{"type":"null"}]}],"unevaluatedItems":false}"#, "[1]", "impossible"),
        Row(
            #"{"contains":{"type":"null"},"unevaluatedItems":{"type":"string"}}"#,
            "[1]",
            "undeclared array boolean integer null number object string"
        ),
        Row(
            #"{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"null"}],"additionalItems":{"type":"string"}}"#,
            "[4]",
            "optional string"
        ),
        Row(#"{"items":{"required":["a"],"properties":{"a":{"type":"null"}}}}"#, "[] a", "required null"),
    ]

    @Test(arguments: Self.kinds + Self.members + Self.elements)
    func tellsWhatIsCertain(_ row: Row) throws {
        var part = SchemaShape.Member.required(try schema(row.schema).shape)
        for step in row.way.split(separator: " ") {
            guard let shape = part.shape else { break }
            guard step.hasPrefix("[") else {
                part = shape.member(String(step))
                continue
            }
            part = shape.element(at: Int(step.dropFirst().dropLast()))
        }
        #expect(part.words == row.expected)
    }

    @Test
    func namesTheMembersThatObjectsMayHave() throws {
        let shape = try schema(
            #"{"properties":{"b":true,"no":false},"required":["a"],"anyOf":[{"properties":{"d":true}},{"properties":{"c":true}}]}"#
        ).shape
        #expect(shape.declaredMembers == ["a", "b", "c", "d"])
    }

    @Test
    func manyWaysToOnePlaceTakeLittleWork() throws {
        var definitions: JSONObject = ["n40": ["properties": ["a": ["type": "null"]]]]
        for level in 0..<40 {
            let next: JSONValue = ["$ref": .string("#/$defs/n\(level + 1)")]
            let member: JSONValue = ["properties": ["a": ["minimum": .int(Int64(level))]]]
            definitions["n\(level)"] = [
                "anyOf": [["allOf": [next, member]], ["allOf": [next, ["minProperties": 1]]]]
            ]
        }
        let shape = try Schema(["$ref": "#/$defs/n0", "$defs": .object(definitions)]).shape
        #expect(shape.declaredMembers == ["a"])
        guard case .optional = shape.member("a") else {
            Issue.record("The member is declared.")
            return
        }
    }

    @Test(arguments: 1...20)
    func noValidValueContradictsTheShape(_ seed: UInt64) throws {
        var random = RandomSchemas(seed: seed * 7919)
        for _ in 0..<40 {
            let schema = try random.schema()
            for _ in 0..<60 {
                let instance = random.instance()
                guard schema.isValid(instance) else { continue }
                let contradiction = schema.shape.contradiction(to: instance)
                #expect(contradiction == nil, "\(instance) of seed \(seed)")
            }
        }
    }
}

extension SchemaShape.Member {
    var shape: SchemaShape? {
        switch self {
        case .required(let shape), .optional(let shape), .undeclared(let shape): shape
        case .impossible: nil
        }
    }

    var words: String {
        switch self {
        case .required(let shape): "required " + shape.words
        case .optional(let shape): "optional " + shape.words
        case .undeclared(let shape): "undeclared " + shape.words
        case .impossible: "impossible"
        }
    }
}

extension SchemaShape {
    fileprivate var words: String {
        let kinds = self.kinds.isEmpty ? "nothing" : self.kinds.map(\.rawValue).sorted().joined(separator: " ")
        guard let constants = self.constants else { return kinds }
        return kinds + " of " + constants.map(\.description).joined(separator: " ")
    }

    /// What the shape says that the valid instance shows to be wrong.
    fileprivate func contradiction(to instance: JSONValue) -> String? {
        guard self.kinds.contains(Self.kind(of: instance)) else { return "\(instance) has a kind that is not there" }
        if let constants = self.constants, !constants.contains(instance) { return "\(instance) is not listed" }
        switch instance {
        case .object(let object):
            for name in Set(object.keys + self.declaredMembers + ["a", "b", "c", "ab"]) {
                if let fault = Self.contradiction(self.member(name), to: object[name]) { return "\(name): \(fault)" }
            }
        case .array(let elements):
            for index in 0...elements.count {
                let element = index < elements.count ? elements[index] : nil
                if let fault = Self.contradiction(self.element(at: index), to: element) { return "\(index): \(fault)" }
            }
            if elements.isEmpty { return Self.contradiction(self.element(at: nil), to: nil) }
            return elements.lazy.compactMap { Self.contradiction(self.element(at: nil), to: $0) }.first
        default: break
        }
        return nil
    }

    private static func contradiction(_ part: Member, to value: JSONValue?) -> String? {
        switch (part, value) {
        case (.impossible, .some): "is impossible and there"
        case (.required, nil): "is required and not there"
        case (.required(let shape), .some(let value)), (.optional(let shape), .some(let value)),
            (.undeclared(let shape), .some(let value)):
            shape.contradiction(to: value)
        case (_, nil): nil
        }
    }

    private static func kind(of value: JSONValue) -> Kind {
        switch value {
        case .null: .null
        case .bool: .boolean
        case .int: .integer
        case .double: value.int == nil ? .number : .integer
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}
