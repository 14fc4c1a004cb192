// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The JSON reader and writers.
struct JSONFuzz: FuzzSubject {
    let name = "json"
    let dictionary = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud83d\\ude00", "\\ud800", "null", "true", "false", "-",
        "0",
        "1e308", "1e-400", "9223372036854775808", ".5", "e+", "\"a\":", "\u{FEFF}", "\u{7F}", " ", "\t", "\n", "é",
        "[[[[",
    ]

    func run(_ input: [UInt8]) -> FuzzOutcome {
        guard let value = try? JSONParser.parse(input) else { return FuzzOutcome() }
        return FuzzOutcome(isTaken: true, fault: Self.fault(of: value, input))
    }

    private static func fault(of value: JSONValue, _ input: [UInt8]) -> String? {
        let written = JSONWriter.bytes(value)
        // Each byte becomes an escape of six at most, and a double may need more digits than it had: 1e308 never does.
        if written.count > 6 * input.count + 24 { return "the text grew from \(input.count) to \(written.count) bytes" }
        guard (try? JSONParser.parse(written)) == value else { return "what was written reads differently" }
        guard (try? JSONParser.parse(JSONWriter.pretty(value))) == value else {
            return "indented text reads differently"
        }
        let canonical = CanonicalJSON.bytes(value)
        guard let again = try? JSONParser.parse(canonical), CanonicalJSON.bytes(again) == canonical else {
            return "the canonical form has another canonical form"
        }
        return nil
    }
}
