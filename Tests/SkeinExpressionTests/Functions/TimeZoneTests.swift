// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct TimeZoneTests {
    private static let zones = TimeZoneDatabase { name throws(TimeZoneError) in
        guard name == "Here/Now" else { throw TimeZoneError("The time zone is not known.", hint: "Did you mean it?") }
        // Two hours east of UTC.
        return try TimeZoneRules(
            tzif: Array("TZif".utf8) + [UInt8](repeating: 0, count: 35) + [1, 0, 0, 0, 1] + [0, 0, 0x1C, 0x20, 0, 0, 0]
        )
    }

    private static func evaluate(_ expression: String, _ roots: JSONObject = [:]) throws(ExpressionError) -> JSONValue {
        try Expression(expression).evaluate(in: RootScope(roots, timeZones: Self.zones))
    }

    @Test
    func namedZonesComeFromTheDatabaseThatIsHandedIn() throws {
        let time = "timestamp('2026-12-31T23:30:00Z')"
        #expect(try Self.evaluate("\(time).getHours('Here/Now')") == 1)
        #expect(try Self.evaluate("\(time).getFullYear($zone)", ["zone": "Here/Now"]) == 2027)
        #expect(try Self.evaluate("\(time).getHours('-02:00')") == 21)
    }

    @Test
    func anUnknownZoneIsAnErrorWithTheDatabasesAdvice() {
        let error = #expect(throws: ExpressionError.self) {
            try Self.evaluate("timestamp('2026-01-01T00:00:00Z').getHours('Nowhere')")
        }
        #expect(error?.code == "value-out-of-range" && error?.hint == "Did you mean it?")
    }

    @Test
    func withoutADatabaseOnlyOffsetsWork() {
        let error = failure("timestamp('2026-01-01T00:00:00Z').getHours('Here/Now')")
        #expect(error?.code == "value-out-of-range" && error?.hint == "Write UTC or an offset such as +05:30.")
        #expect(failure("timestamp('2026-01-01T00:00:00Z').getHours('+05:30')") == nil)
    }

    @Test
    func manyUnknownZonesCostMoreThanAnExpressionMaySpend() {
        let list = JSONValue.array((0..<1000).map { .string("Zone/\($0)") })
        let error = #expect(throws: ExpressionError.self) {
            try Self.evaluate("$zones.exists(z, timestamp(0).getHours(z) == 99)", ["zones": list])
        }
        #expect(error?.code == "expression-cost-exceeded")
    }
}
