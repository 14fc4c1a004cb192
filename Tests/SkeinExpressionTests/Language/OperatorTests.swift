// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct OperatorTests {
    @Test(arguments: [
        Row.gives("7 + 2", 9), .gives("7 - 2", 5), .gives("7 * 2", 14), .gives("7 / 2", 3), .gives("-7 / 2", -3),
        .gives("7 % 3", 1), .gives("-7 % 3", -1), .gives("7u / 2u", 3),
        .gives("7 / 2.0", 3.5), .gives("1 + 0.5", 1.5), .gives("0.5 + 1", 1.5), .gives("2 * 1.5", 3.0),
        .fails("5.0 % 2", "type-mismatch"), .fails("1 + 1u", "type-mismatch"), .fails("1 + 'a'", "type-mismatch"),
        .fails("1 / 0", "division-by-zero"), .fails("1 % 0", "division-by-zero"),
        .fails("9223372036854775807 + 1", "integer-overflow"), .fails("-9223372036854775808 - 1", "integer-overflow"),
        .fails("4611686018427387904 * 2", "integer-overflow"), .fails("-(-9223372036854775808)", "integer-overflow"),
        .fails("-9223372036854775808 / -1", "integer-overflow"),
        .fails("-9223372036854775808 % -1", "integer-overflow"),
        .fails("0u - 1u", "integer-overflow"),
        .gives("'a' + 'b'", "ab"), .gives("[1] + [2, 3]", [1, 2, 3]), .gives("b'a' + b'b'", "YWI="),
        .gives("--5", 5), .gives("-(2 + 3)", -5), .fails("-'a'", "type-mismatch"), .fails("--true", "type-mismatch"),
    ])
    func arithmeticIsExactAndMixesDoubles(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.gives("1 == 1.0", true), .gives("1 == 1u", true), .gives("1 != 2", true), .gives("1 == '1'", false),
        .gives("9007199254740993 == 9007199254740992.0", false), .gives("[1, {'a': 2.0}] == [1.0, {'a': 2}]", true),
        .gives("'é' == 'e\\u0301'", false), .gives("0.0 / 0.0 == 0.0 / 0.0", false), .gives("null == false", false),
        .gives("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", true), .gives("{1: 2} == {1u: 2.0}", true),
        .gives("1 < 1.5", true), .gives("2 > 1.5", true), .gives("-1 < 0u", true), .gives("'a' < 'b'", true),
        .gives("'B' < 'a'", true), .gives("'\\uffff' < '\\U00010000'", true), .gives("false < true", true),
        .gives("b'a' < b'b'", true), .gives("2 <= 2", true), .gives("2 >= 3", false),
        .gives("0.0 / 0.0 < 1", false), .gives("0.0 / 0.0 >= 1", false),
        .fails("'a' < 1", "type-mismatch"), .fails("null < 1", "type-mismatch"), .fails("[1] < [2]", "type-mismatch"),
        .gives("2 in [1, 2.0]", true), .gives("'x' in {'x': 1}", true), .gives("3 IN [1, 2]", false),
        .gives("1.0 in {1: 2}", true), .fails("1 in 2", "type-mismatch"), .fails("'a' in 'abc'", "type-mismatch"),
    ])
    func numbersCompareByValueAndTextsByCodePoint(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.gives("true AND NOT false", true), .gives("false OR true", true), .gives("!(1 > 2)", true),
        .gives("1 / 0 > 0 || true", true), .gives("true || 1 / 0 > 0", true), .gives("1 / 0 > 0 && false", false),
        .gives("false && 1 / 0 > 0", false), .gives("$nope || 1 / 0 > 0 || true", true), .gives("'a' || true", true),
        .fails("1 / 0 > 0 || false", "division-by-zero"), .fails("true && 1 / 0 > 0", "division-by-zero"),
        .fails("'a' && true", "type-mismatch"), .fails("1 && 2", "type-mismatch"), .fails("!1", "type-mismatch"),
        .fails("$nope || 1 / 0 > 0", "root-unknown"),
        .gives("true ? 1 : 1 / 0", 1), .gives("false ? 1 / 0 : 2", 2), .fails("1 / 0 > 0 ? 1 : 2", "division-by-zero"),
        .fails("1 ? 2 : 3", "type-mismatch"), .gives("false ? 1 : false ? 2 : 3", 3),
    ])
    func logicAbsorbsErrorsThatDoNotDecide(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.gives("1 + 2 * 3", 7), .gives("(1 + 2) * 3", 9), .gives("10 - 3 - 2", 5), .gives("24 / 4 / 2", 3),
        .gives("-2 * 3 + 1", -5), .gives("1 + 1 == 2 && 2 < 3", true), .gives("true || false && false", true),
        .gives("(true || false) && false", false), .gives("!false && false", false), .gives("1 < 2 == true", true),
        .gives("true ? 1 : 2 + 10", 1), .gives("false || true ? 'a' : 'b'", "a"),
        .gives("null ?? 1 + 1", 2), .gives("null ?? null ?? 3", 3), .gives("null ?? false || true", true),
        .gives("null ?? true ? 1 : 2", 1), .gives("-5 .abs()", 5), .gives("2 + 3 in [5]", true),
        .gives("2 -1", 1), .gives("2-1", 1), .gives("!true ? 1 : 2", 2),
    ])
    func operatorsBindAsTheGrammarSays(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.gives("[1, 2, 3].all(x, x > 0)", true), .gives("[].all(x, false)", true),
        .gives("[1].exists(x, x == 1)", true),
        .gives("[0, 1].exists(x, 1 / x == 1)", true), .gives("[0, 1].all(x, 1 / x == 2)", false),
        .fails("[0, 1].all(x, 1 / x == 1)", "division-by-zero"), .gives("[1, 2, 2].exists_one(x, x == 2)", false),
        .fails("[0, 1].exists_one(x, 1 / x == 1)", "division-by-zero"),
        .gives("[1, 2, 3].map(x, x * 2)", [2, 4, 6]), .gives("[1, 2, 3].map(x, x > 1, x * 2)", [4, 6]),
        .gives("[1, 2, 3].filter(x, x != 2)", [1, 3]), .gives("$items.filter(x, x.n > 1)", [["n": 2]]),
        .gives("$items.map(x, x.n)", [1, 2]), .gives("{'a': 1, 'b': 2}.map(k, k)", ["a", "b"]),
        .gives("{'a': 1, 'b': 2}.filter(k, k != 'a')", ["b"]), .gives("$items[0].map(k, k)", ["n"]),
        .gives("[1, 2].map(x, [3, 4].map(y, x * y))", [[3, 4], [6, 8]]), .gives("[1].map(x, [2].map(x, x))", [[2]]),
        .gives("[5, 6].map(input, input + $input)", [15, 16]), .gives("[5].map(input, .input)", [10]),
        .gives("['a'].transformList(i, v, v + string(i))", ["a0"]),
        .gives("{'a': 1}.transformMap(k, v, v + 1)", ["a": 2]),
        .gives("[7].exists(i, v, i == 0 && v == 7)", true),
        .fails("1.map(x, x)", "type-mismatch"), .fails("[1].all(x, x)", "type-mismatch"),
        .fails("[1].map(1, 2)", "macro-invalid"), .fails("[1].map($x, 2)", "macro-invalid"),
        .fails("[1].map(x)", "macro-invalid"), .fails("[1].all(x, x, true)", "macro-invalid"),
        .fails("has(1)", "macro-invalid"),
        .fails("has($a)", "macro-invalid"), .fails("has()", "macro-invalid"),
    ])
    func macrosGoThroughListsAndMaps(_ row: Row) {
        #expect(row.fault(in: ["items": [["n": 1], ["n": 2]], "input": 10]) == nil)
    }
}
