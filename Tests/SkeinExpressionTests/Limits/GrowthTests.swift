// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinExpression
import SkeinModel
import Synchronization
import Testing

/// Short expressions that would make large or deep values, or do much work.
@Suite
struct GrowthTests {
    private static let scope: JSONObject = [
        "range": .array((0..<1000).map { .int($0) }), "text": .string(String(repeating: "9", count: 1_000_000)),
        "times": .string(String(repeating: "1s", count: 500_000)),
        "objects": .array((0..<1000).map { ["k": .int($0)] }),
    ]

    /// `[1].map(x, …).map(x, …)`, that many times.
    private static func chain(_ body: String, _ count: Int, from start: String = "[1]") -> String {
        start + String(repeating: ".map(x, \(body))", count: count)
    }

    private static let deepBody = String(repeating: "[", count: 90) + "x" + String(repeating: "]", count: 90)

    @Test(arguments: [
        // Values share their parts; written out they do not.
        Self.chain("[x, x]", 60), Self.chain("{'a': x, 'b': x}", 60), "[\(Self.chain("[x, x]", 60))].map(x, x == x)",
        "[\(Self.chain("x + x", 22, from: "['a']"))].map(t, $range.map(i, t))",
        "$range.map(i, $range.map(j, $objects))",
        "$range.map(i, $range.map(j, $text))",
        // Texts that are doubled, or read again and again.
        Self.chain("x + x", 40, from: "['a']"), "'a'.replace('', $text).replace('', $text)",
        "$range.map(i, string(i)).join($text)",
        "$range.exists(i, double($text) == 1.0)", "$range.exists(i, duration($times) == duration('1s'))",
        "$range.all(i, $range.all(j, timestamp(0).getHours('+00:00') == 0 || $text == 'a' + $text || j < i))",
        "$range.exists(i, timestamp(0).getHours($text) == 0)", "$range.map(i, $text.split('').size())",
        "'%s'.format([\(Self.chain("[x, x]", 60))])", "$text.matches('(9{0,30}){0,30}a')",
    ])
    func growthIsPaidFor(_ expression: String) {
        let codes = ["expression-cost-exceeded", "conversion-failed", "value-out-of-range"]
        // A tenth of what is usual, so that this is quick without optimisation too.
        let limits = ExpressionLimits(cost: 100_000)
        let error = #expect(throws: ExpressionError.self) {
            try Expression(expression, limits: limits).evaluate(in: Self.scope)
        }
        #expect(codes.contains(error?.code ?? ""), "\(error.debugDescription)")
    }

    @Test(arguments: [
        Self.chain(Self.deepBody, 100), "[\(Self.chain(Self.deepBody, 90))].map(v, v == v)",
        "'%s'.format([\(Self.chain(Self.deepBody, 100))])", Self.chain("optional.of(x)", 150),
    ])
    func deepValuesAreRefusedAndNotWalked(_ expression: String) {
        let code = Self.onASmallStack { failure(expression)?.code ?? "none" }
        #expect(code == "expression-too-deep")
    }

    @Test
    func aValueAsDeepAsJSONMayBeIsAResult() throws {
        var scope = JSONObject()
        for _ in 0..<400 { scope["deep"] = [scope["deep"] ?? 1] }
        let body = String(repeating: "[", count: 55) + "x" + String(repeating: "]", count: 55)
        let value = try Expression(Self.chain(body, 2, from: "[$deep]")).evaluate(in: scope)
        #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value)
        #expect(failure(Self.chain(body, 2, from: "[[[$deep]]]"), in: scope)?.code == "expression-too-deep")
        let twice = "[\(Self.chain(body, 2, from: "[[[$deep]]]"))]"
        #expect(failure("\(twice).map(v, v == v)", in: scope)?.code == "expression-too-deep")
        #expect(failure("'%s'.format(\(twice))", in: scope)?.code == "expression-too-deep")
    }

    @Test
    func whatIsOnlyPassedThroughCostsNothing() throws {
        let limits = ExpressionLimits(cost: 10)
        #expect(try Expression("$text", limits: limits).evaluate(in: Self.scope) == Self.scope["text"])
        #expect(try Expression("$range", limits: limits).evaluate(in: Self.scope) == Self.scope["range"])
    }

    /// A quarter of what a thread has on Linux, where frames without optimisation are several times as large.
    private static func onASmallStack(_ body: @escaping @Sendable () -> String) -> String {
        let done = DispatchSemaphore(value: 0)
        let result = Box()
        let thread = Thread {
            result.text.withLock { $0 = body() }
            done.signal()
        }
        thread.stackSize = 2048 * 1024
        thread.start()
        done.wait()
        return result.text.withLock { $0 }
    }

    private final class Box: Sendable {
        let text = Mutex("")
    }
}
