// SPDX-License-Identifier: Apache-2.0

import SkeinModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The published cases, read from beside the repository: they are data of others and not part of it.
enum PublishedSuite {
    /// The folder of the suites: `SKEIN_SUITES`, or `shared/suites` beside or above the repository.
    static let folder: String? = {
        if let path = getenv("SKEIN_SUITES") { return String(cString: path) }
        let root = Self.repository
        return ["../shared/suites", "../../shared/suites"].map { root + "/" + $0 }.first { access($0, R_OK) == 0 }
    }()

    struct Case {
        let id: String
        let title: String
        let schema: JSONValue
        let documents: [String: JSONValue]
        let instance: JSONValue
        let isValid: Bool
    }

    static func files(_ suite: String) -> [String] {
        guard let folder = Self.folder, let directory = opendir(folder + "/" + suite) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".jsonl") { names.append(name) }
        }
        return names.sorted()
    }

    static func cases(_ suite: String, _ file: String) throws -> [Case] {
        guard let folder = Self.folder else { return [] }
        var cases: [Case] = []
        for line in try Self.lines(folder + "/" + suite + "/" + file) {
            let value = try JSONParser.parse(line)
            cases.append(
                Case(
                    id: value["id"]?.string ?? "",
                    title: value["title"]?.string ?? "",
                    schema: value["schema"] ?? true,
                    documents: Dictionary(
                        uniqueKeysWithValues: (value["remotes"]?.object ?? [:]).map { ($0.key, $0.value) }
                    ),
                    instance: value["input"] ?? .null,
                    isValid: value["expected"]?["valid"]?.bool ?? false
                )
            )
        }
        return cases
    }

    private static let repository: String = {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/")
    }()

    private static func lines(_ path: String) throws -> [String] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}
