// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct FunctionTests {
    @Test(arguments: [
        Row.gives("size('é😀')", 2), .gives("'abc'.size()", 3), .gives("size([1, 2])", 2), .gives("size({'a': 1})", 1),
        .gives("size(b'é')", 2), .gives("size($l)", 3), .gives("$o.size()", 2), .fails("size(1)", "type-mismatch"),
        .gives("'hello'.contains('ell')", true), .gives("'é'.contains('e')", false), .gives("'a'.contains('')", true),
        .gives("'hello'.startsWith('he')", true), .gives("'hello'.endsWith('lo')", true),
        .gives("'Ünï-ABC'.lowerAscii()", "Ünï-abc"), .gives("'abc é'.upperAscii()", "ABC é"),
        .gives("'\\t a b \\n'.trim()", "a b"),
        .gives("'  '.trim()", ""), .gives("'a,b,,c'.split(',')", ["a", "b", "", "c"]),
        .gives("'a,b,c'.split(',', 2)", ["a", "b,c"]),
        .gives("'a,b'.split(',', 0)", []), .gives("'a,b'.split(',', -1)", ["a", "b"]),
        .gives("'aé'.split('')", ["a", "é"]),
        .gives("''.split(',')", [""]), .gives("''.split('')", []), .gives("['a', 'b'].join()", "ab"),
        .gives("['a', 'b'].join(', ')", "a, b"), .fails("[1].join()", "type-mismatch"),
        .gives("'aXbX'.replace('X', 'YY')", "aYYbYY"), .gives("'aaa'.replace('a', 'b', 2)", "bba"),
        .gives("'ab'.replace('', '-')", "-a-b-"), .gives("'aa'.replace('a', 'b', 0)", "aa"),
        .gives("'ab'.replace('', '_', 1)", "_ab"),
        .gives("'tacocat'.substring(4)", "cat"), .gives("'h😀llo'.substring(1, 3)", "😀l"),
        .fails("'abc'.substring(2, 1)", "value-out-of-range"),
        .fails("'abc'.substring(4)", "value-out-of-range"), .gives("'h😀llo'.indexOf('l')", 2),
        .gives("'abc'.indexOf('z')", -1),
        .gives("'abcb'.lastIndexOf('b')", 3), .gives("'abcb'.indexOf('b', 2)", 3), .gives("'abc'.charAt(1)", "b"),
        .gives("'abc'.charAt(3)", ""), .fails("'abc'.charAt(4)", "value-out-of-range"),
        .gives("'añb'.reverse()", "bña"),
        .gives("'%s is %.2f'.format(['x', 2.345])", "x is 2.35"), .gives("'%d%%'.format([5])", "5%"),
        .gives("'%.1f'.format([0.25])", "0.2"),
        .fails("'%d'.format([])", "value-out-of-range"), .fails("'%q'.format([1])", "value-out-of-range"),
        .gives("strings.quote('a\\n\"')", "\"a\\n\\\"\""),
    ])
    func textsCountCodePointsAndCompareBytes(_ row: Row) {
        #expect(row.fault(in: ["l": [1, 2, 3], "o": ["a": 1, "b": 2]]) == nil)
    }

    @Test(arguments: [
        Row.gives("min(3, 1.5, 2)", 1.5), .gives("max([1, 5, 3])", 5), .gives("$l.max()", 3),
        .gives("min('b', 'a')", "a"),
        .fails("min([])", "value-out-of-range"), .fails("min(1, 'a')", "type-mismatch"), .gives("abs(-3)", 3),
        .gives("abs(-2.5)", 2.5),
        .fails("abs(-9223372036854775808)", "integer-overflow"), .gives("round(2.5)", 3.0), .gives("round(-2.5)", -3.0),
        .gives("round(2)", 2),
        .gives("round(1.005, 2)", 1.01), .gives("round(2.675, 2)", 2.68), .gives("round(-0.125, 2)", -0.13),
        .gives("round(99.995, 2)", 100.0),
        .gives("round(1e20, 2)", 1e20), .gives("round(0.0004, 2)", 0.0), .fails("round(1.5, 99)", "value-out-of-range"),
        .gives("floor(-1.5)", -2.0), .gives("ceil(1.2)", 2.0), .gives("floor(7)", 7), .gives("sum([1, 2, 3])", 6),
        .gives("sum([])", 0),
        .gives("sum([1, 2.5])", 3.5), .gives("$l.sum()", 6), .fails("sum(['a'])", "type-mismatch"),
        .fails("sum(1)", "type-mismatch"),
        .gives("math.greatest(1, 2)", 2), .gives("math.bitAnd(6, 3)", 2), .fails("math.floor(1)", "type-mismatch"),
        .gives("math.sqrt(9)", 3.0),
    ])
    func numbersRoundAsTheirDigitsShow(_ row: Row) {
        #expect(row.fault(in: ["l": [1, 2, 3]]) == nil)
    }

    @Test(arguments: [
        Row.gives("int('42')", 42), .gives("int(-1.9)", -1), .gives("int(true ? 2u : 3u)", 2),
        .gives("int(timestamp('1970-01-01T00:01:00Z'))", 60),
        .fails("int('4.2')", "conversion-failed"), .fails("int(1e19)", "value-out-of-range"),
        .fails("int(0.0 / 0.0)", "value-out-of-range"),
        .fails("int('')", "conversion-failed"), .fails("int(null)", "type-mismatch"), .gives("uint('7')", 7),
        .fails("uint(-1)", "value-out-of-range"),
        .gives("double('1.5e3')", 1500.0), .gives("double(2)", 2.0), .fails("double('0x1p3')", "conversion-failed"),
        .fails("double('nan')", "conversion-failed"),
        .gives("string(1.5)", "1.5"), .gives("string(1e21)", "1e+21"), .gives("string(true)", "true"),
        .gives("string(b'abc')", "abc"),
        .fails("string(b'\\xff')", "conversion-failed"), .fails("string([1])", "type-mismatch"),
        .gives("bytes('é')", "w6k="),
        .gives("bool('true')", true), .fails("bool('yes')", "conversion-failed"), .gives("type(1) == int", true),
        .gives("type('a')", "string"),
        .gives("type(type(1))", "type"), .gives("type(timestamp(0)) == google.protobuf.Timestamp", true),
        .gives("type(null)", "null_type"),
        .gives("dyn([1])", [1]), .gives("type($o) == map && type($l) == list", true),
    ])
    func conversionsAreExactOrErrors(_ row: Row) {
        #expect(row.fault(in: ["o": [:], "l": []]) == nil)
    }

    @Test(arguments: [
        Row.gives("timestamp('2026-01-31T12:00:00+05:30')", "2026-01-31T06:30:00Z"),
        .gives("timestamp(0)", "1970-01-01T00:00:00Z"),
        .gives("timestamp('2026-01-31T12:00:00.123456789Z')", "2026-01-31T12:00:00.123456789Z"),
        .gives("timestamp('2026-01-31T12:00:00.1Z')", "2026-01-31T12:00:00.100Z"),
        .fails("timestamp('2026-02-30T00:00:00Z')", "conversion-failed"),
        .fails("timestamp('soon')", "conversion-failed"),
        .gives("duration('1h30m')", "5400s"), .gives("duration('-1.5s')", "-1.5s"), .gives("duration('7d')", "604800s"),
        .gives("duration('PT48H')", "172800s"), .gives("duration('1ns')", "0.000000001s"),
        .fails("duration('1')", "conversion-failed"),
        .fails("duration('400y')", "conversion-failed"), .fails("duration('9999999h')", "conversion-failed"),
        .gives("timestamp('2026-01-31T00:00:00Z') + duration('24h')", "2026-02-01T00:00:00Z"),
        .gives("timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z')", "86400s"),
        .gives("duration('1h') > duration('59m')", true), .gives("sum([duration('1s'), duration('2s')])", "3s"),
        .gives("timestamp('1969-12-31T23:59:59.5Z') + duration('600ms')", "1970-01-01T00:00:00.100Z"),
        .fails("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "value-out-of-range"),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getFullYear()", 2024),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getMonth()", 1),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getDate()", 29),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getDayOfMonth()", 28),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getDayOfWeek()", 4),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getDayOfYear()", 59),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getHours()", 13),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getMinutes()", 14),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getSeconds()", 15),
        .gives("timestamp('2024-02-29T13:14:15.678Z').getMilliseconds()", 678),
        .gives("timestamp('2024-02-29T23:14:15Z').getDate('+05:30')", 1),
        .gives("timestamp('2024-02-29T23:14:15Z').getHours('-02:00')", 21),
        .fails("timestamp(0).getHours('Mars/Base')", "value-out-of-range"),
        .gives("duration('3730s').getMinutes()", 62),
        .gives("duration('90m').getHours()", 1), .gives("duration('1.5s').getMilliseconds()", 500),
        .fails("duration('1s').getDate()", "type-mismatch"),
    ])
    func timesKeepNanosecondsAndTheirRange(_ row: Row) {
        #expect(row.fault() == nil)
    }

    @Test(arguments: [
        Row.fails("1.0 / 0.0", "result-not-representable"), .fails("[0.0 / 0.0]", "result-not-representable"),
        .gives("1.0 / 0.0 > 5", true),
        .gives("optional.none()", nil), .gives("optional.of([1])", [1]), .gives("$o", ["b": 1, "a": [2.5, nil]]),
        .gives("[$o.a]", [[2.5, nil]]),
    ])
    func resultsBecomeJSONOrErrors(_ row: Row) {
        #expect(row.fault(in: ["o": ["b": 1, "a": [2.5, nil]]]) == nil)
    }

    @Test
    func aConditionMustBeBoolean() throws {
        let scope: JSONObject = ["n": 1]
        #expect(try Expression("$n > 0").evaluateCondition(in: scope))
        #expect { try Expression("$n").evaluateCondition(in: scope) } throws: {
            ($0 as? ExpressionError)?.code == "condition-not-boolean"
        }
    }

    @Test(arguments: [
        Row.fails("size()", "arguments-invalid"), .fails("size(1, 2)", "arguments-invalid"),
        .fails("'a'.contains()", "arguments-invalid"),
        .fails("contains('a', 'b')", "function-unknown"), .fails("'a'.int()", "function-unknown"),
        .fails("$a.b.nope()", "function-unknown"),
    ])
    func callsAreCheckedWhenCompiled(_ row: Row) {
        #expect(row.fault() == nil)
    }
}
