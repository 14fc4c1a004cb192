// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import Testing

/// The published conformance cases, where this machine has them.
enum PublishedSuite {
    struct Case: Sendable, CustomTestStringConvertible {
        let id: String
        let template: String
        /// The context; `nil` for none.
        let input: JSONValue?
        let options: JSONValue
        let expected: JSONValue
        let isRendered: Bool
        var testDescription: String { self.id }
    }

    /// The folder of the suite: below `SKEIN_SUITES`, or a directory named `shared/suites` beside the repository.
    static let folder: URL? = {
        var places: [URL] = []
        if let path = ProcessInfo.processInfo.environment["SKEIN_SUITES"] { places.append(URL(fileURLWithPath: path)) }
        var directory = URL(fileURLWithPath: #filePath)
        for _ in 0..<6 {
            directory.deleteLastPathComponent()
            places.append(directory.appendingPathComponent("shared/suites"))
        }
        let folders = places.map { $0.appendingPathComponent("handlebars") }
        return folders.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    /// Whether a missing suite is a failure, as it is in CI.
    static let isRequired = ProcessInfo.processInfo.environment["SKEIN_REQUIRE_SHARED"] != nil

    static let cases: [Case] = {
        guard let folder = Self.folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
            let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
            return text.utf8.split(separator: UInt8(ascii: "\n")).compactMap {
                Self.item(String(decoding: Array($0), as: UTF8.self))
            }
        }
    }()

    private static func item(_ line: String) -> Case? {
        guard let json = try? JSONParser.parse(line) else { return nil }
        return Case(
            id: json["id"]?.string ?? "",
            template: json["template"]?.string ?? "",
            input: json["input"],
            options: json["options"] ?? [:],
            expected: json["expected"] ?? .null,
            isRendered: json["kind"] == "template.render"
        )
    }
}
