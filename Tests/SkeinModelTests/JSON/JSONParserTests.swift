// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct JSONParserTests {
    @Test(arguments: [
        (
            #" {"a":[1,2.5,-3e2,"x\u00e9\ud83d\ude00"],"b":null,"c":true} "#,
            #"{"a":[1,2.5,-300.0,"xé😀"],"b":null,"c":true}"#
        ),
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "9.223372036854776e+18"), ("0.1", "0.1"), ("1E3", "1000.0"), ("-0", "0"),
        ("5e-324", "5e-324"),
        ("123456789.123456789", "123456789.12345679"), ("[]", "[]"), ("{}", "{}"),
        (#""\b\f\n\r\t\/\\\"""#, #""\b\f\n\r\t/\\\"""#),
        (#""\u0001""#, #""\u0001""#), ("[[[[]]]]", "[[[[]]]]"), ("\"\u{2028}é\"", "\"\u{2028}é\""),
    ])
    func goodTextIsReadAndWritten(_ text: String, _ written: String) throws {
        let value = try JSONParser.parse(text)
        #expect(JSONWriter.text(value) == written)
        #expect(try JSONParser.parse(JSONWriter.text(value)) == value)
        #expect(try JSONParser.parse(JSONWriter.pretty(value)) == value)
    }

    @Test(arguments: [
        ("", JSONError.Kind.unexpectedEnd), ("[1,]", .unexpectedCharacter), ("{\"a\":1,}", .unexpectedCharacter),
        ("[1 2]", .unexpectedCharacter), ("{a:1}", .unexpectedCharacter), ("nul", .unexpectedEnd),
        ("nulx", .unexpectedCharacter),
        ("1 2", .trailingCharacters), ("01", .malformedNumber), ("1.", .malformedNumber), ("-", .malformedNumber),
        ("1e", .malformedNumber), ("+1", .unexpectedCharacter), (".5", .unexpectedCharacter),
        ("1e400", .numberOutOfRange),
        ("\"\\x\"", .malformedEscape), ("\"\\ud800\"", .malformedEscape), ("\"\\udc00\"", .malformedEscape),
        ("\"\\u12g4\"", .malformedEscape), ("\"a\nb\"", .controlCharacter), ("\"a", .unexpectedEnd),
        ("[", .unexpectedEnd),
        (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"a":1,"\u0061":2}"#, .duplicateKey), ("NaN", .unexpectedCharacter),
    ])
    func badTextIsRefused(_ text: String, _ kind: JSONError.Kind) {
        do {
            _ = try JSONParser.parse(text)
            Issue.record("'\(text)' was accepted")
        } catch {
            #expect(error.kind == kind)
        }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22],
        [0x22, 0x5C, 0x6E, 0xFF, 0x22],
    ])
    func brokenUTF8IsRefused(_ bytes: [Int]) {
        #expect(throws: JSONError.self) { try JSONParser.parse(bytes.map { UInt8($0) }) }
    }

    @Test
    func depthIsBounded() throws {
        let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        _ = try JSONParser.parse(deep)
        for text in [
            "[" + deep + "]", String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 10_000),
        ] {
            #expect(throws: JSONError.self) { try JSONParser.parse(text) }
        }
    }

    @Test
    func thePlaceOfAFaultIsNamed() {
        do {
            _ = try JSONParser.parse("{\n  \"a\": 1,\n  \"b\": x\n}")
            Issue.record("it was accepted")
        } catch {
            #expect(error.line == 3)
            #expect(error.column == 8)
        }
    }

    @Test
    func namesAreComparedByTheirBytes() throws {
        let value = try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test
    func randomValuesSurviveWritingAndReading() throws {
        var random = Generator(state: 7)
        for _ in 0..<2000 {
            let value = random.value(depth: 4)
            #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value)
        }
    }

    @Test
    func largeObjectsKeepTheirOrderAndFindTheirMembers() {
        var object = JSONObject()
        for number in 0..<100 { object["key \(number)"] = .int(Int64(number)) }
        object["key 50"] = nil
        object["key 7"] = "seven"
        #expect(object.count == 99)
        #expect(object["key 7"] == "seven")
        #expect(object["key 50"] == nil)
        #expect(object["key 99"] == 99)
        #expect(object.keys.prefix(3) == ["key 0", "key 1", "key 2"])
    }

    @Test
    func numbersAreEqualByValue() {
        #expect(JSONValue.int(1) == .double(1))
        #expect(JSONValue.int(1).hashValue == JSONValue.double(1).hashValue)
        #expect(JSONValue.int(9_007_199_254_740_993) != .double(9_007_199_254_740_992))
        #expect(["a": 1, "b": 2] as JSONValue == ["b": 2.0, "a": 1])
    }
}

/// Values from a seed.
private struct Generator {
    var state: UInt64

    mutating func next(_ limit: Int) -> Int {
        self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(self.state >> 33) % limit
    }

    mutating func value(depth: Int) -> JSONValue {
        switch self.next(depth > 0 ? 8 : 6) {
        case 0: return .null
        case 1: return .bool(self.next(2) == 0)
        case 2: return .int(Int64(truncatingIfNeeded: Int(bitPattern: UInt(self.state))))
        case 3: return .double(Double(self.next(1 << 30)) / Double(self.next(1000) + 1))
        case 4, 5:
            return .string(
                (0..<self.next(9)).map { _ in ["a", "\"", "\\", "é", "😀", "\n", "\u{1}"][self.next(7)] }.joined()
            )
        case 6: return .array((0..<self.next(5)).map { _ in self.value(depth: depth - 1) })
        default:
            var object = JSONObject()
            for number in 0..<self.next(20) { object["k\(number)é"] = self.value(depth: depth - 1) }
            return .object(object)
        }
    }
}
