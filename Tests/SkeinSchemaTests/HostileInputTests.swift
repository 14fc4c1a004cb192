// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@testable import SkeinSchema

@Suite(.timeLimit(.minutes(2)))
struct HostileInputTests {
    private static func nested(_ depth: Int, _ core: JSONValue = .null) -> JSONValue {
        var value = core
        for _ in 0..<depth { value = .array([value]) }
        return value
    }

    @Test
    func anInstanceAsDeepAsTheParserAllowsIsChecked() throws {
        let compiled = try schema(
            ##"{"$ref":"#/$defs/l","$defs":{"l":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/m"}]},"m":{"items":{"$ref":"#/$defs/l"},"type":"array"}}}"##
        )
        #expect(compiled.isValid(Self.nested(300)))
        #expect(!compiled.isValid(Self.nested(300, 1)))
        #expect(compiled.validate(Self.nested(30, 1)).map(\.code) == ["any-of-mismatch"])
        let simple = try schema(##"{"items":{"$ref":"#"},"type":["array","null"]}"##)
        #expect(simple.isValid(Self.nested(512)))
        #expect(simple.validate(Self.nested(512, 1)).map(\.instance.tokens.count) == [512])
    }

    @Test
    func anInstanceThatIsTooDeepIsAViolation() throws {
        let compiled = try schema(##"{"items":{"$ref":"#"}}"##)
        #expect(compiled.validate(Self.nested(5000)).map(\.code) == ["limit-exceeded"])
        #expect(compiled.validate(Self.nested(513)).map(\.code) == ["limit-exceeded"])
        #expect(try !schema(##"{"not":{"items":{"$ref":"#"}}}"##).isValid(Self.nested(5000)))
        let unique = try schema(#"{"uniqueItems":true}"#)
        #expect(unique.validate([1, Self.nested(5000)]).map(\.code) == ["limit-exceeded"])
    }

    @Test
    func aDeepSchemaCompiles() throws {
        var document: JSONValue = ["type": "null"]
        for _ in 0..<2000 { document = ["items": document] }
        let compiled = try Schema(document)
        #expect(compiled.isValid(Self.nested(400)))
    }

    @Test
    func aLongChainOfReferencesEndsWithAnAnswer() throws {
        var definitions = JSONObject()
        for link in 0..<20_000 { definitions["d\(link)"] = ["$ref": .string("#/$defs/d\(link + 1)")] }
        definitions["d20000"] = ["type": "null"]
        let compiled = try Schema(["$ref": "#/$defs/d0", "$defs": .object(definitions)])
        #expect(compiled.validate(.null).map(\.code) == ["limit-exceeded"])
    }

    @Test
    func workThatGrowsWithoutEndIsStopped() throws {
        var definitions = JSONObject()
        for level in 0..<40 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = ["allOf": [next, next]]
        }
        definitions["d40"] = true
        let compiled = try Schema(["$ref": "#/$defs/d0", "$defs": .object(definitions)])
        var evaluator = Evaluator(compiled.program, isCollecting: true, workLimit: 10_000)
        #expect(evaluator.violations(of: .null).map(\.code) == ["limit-exceeded"])
    }

    @Test(
        arguments: [
            // A pattern that has many places at once, over and over; many patterns over many names.
            (
                #"{"items":{"pattern":"(a|aa|aaa){1,500}b"}}"#,
                .array(Array(repeating: .string(text("a", 10_000)), count: 200))
            ),
            (
                "{\"patternProperties\":{" + (0..<500).map { "\"(a|b)*c\($0)\":true" }.joined(separator: ",") + "}}",
                object(1000)
            ),
            // Large constants that differ at the end; alternatives that each report all that is wrong below them.
            (
                "{\"items\":{\"enum\":[" + (0..<300).map { "[" + text("7,", 1000) + "\($0)]" }.joined(separator: ",")
                    + "]}}",
                .array(Array(repeating: .array(Array(repeating: 7, count: 1000) + [-1]), count: 300))
            ),
            (
                ##"{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"items":{"$ref":"#/$defs/a"},"type":"array"},{"items":{"$ref":"#/$defs/a"},"minItems":5,"type":"array"},{"const":1}]}}}"##,
                nested(400, 2)
            ),
            (
                "{\"allOf\":[" + text(#"{"minLength":3000000},"#, 1000) + "true]}", .string(text("é", 1_000_000))
            ),
        ] as [(String, JSONValue)]
    )
    func workThatGrowsWithSchemaAndValueIsStopped(_ schemaText: String, _ instance: JSONValue) throws {
        // A hundredth of what is usual, so that this is quick without optimisation too.
        let program = try Schema(try JSONParser.parse(schemaText)).program
        var probe = Evaluator(program, isCollecting: false, workLimit: 100_000)
        var evaluator = Evaluator(program, isCollecting: true, workLimit: 100_000)
        let isValid = probe.isValid(instance)
        let last = evaluator.violations(of: instance).last
        #expect(!isValid && last?.code == "limit-exceeded")
    }

    /// An object with so many long names.
    private static func object(_ count: Int) -> JSONValue {
        var object = JSONObject()
        for number in 0..<count { object[Self.text("a", 500) + "\(number)"] = 1 }
        return .object(object)
    }

    private static func text(_ part: String, _ count: Int) -> String { String(repeating: part, count: count) }

    @Test
    func manyEqualLookingElementsAreComparedInLinearTime() throws {
        let elements = (0..<200_000).map { JSONValue.array([.int(Int64($0))]) }
        let compiled = try schema(#"{"uniqueItems":true}"#)
        #expect(compiled.isValid(.array(elements)))
        #expect(!compiled.isValid(.array(elements + [[199_999.0]])))
    }

    @Test
    func theNumberOfViolationsIsBounded() throws {
        let compiled = try schema(#"{"items":{"type":"null"}}"#)
        let found = compiled.validate(.array([JSONValue](repeating: 1, count: 100_000)))
        #expect(found.count == Schema.violationLimit)
    }

    @Test
    func numbersThatAreNotFiniteAreRefusedQuietly() throws {
        let compiled = try schema(#"{"type":"integer","minimum":0,"multipleOf":0.5}"#)
        for number in [Double.nan, .infinity, -.infinity] { #expect(!compiled.isValid(.double(number))) }
        #expect(try !schema(#"{"minimum":0,"maximum":9}"#).isValid(.double(.nan)))
        #expect(throws: SchemaError.self) { try Schema(["multipleOf": .double(.infinity)]) }
    }

    @Test(arguments: UInt64(1)...30)
    func randomSchemasAndInstancesNeverCrash(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let document = Self.randomSchema(&numbers, depth: 3)
            guard let compiled = try? Schema(document, unknownKeywords: .ignore) else { continue }
            for _ in 0..<5 {
                let instance = Self.randomValue(&numbers, depth: 3)
                #expect(
                    compiled.isValid(instance) == compiled.validate(instance).isEmpty,
                    "seed \(seed): \(document) \(instance)"
                )
                var evaluator = Evaluator(compiled.program, isCollecting: true)
                let isReported = !evaluator.violations(of: instance).isEmpty
                #expect(compiled.isValid(instance) != isReported, "seed \(seed): \(document) \(instance)")
                _ = compiled.fillingDefaults(instance)
            }
        }
    }

    private static let names = ["a", "b", "c", "é", "$ref", "a/b", "~"]

    private static func randomSchema(_ numbers: inout SeededGenerator, depth: Int) -> JSONValue {
        if depth == 0 || numbers.chance(12) { return .bool(!numbers.chance(4)) }
        var object = JSONObject()
        for _ in 0...numbers.below(4) {
            let keyword = numbers.pick(Keyword.all)
            object[keyword.name] = Self.randomOperand(keyword, &numbers, depth: depth - 1)
        }
        // Dialects that are refused make poor tests.
        object["$schema"] = nil
        return .object(object)
    }

    private static func randomOperand(_ keyword: Keyword, _ numbers: inout SeededGenerator, depth: Int) -> JSONValue {
        // Now and then a value that does not fit.
        if numbers.chance(40) { return Self.randomValue(&numbers, depth: 2) }
        func names() -> JSONValue { .array([.string(Self.names[numbers.below(3)])]) }
        switch keyword.shape {
        case .any: return Self.randomValue(&numbers, depth: 2)
        case .string: return .string(numbers.pick(["#", "#/$defs/a", "^a", "[b-é]+", "date", "ipv6", "b"]))
        case .boolean: return .bool(numbers.chance(2))
        case .number, .positiveNumber: return numbers.pick([1, 0.5, 3, 2.25])
        case .count: return .int(Int64(numbers.below(4)))
        case .array: return .array((0..<numbers.below(12)).map { _ in Self.randomValue(&numbers, depth: 1) })
        case .object: return [:]
        case .anchor: return .string(numbers.pick(["a", "b"]))
        case .types: return .string(numbers.pick(TypeSet.names).name)
        case .names: return names()
        case .namesMap: return [Self.names[numbers.below(3)]: names()]
        case .schema: return Self.randomSchema(&numbers, depth: depth)
        case .schemas, .schemaOrSchemas:
            return .array((0...numbers.below(2)).map { _ in Self.randomSchema(&numbers, depth: depth) })
        case .schemaMap, .dependencies:
            var object = JSONObject()
            for _ in 0...numbers.below(2) {
                object[numbers.pick(Self.names)] = Self.randomSchema(&numbers, depth: depth)
            }
            return .object(object)
        }
    }

    private static func randomValue(_ numbers: inout SeededGenerator, depth: Int) -> JSONValue {
        switch numbers.below(depth == 0 ? 6 : 9) {
        case 0: return .null
        case 1: return .bool(numbers.chance(2))
        case 2: return .int(Int64(numbers.below(5)))
        case 3: return .double(Double(numbers.below(9)) / 4)
        case 4: return .string(numbers.pick(Self.names))
        case 5: return .string(numbers.pick(["2026-01-01", "::1", ""]))
        case 6: return .array((0..<numbers.below(11)).map { _ in Self.randomValue(&numbers, depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<numbers.below(4) {
                object[numbers.pick(Self.names)] = Self.randomValue(&numbers, depth: depth - 1)
            }
            return .object(object)
        }
    }
}
