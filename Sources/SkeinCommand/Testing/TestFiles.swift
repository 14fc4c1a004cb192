// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// Finds test files and what belongs to them.
enum TestFiles {
    private static let endings = [".test.yaml", ".test.yml", ".test.json"]

    /// The test files among some paths, each once: files as they are, and what lies in folders, by name.
    ///
    /// Folders whose names start with a dot, and those that are links, are not searched.
    ///
    /// - Throws: ``SkeinError`` `configuration-invalid` for a path that is not there, or when there are no files.
    static func find(_ paths: [String]) throws -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw SkeinError(.configurationInvalid, "There is no file or folder '\(path)'.")
            }
            files += isFolder.boolValue ? Self.search(path == "." ? "" : path) : [path]
        }
        var seen: Set<String> = []
        files = files.filter { seen.insert(URL(fileURLWithPath: $0).standardized.path).inserted }
        if files.isEmpty {
            let names = Self.endings.map { "*\($0)" }.joined(separator: ", ")
            throw SkeinError(.configurationInvalid, "No test files there: their names end as in \(names).")
        }
        return files
    }

    private static func search(_ folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
        return names.sorted().filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
            let path = prefix + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if isFolder.boolValue {
                // A link may lead back to where it stands.
                let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
                return isLink ? [] : Self.search(path)
            }
            return Self.endings.contains { name.hasSuffix($0) } ? [path] : []
        }
    }

    /// A path that a test file writes, which counts from its own folder.
    static func path(_ relative: String, from file: String) -> String {
        if relative.hasPrefix("/") { return relative }
        var parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for part in relative.split(separator: "/") {
            switch part {
            case ".": break
            case ".." where parts.last.map({ !$0.isEmpty && $0 != ".." && $0 != "." }) ?? false: parts.removeLast()
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    /// The definition of the same base name beside a test file; `nil` when there is none.
    static func definition(beside file: String) -> String? {
        guard let ending = Self.endings.first(where: { file.hasSuffix($0) }) else { return nil }
        let base = file.dropLast(ending.count)
        return ["yaml", "yml", "json"].map { "\(base).\($0)" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }
}
