// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The text that rendering makes, and where its parts come from.
struct RenderOutput {
    private(set) var bytes: [UInt8] = []
    private(set) var substitutions: [Substitution] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    mutating func append(_ text: String) throws(TemplateError) {
        self.bytes.append(contentsOf: text.utf8)
        try self.check()
    }

    mutating func note(_ substitution: Substitution) { self.substitutions.append(substitution) }

    private func check() throws(TemplateError) {
        guard self.bytes.count <= self.limit else {
            throw TemplateError(.outputTooLarge, "The output is larger than \(self.limit) bytes.")
        }
    }

    /// Puts the indentation before each line from an offset on.
    mutating func indent(from start: Int, by indent: String) throws(TemplateError) {
        guard !indent.isEmpty, start <= self.bytes.count else { return }
        let tail = Array(self.bytes[start...])
        var starts: [Int] = [0]
        for (offset, byte) in tail.enumerated() where byte == 0x0A && offset + 1 < tail.count {
            starts.append(offset + 1)
        }
        if tail.isEmpty { starts = [] }
        guard self.bytes.count + starts.count * indent.utf8.count <= self.limit else {
            throw TemplateError(.outputTooLarge, "The output is larger than \(self.limit) bytes.")
        }
        self.bytes.removeSubrange(start...)
        for (line, begin) in starts.enumerated() {
            let end = line + 1 < starts.count ? starts[line + 1] : tail.count
            self.bytes.append(contentsOf: indent.utf8)
            self.bytes.append(contentsOf: tail[begin..<end])
        }
        self.moveSubstitutions(from: start, starts, by: indent.utf8.count)
    }

    private mutating func moveSubstitutions(from start: Int, _ lines: [Int], by width: Int) {
        var position = self.substitutions.count - 1
        while position >= 0, self.substitutions[position].range.lowerBound >= start {
            let range = self.substitutions[position].range
            let lower = Self.line(of: range.lowerBound - start, in: lines)
            let upper = range.isEmpty ? lower : Self.line(of: range.upperBound - start - 1, in: lines)
            self.substitutions[position].range =
                range.lowerBound + lower * width..<range.upperBound + upper * width
            position -= 1
        }
    }

    /// How many lines have begun at an offset.
    private static func line(of offset: Int, in lines: [Int]) -> Int {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if lines[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
