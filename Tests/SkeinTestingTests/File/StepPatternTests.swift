// SPDX-License-Identifier: Apache-2.0

import SkeinTesting
import Testing

@Suite
struct StepPatternTests {
    @Test(arguments: [
        ("upload", "rfi/owners[A]/upload", true), ("owners/upload", "rfi/owners[A]/upload", true),
        ("owners[A]/upload", "rfi/owners[A]/upload", true), ("owners[B]/upload", "rfi/owners[A]/upload", false),
        ("rfi/owners[A]/upload", "rfi/owners[A]/upload", true), ("rfi/upload", "rfi/owners[A]/upload", false),
        ("load", "rfi/owners[A]/upload", false), ("x/rfi/owners/upload", "rfi/owners[A]/upload", false),
        ("owners[A%2FB]/upload", "owners[A%2FB]/upload", true), ("*", "rfi/owners[A]/upload", true),
        ("upload", "compensate:rfi/upload", false), ("compensate:upload", "compensate:rfi/upload", true),
        ("compensate:upload", "rfi/upload", false),
    ])
    func meansTheEndOfAPath(_ pattern: String, _ path: String, _ isMeant: Bool) {
        #expect(StepPattern(pattern).matches(path) == isMeant)
    }
}
