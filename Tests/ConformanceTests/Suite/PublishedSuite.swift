// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// A suite of published cases: data of others, read from beside the repository and not part of it.
enum PublishedSuite: String, CaseIterable, Sendable {
    case expressions = "cel"
    case templates = "handlebars"
    case schemas = "json-schema"
    case olderSchemas = "json-schema-draft7"

    /// The folder of the suites: `SKEIN_SUITES`, or `shared/suites` beside the checkout or above it.
    static let folder: URL? = {
        var places: [URL] = []
        if let path = ProcessInfo.processInfo.environment["SKEIN_SUITES"] { places.append(URL(fileURLWithPath: path)) }
        var directory = URL(fileURLWithPath: #filePath)
        for _ in 0..<7 {
            directory.deleteLastPathComponent()
            places.append(directory.appendingPathComponent("shared/suites"))
        }
        return places.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    /// Whether a missing suite is a failure, as it is in CI.
    static let isRequired = ProcessInfo.processInfo.environment["SKEIN_REQUIRE_SHARED"] != nil

    /// Whether the suites are here to be run.
    static var isThere: Bool { self.folder != nil }

    private static let loaded: [PublishedSuite: [SuiteCase]] = {
        var all: [PublishedSuite: [SuiteCase]] = [:]
        for suite in Self.allCases { all[suite] = suite.read() }
        return all
    }()

    /// All cases, in the order of their files.
    var all: [SuiteCase] { Self.loaded[self] ?? [] }

    /// The cases that have to pass.
    var expected: [SuiteCase] {
        let skipped = Set(SuiteSkip.all.filter { $0.suite == self }.map(\.id))
        return self.all.filter { !skipped.contains($0.id) }
    }

    private func read() -> [SuiteCase] {
        guard let folder = Self.folder?.appendingPathComponent(self.rawValue) else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
            let text = FileManager.default.contents(atPath: folder.appendingPathComponent(name).path) ?? Data()
            return text.split(separator: UInt8(ascii: "\n")).map { SuiteCase(line: Array($0), file: name) }
        }
    }
}
