// SPDX-License-Identifier: Apache-2.0

import SkeinSchema

/// The regular expressions of schemas; an input is a pattern, a tab and a text.
struct PatternFuzz: FuzzSubject {
    let name = "patterns"
    let dictionary = [
        "\t", "(", ")", "(?:", "(?<n>", "[", "]", "[^", "-", "{1,3}", "{2}", "{0,}", "*", "+", "?", "|", "^", "$", "\\",
        "\\d",
        "\\w", "\\s", "\\b", "\\B", "\\p{L}", "\\P{Lu}", "\\u00e9", "\\u{1F600}", "\\cA", "\\x41", ".", "a", "é", "😀",
        "(?=",
        "\\1", "{1000}", "[a-z]", "[\\d-z]",
    ]

    func run(_ input: [UInt8]) -> FuzzOutcome {
        let parts = input.split(separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
        let source = String(decoding: parts[0], as: UTF8.self)
        let text = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
        guard let pattern = try? BoundedRegex(source) else { return FuzzOutcome() }
        let isMatch = pattern.matches(anywhereIn: text)
        var outcome = FuzzOutcome(isTaken: true)
        // What means the same has to find the same; the longer pattern may be too large.
        for same in ["(?:\(source))", "(?:\(source)){1}", "(?:\(source)|[])"] {
            if let other = try? BoundedRegex(same), other.matches(anywhereIn: text) != isMatch {
                outcome.fault = "\(same) differs"
            }
        }
        return outcome
    }
}
