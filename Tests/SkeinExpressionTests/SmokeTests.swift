// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct SmokeTests {
    @Test
    func adds() throws {
        #expect(try Expression("$a.b + 1").evaluate(in: ["a": ["b": 2]] as JSONObject) == 3)
    }
}
