// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The inputs that a subject starts from: one a line, in which `⏎` stands for the end of a line.
enum Corpus {
    static func inputs(_ name: String) throws -> [[UInt8]] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appendingPathComponent("Corpus").appendingPathComponent("\(name).txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").map { Array($0.replacingOccurrences(of: "⏎", with: "\n").utf8) }
    }
}
