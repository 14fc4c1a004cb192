// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinTemplate
import Testing

/// What the guide says is what templates do.
@Suite
struct GuideTests {
    private static let guide: String = {
        var file = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { file.deleteLastPathComponent() }
        return (try? String(contentsOf: file.appendingPathComponent("Docs/guides/templates.md"), encoding: .utf8)) ?? ""
    }()

    /// The block of code that begins after a marker.
    private static func code(_ language: String) -> String {
        let start = Self.guide.range(of: "```\(language)\n").map { Self.guide[$0.upperBound...] } ?? ""
        return String(start.range(of: "```").map { start[..<$0.lowerBound] } ?? "")
    }

    @Test
    func examplesGiveWhatTheGuideSays() throws {
        let context = try JSONParser.parse(Self.code("json"))
        var count = 0
        for line in Self.guide.split(separator: "\n") where line.hasPrefix("| `") && line.contains("{{") {
            let cells = line.replacingOccurrences(of: "\\|", with: "\u{1}").split(separator: "|")
                .map { $0.replacingOccurrences(of: "\u{1}", with: "|") }
            guard cells.count == 2, cells[1].hasPrefix(" `") else { continue }
            let (source, expected) = (cells[0].dropFirst(2).dropLast(2), cells[1].dropFirst(2).dropLast(2))
            #expect(try Template(String(source)).render { context[$0] } == String(expected), "\(source)")
            count += 1
        }
        #expect(count > 20)
    }

    @Test
    func theLetterIsTheOneInTheGuide() throws {
        let context = try JSONParser.parse(Self.code("json"))
        let yaml = Self.code("yaml")
        let text = try #require(yaml.range(of: "text: |\n")).upperBound
        let source = yaml[text...].split(separator: "\n").map { $0.dropFirst(6) + "\n" }.joined()
        #expect(try Template(source).render { context[$0] } == Self.code("text"))
    }

    @Test
    func theTableHasEveryHelper() {
        for helper in Template.helpers {
            let row = "| `\(helper.name)` | `\(helper.arguments)` | \(helper.doc) |"
            #expect(Self.guide.contains(row), "\(row)")
        }
    }
}
