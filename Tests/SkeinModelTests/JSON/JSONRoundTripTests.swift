// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@Suite
struct JSONRoundTripTests {
    @Test(arguments: (1...20).map { UInt64($0) })
    func writtenValuesReadBackTheSame(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = random.value()
            #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value, "seed \(seed)")
            #expect(try JSONParser.parse(JSONWriter.pretty(value)) == value, "seed \(seed)")
            let canonical = CanonicalJSON.bytes(value)
            let again = try JSONParser.parse(canonical)
            #expect(CanonicalJSON.bytes(again) == canonical, "seed \(seed)")
            #expect(JSONDifference.between(value, value).isEmpty)
            let coded = try JSONValueDecoder.decode(JSONValue.self, from: JSONValueEncoder.encode(value))
            #expect(coded == value)
        }
    }

    @Test(arguments: (1...20).map { UInt64($0) })
    func pointersLeadWhereTheyWereMade(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let tokens = (0..<3).map { _ in random.text() }
            let pointer = JSONPointer(tokens: tokens)
            let read = try #require(JSONPointer(pointer.description), "\(pointer)")
            #expect(read.tokens.map { Array($0.utf8) } == tokens.map { Array($0.utf8) }, "\(pointer)")
        }
    }

    /// RFC 8785, appendix B.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
            (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)]
    )
    func numbersAreCanonicalAsInRFC8785(_ bits: UInt64, _ text: String) {
        #expect(CanonicalJSON.ecmaScript(Double(bitPattern: bits)) == text)
    }

    @Test
    func membersAreOrderedByUTF16() throws {
        let text = #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#
        let canonical = String(decoding: CanonicalJSON.bytes(try JSONParser.parse(text)), as: UTF8.self)
        #expect(canonical == "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{FB33}\":3}")
    }

    @Test
    func wholeDoublesAndIntegersAreCanonicallyTheSame() {
        #expect(CanonicalJSON.bytes([1.0, 100.0, -0.0]) == CanonicalJSON.bytes([1, 100, 0]))
    }
}
