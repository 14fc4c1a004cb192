// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TestReport {
    /// The report in the XML that continuous integration systems read: a suite for each file.
    package var junit: String {
        let count = self.entries.count + self.unreadableCount
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<testsuites tests=\"\(count)\" failures=\"\(self.failedCount)\" errors=\"\(self.unreadableCount)\">",
        ]
        for file in self.files { lines += Self.suite(file) }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private static func suite(_ file: File) -> [String] {
        let failed = file.entries.count(where: \.hasFailed)
        let skipped = file.entries.count { if case .skipped = $0.result { true } else { false } }
        let errors = file.problems.isEmpty ? 0 : 1
        let counts = "tests=\"\(file.entries.count + errors)\" failures=\"\(failed)\" errors=\"\(errors)\""
        var lines = ["  <testsuite name=\(Self.quoted(file.path)) \(counts) skipped=\"\(skipped)\">"]
        if errors > 0 {
            let text = file.problems.map { "\($0.path): \($0.problem)" }.joined(separator: "\n")
            lines.append("    <testcase classname=\(Self.quoted(file.path)) name=\"reading the file\">")
            lines.append("      <error message=\"The file has errors.\">\(Self.escaped(text))</error>")
            lines.append("    </testcase>")
        }
        for entry in file.entries { lines += Self.testCase(entry, file) }
        return lines + ["  </testsuite>"]
    }

    private static func testCase(_ entry: Entry, _ file: File) -> [String] {
        let place = "classname=\(Self.quoted(file.key ?? file.path)) file=\(Self.quoted(file.path))"
        let start = "    <testcase \(place) name=\(Self.quoted(entry.name))"
        switch entry.result {
        case .skipped(let reason):
            return [start + ">", "      <skipped message=\(Self.quoted(reason))/>", "    </testcase>"]
        case .ran(let verdict) where verdict.hasPassed: return [start + "/>"]
        case .ran(let verdict):
            let faults = verdict.outcome.faults.map(\.message)
            let texts = verdict.differences.map { difference in
                let details = difference.details.map { "\n  \($0)" }.joined()
                return "\(difference.subject): expected \(difference.expected), actual \(difference.actual)\(details)"
            }
            let all = faults + texts
            let body = Self.escaped(all.joined(separator: "\n"))
            let failure = "      <failure message=\(Self.quoted(all.first ?? ""))>\(body)</failure>"
            return [start + ">", failure, "    </testcase>"]
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(Self.escaped(text))\"" }

    /// The text as XML holds it; control characters, which it cannot hold, become question marks.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case "\"": "&quot;"
            case "\n": "&#10;"
            case "\t": "\t"
            default: scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF ? "?" : String(scalar)
            }
        }.joined()
    }
}
