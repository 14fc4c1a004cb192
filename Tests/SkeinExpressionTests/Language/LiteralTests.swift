// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct LiteralTests {
    @Test(arguments: [
        Row.gives("9223372036854775807", 9_223_372_036_854_775_807),
        .gives("-9223372036854775808", -9_223_372_036_854_775_808),
        .fails("9223372036854775808", "literal-invalid"),
        .fails("18446744073709551616u", "literal-invalid"),
        .gives("0xFf", 255), .gives("-0x10", -16), .gives("7u", 7), .gives("0x1Fu", 31),
        .fails("0x", "literal-invalid"), .fails("12abc", "literal-invalid"), .fails("1e999", "literal-invalid"),
        .gives(".5", 0.5), .gives("1e3", 1000.0), .gives("1.5E-1", 0.15), .fails("1.", "syntax-invalid"),
        .gives("18446744073709551615u", 18_446_744_073_709_551_615.0),
    ])
    func numbersAreExactOrRefused(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.gives(#"'a"b'"#, "a\"b"), .gives(#""a'b""#, "a'b"), .gives(#"r'\n'"#, "\\n"), .gives(#"R"a\b""#, "a\\b"),
        .gives("'''a\n'b''c'''", "a\n'b''c"), .gives(#""""x"y""""# + "", "x\"y"),
        .gives(#"'\u00e9\U0001F600\x41\101\t'"#, "é😀AA\t"), .gives(#"'\ud83d\ude00'"#, "😀"),
        .fails(#"'\ud83d'"#, "literal-invalid"), .fails(#"'\q'"#, "literal-invalid"), .fails("'abc", "literal-invalid"),
        .fails("'a\nb'", "literal-invalid"), .fails(#"'\U00110000'"#, "literal-invalid"),
        .fails("'\\", "literal-invalid"),
        .gives(#"b'\xff\000'"#, "/wA="), .gives("b'ÿ'", "w78="), .gives("rb'\\x'", "XHg="), .gives("br'a'", "YQ=="),
        .gives("b''", ""), .gives("b'abc'", "YWJj"),
    ])
    func textsAndBytesFollowTheirEscapes(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.gives("[1, 'a', null, true]", [1, "a", nil, true]), .gives("[1, 2,]", [1, 2]), .gives("[]", []),
        .gives("{'a': 1, 'b': [2]}", ["a": 1, "b": [2]]),
        .gives("{1: 'x', true: 'y', 2u: 'z'}", ["1": "x", "true": "y", "2": "z"]),
        .fails("{1: 1, 1u: 2}", "key-duplicate"), .fails("{1.5: 1}", "type-mismatch"),
        .fails("{null: 1}", "type-mismatch"),
        .fails("{1: 1, '1': 2}", "result-not-representable"), .fails("Point{x: 1}", "syntax-invalid"),
        .fails("a.b.Point{}", "syntax-invalid"),
        .gives("1 // the rest is a comment\n + 2", 3),
    ])
    func listsAndMapsKeepTheirOrder(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        "", "1 +", "(1", "1)", "[1", "{1: }", "a.", "a[", "a ? b", "1 2", "$", "$1", "a = b", "a & b", "if", "a.in",
        "x.true", "f(", "f(1,)", "`a`", "a.`b", "a.`", "@", "\u{0}", "é", "!", "a ?? ", "1 ? 2 : 3 :", "a.$b", "?",
        "..a",
    ])
    func whatIsNotAnExpressionIsASyntaxError(_ source: String) {
        #expect(failure(source)?.code == "syntax-invalid")
    }

    @Test
    func errorsSayWhereTheyAre() {
        #expect(failure("1 + 'é' +  * 2")?.offset == 12)
        #expect(failure("1 + nope(2)")?.offset == 4)
        #expect(failure("12 + (3 / 0)")?.offset == 8)
        #expect(failure("[1, 'x' < 2]")?.offset == 8)
    }
}
