// SPDX-License-Identifier: Apache-2.0

/// A piece of a template, as the grammar sees it.
struct Token: Sendable {
    enum Kind: Sendable, Equatable {
        case content, comment, end
        case open, openUnescaped, openBlock, openDecoratorBlock, openDecorator, openEndBlock
        case openPartial, openPartialBlock, openInverse, openInverseChain, inverse
        case openRaw, closeRaw, endRaw
        case close, closeUnescaped, openCall, closeCall
        case identifier, separator, equals, data, string, number, bool, undefined, null
        case openParameters, closeParameters
        /// What no rule takes.
        case invalid
    }

    let kind: Kind
    /// What the token says: a name without its brackets, a text without its quotes.
    let text: String
    let range: Range<Int>
    /// For names: whether brackets were written, so that `[this]` is a name like any other.
    var isBracketed = false
    /// For tags: the `~` at its beginning and end.
    var strip = Strip()
}

/// The source of a template as scalars, with its lines.
struct SourceText: Sendable {
    let scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    init(_ source: String) {
        let scalars = Array(source.unicodeScalars)
        var starts = [0]
        for (offset, scalar) in scalars.enumerated() {
            let isBreak =
                scalar == "\n" || (scalar == "\r" && !(offset + 1 < scalars.count && scalars[offset + 1] == "\n"))
            if isBreak { starts.append(offset + 1) }
        }
        self.scalars = scalars
        self.lineStarts = starts
    }

    /// The text of a range.
    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: self.scalars[range])
        return String(text)
    }

    /// The line and column of an offset.
    func position(_ offset: Int) -> TemplatePosition {
        var low = 0
        var high = self.lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return TemplatePosition(line: low + 1, column: offset - self.lineStarts[low] + 1)
    }
}
