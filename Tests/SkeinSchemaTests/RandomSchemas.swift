// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel

@testable import SkeinSchema

/// Schemas and instances that look random, over few names and values so that they often have to do with each other.
struct RandomSchemas {
    private static let names = ["a", "b", "c", "ab"]
    private static let patterns = ["^a", "b$", "^[a-b]$"]

    private var random: SeededGenerator

    init(seed: UInt64) { self.random = SeededGenerator(seed: seed) }

    /// A schema that compiles.
    mutating func schema() throws -> Schema {
        while true {
            // A reference may lead in a circle, which no schema may.
            if let schema = try? Schema(self.document()) { return schema }
        }
    }

    /// A schema and another that differs from it in one place, or has it among alternatives.
    mutating func relatives() throws -> (Schema, Schema) {
        while true {
            let document = self.document()
            let changed = self.changed(document)
            let other = self.random.chance(2) ? changed : self.wrapped(changed)
            if let schema = try? Schema(document), let other = try? Schema(other) { return (schema, other) }
        }
    }

    private mutating func document() -> JSONValue {
        guard var object = self.node(depth: 3).object else { return true }
        if self.random.chance(6) { object["$schema"] = "http://json-schema.org/draft-07/schema#" }
        let isOld = object["$schema"] != nil
        object[isOld ? "definitions" : "$defs"] = ["x": self.node(depth: 2), "y": self.node(depth: 1)]
        return isOld ? Self.old(.object(object)) : .object(object)
    }

    private mutating func node(depth: Int) -> JSONValue {
        if self.random.chance(12) { return .bool(!self.random.chance(3)) }
        var node = JSONObject()
        if depth > 0, self.random.chance(8) {
            node["$ref"] = self.random.pick(["#", "#/$defs/x", "#/$defs/y"])
            return .object(node)
        }
        if !self.random.chance(4) { node["type"] = self.types() }
        for _ in 0..<(1 + self.random.below(3)) {
            let (name, value) = self.keyword(depth: depth)
            node[name] = value
        }
        if node["const"] != nil { node["enum"] = nil }
        return .object(node)
    }

    private mutating func types() -> JSONValue {
        let all: [JSONValue] = [
            "object", "object", "object", "array", "string", "integer", "number", "boolean", "null",
        ]
        let first = self.random.pick(all)
        let second = self.random.pick(all)
        return self.random.chance(4) && first != second ? [first, second] : first
    }

    private mutating func keyword(depth: Int) -> (String, JSONValue) {
        guard depth > 0 else { return self.leaf() }
        switch self.random.below(22) {
        case 0...4: return ("properties", self.members(depth))
        case 5: return ("patternProperties", [self.random.pick(Self.patterns): self.node(depth: depth - 1)])
        case 6: return ("additionalProperties", self.random.chance(2) ? false : self.node(depth: depth - 1))
        case 7: return ("unevaluatedProperties", self.random.chance(2) ? false : self.node(depth: depth - 1))
        case 8: return ("items", self.node(depth: depth - 1))
        case 9: return ("prefixItems", .array(self.nodes(depth)))
        case 10: return ("unevaluatedItems", self.random.chance(2) ? false : self.node(depth: depth - 1))
        case 11: return ("allOf", .array(self.nodes(depth)))
        case 12: return ("anyOf", .array(self.nodes(depth)))
        case 13: return ("oneOf", .array(self.nodes(depth)))
        case 14: return ("not", self.node(depth: depth - 1))
        case 15: return ("contains", self.node(depth: depth - 1))
        case 16: return ("if", self.node(depth: depth - 1))
        case 17: return ("then", self.node(depth: depth - 1))
        case 18: return ("else", self.node(depth: depth - 1))
        case 19: return ("dependentSchemas", [self.random.pick(Self.names): self.node(depth: depth - 1)])
        default: return self.leaf()
        }
    }

    private mutating func leaf() -> (String, JSONValue) {
        let count = JSONValue.int(Int64(self.random.below(3)))
        switch self.random.below(20) {
        case 0...2: return ("required", .array(self.someNames()))
        case 3: return ("enum", .array((0...self.random.below(3)).map { _ in self.instance(depth: 1) }))
        case 4: return ("const", self.instance(depth: 1))
        case 5: return ("minimum", count)
        case 6: return ("maximum", count)
        case 7: return ("exclusiveMinimum", count)
        case 8: return ("multipleOf", self.random.pick([1, 2, 0.5]))
        case 9: return ("minLength", count)
        case 10: return ("maxLength", count)
        case 11: return ("pattern", .string(self.random.pick(Self.patterns)))
        case 12: return ("minItems", count)
        case 13: return ("maxItems", count)
        case 14: return ("uniqueItems", true)
        case 15: return ("minProperties", count)
        case 16: return ("maxProperties", count)
        case 17: return ("propertyNames", self.random.chance(2) ? ["enum": ["a", "b"]] : ["maxLength": 1])
        case 18: return ("dependentRequired", [self.random.pick(Self.names): .array(self.someNames())])
        default: return ("exclusiveMaximum", count)
        }
    }

    private mutating func members(_ depth: Int) -> JSONValue {
        var members = JSONObject()
        for _ in 0...self.random.below(2) { members[self.random.pick(Self.names)] = self.node(depth: depth - 1) }
        return .object(members)
    }

    private mutating func nodes(_ depth: Int) -> [JSONValue] {
        (0...self.random.below(2)).map { _ in self.node(depth: depth - 1) }
    }

    private mutating func someNames() -> [JSONValue] {
        Self.names.filter { _ in self.random.chance(3) }.map { .string($0) }
    }

    /// A small value.
    mutating func instance(depth: Int = 3) -> JSONValue {
        switch self.random.below(depth > 0 ? 16 : 6) {
        case 0: return .null
        case 1: return .bool(self.random.chance(2))
        case 2: return .int(Int64(self.random.below(5)) - 1)
        case 3: return .double(Double(self.random.below(8)) / 2 - 1)
        case 4, 5: return self.random.pick(["", "a", "b", "ab", "ba", "abc"])
        case 6...8: return .array((0..<self.random.below(4)).map { _ in self.instance(depth: depth - 1) })
        default:
            var object = JSONObject()
            for name in Self.names where !self.random.chance(2) { object[name] = self.instance(depth: depth - 1) }
            return .object(object)
        }
    }

    /// The document with one keyword somewhere in it dropped or put in.
    private mutating func changed(_ document: JSONValue) -> JSONValue {
        guard var object = document.object, !object.isEmpty else { return document }
        let (name, value) = object[self.random.below(object.count)]
        let isSchema = ["additionalProperties", "items", "not", "if", "then", "else"].contains(name)
        if isSchema, !self.random.chance(3) {
            object[name] = self.changed(value)
        } else if name == "properties", !self.random.chance(3), var members = value.object, !members.isEmpty {
            let member = members[self.random.below(members.count)]
            members[member.key] = self.changed(member.value)
            object[name] = .object(members)
        } else if name != "$schema", name != "$defs", name != "definitions", self.random.chance(2) {
            object[name] = nil
        } else if object["$schema"] == nil {
            let (name, value) = self.leaf()
            object[name] = value
        }
        return .object(object)
    }

    /// The document as one of two schemas under a keyword.
    private mutating func wrapped(_ document: JSONValue) -> JSONValue {
        guard var inner = document.object, inner["$schema"] == nil else { return document }
        var outer: JSONObject = ["$defs": inner["$defs"] ?? [:]]
        inner["$defs"] = nil
        outer[self.random.pick(["oneOf", "oneOf", "anyOf", "allOf"])] = [.object(inner), self.node(depth: 1)]
        if self.random.chance(3) { outer[self.random.pick(["unevaluatedProperties", "unevaluatedItems"])] = false }
        return .object(outer)
    }

    /// The document in the words of draft-07, as far as it has them.
    private static func old(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { Self.old($0) })
        case .string(let text): return .string(text == "#/$defs/x" ? "#/definitions/x" : text)
        case .object(let object):
            var result = JSONObject()
            for (key, value) in object {
                switch key {
                case "prefixItems": result["items"] = Self.old(value)
                case "dependentSchemas", "dependentRequired": result["dependencies"] = Self.old(value)
                case "unevaluatedProperties", "unevaluatedItems": continue
                default: result[key] = Self.old(value)
                }
            }
            return .object(result)
        default: return value
        }
    }
}
