// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// The published conformance cases, where this machine has them.
enum PublishedSuite {
    struct Case: Sendable {
        let id: String
        let expression: String
        let bindings: JSONObject
        /// The value expected; `nil` when an error is.
        let expected: JSONValue?
        let isDynamic: Bool
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
        return places.map { $0.appendingPathComponent("cel") }.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    static let files: [String] = {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted()
    }()

    static func cases(in file: String) throws -> [Case] {
        guard let folder else { return [] }
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        return try text.split(whereSeparator: \.isNewline).map { line in
            let json = try JSONParser.parse(String(line))
            return Case(
                id: json["id"]?.string ?? "",
                expression: json["expression"]?.string ?? "",
                bindings: json["input"]?.object ?? [:],
                expected: json["expected"]?["value"],
                isDynamic: json["tags"]?.array?.contains("dynamic") ?? false
            )
        }
    }
}
