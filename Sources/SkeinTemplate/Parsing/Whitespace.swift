// SPDX-License-Identifier: Apache-2.0

/// Takes away the space that `~` and tags alone on their lines take away.
struct Whitespace {
    private(set) var contents: [ContentSyntax]
    /// What stands before each partial that is alone on its line.
    private(set) var indents: [String]
    private let ignoresStandalone: Bool

    /// What a node asks of the text around it, and whether it may stand alone.
    private struct Request {
        var open = false
        var close = false
        var opensAlone = false
        var closesAlone = false
        var isInline = false
    }

    init(_ parsed: Parser.Result, ignoresStandalone: Bool) {
        self.contents = parsed.contents
        self.indents = Array(repeating: "", count: parsed.partialCount)
        self.ignoresStandalone = ignoresStandalone
        self.program(parsed.root, isRoot: true)
    }

    private mutating func program(_ program: ProgramSyntax, isRoot: Bool = false) {
        let body = program.body
        for (index, node) in body.enumerated() {
            guard let request = self.request(of: node) else { continue }
            let isAfterBreak = self.isSpaceBefore(body, index, isRoot)
            let isBeforeBreak = self.isSpaceAfter(body, index, isRoot)
            if request.close { self.stripRight(body, index + 1, all: true) }
            if request.open { self.stripLeft(body, index - 1, all: true) }
            guard !self.ignoresStandalone else { continue }
            if request.isInline, isAfterBreak, isBeforeBreak {
                self.stripRight(body, index + 1)
                if self.stripLeft(body, index - 1), case .partial(let partial) = node {
                    self.indents[partial.indent] = self.indentation(body[index - 1])
                }
            }
            let (first, last) = Self.parts(of: node)
            if request.opensAlone, isAfterBreak {
                self.stripRight(first, 0)
                self.stripLeft(body, index - 1)
            }
            if request.closesAlone, isBeforeBreak {
                self.stripRight(body, index + 1)
                self.stripLeft(last, last.count - 1)
            }
        }
    }

    private mutating func request(of node: NodeSyntax) -> Request? {
        switch node {
        case .content: return nil
        case .comment(let strip): return Request(open: strip.open, close: strip.close, isInline: true)
        case .mustache(let mustache): return Request(open: mustache.strip.open, close: mustache.strip.close)
        case .block(let block): return self.block(block)
        case .partial(let partial):
            guard let program = partial.program else {
                return Request(open: partial.strip.open, close: partial.strip.close, isInline: true)
            }
            var block = BlockSyntax(call: partial.call)
            block.program = program
            block.openStrip = partial.strip
            block.closeStrip = partial.closeStrip
            return self.block(block)
        }
    }

    private mutating func block(_ block: BlockSyntax) -> Request {
        if let program = block.program { self.program(program) }
        if let inverse = block.inverse { self.program(inverse) }
        let program = (block.program ?? block.inverse)?.body ?? []
        let inverse = block.program == nil ? nil : block.inverse
        var first = inverse
        var last = inverse
        if let chained = inverse, chained.isChained {
            first = Self.chainedBlock(chained)?.program
            // The way that Handlebars finds the end of a chain, which is its first part.
            while let part = last, part.isChained { last = Self.chainedBlock(part)?.program }
        }
        let request = Request(
            open: block.openStrip.open,
            close: block.closeStrip.close,
            opensAlone: self.isSpaceAfter(program, -1, false),
            closesAlone: self.isSpaceBefore((first?.body ?? program), (first?.body ?? program).count, false)
        )
        if block.openStrip.close { self.stripRight(program, 0, all: true) }
        guard inverse != nil, let first, let last else {
            if block.closeStrip.open { self.stripLeft(program, program.count - 1, all: true) }
            return request
        }
        if block.inverseStrip.open { self.stripLeft(program, program.count - 1, all: true) }
        if block.inverseStrip.close { self.stripRight(first.body, 0, all: true) }
        if block.closeStrip.open { self.stripLeft(last.body, last.body.count - 1, all: true) }
        if !self.ignoresStandalone, self.isSpaceBefore(program, program.count, false),
            self.isSpaceAfter(first.body, -1, false)
        {
            self.stripLeft(program, program.count - 1)
            self.stripRight(first.body, 0)
        }
        return request
    }

    private static func chainedBlock(_ program: ProgramSyntax) -> BlockSyntax? {
        if case .block(let block)? = program.body.last { block } else { nil }
    }

    /// The first and the last part of a block.
    private static func parts(of node: NodeSyntax) -> ([NodeSyntax], [NodeSyntax]) {
        switch node {
        case .block(let block):
            ((block.program ?? block.inverse)?.body ?? [], (block.inverse ?? block.program)?.body ?? [])
        case .partial(let partial): (partial.program?.body ?? [], partial.program?.body ?? [])
        default: ([], [])
        }
    }

    // MARK: Texts

    /// Whether nothing but space stands between a node and the line break before it.
    private func isSpaceBefore(_ body: [NodeSyntax], _ index: Int, _ isRoot: Bool) -> Bool {
        guard index > 0 else { return isRoot }
        guard case .content(let content) = body[index - 1] else { return false }
        let scalars = self.contents[content].original.unicodeScalars
        let tail = scalars.reversed().prefix { $0.isTemplateSpace }
        return tail.contains("\n") || (index < 2 && isRoot && tail.count == scalars.count)
    }

    /// Whether nothing but space stands between a node and the line break after it.
    private func isSpaceAfter(_ body: [NodeSyntax], _ index: Int, _ isRoot: Bool) -> Bool {
        guard index + 1 < body.count else { return isRoot }
        guard case .content(let content) = body[index + 1] else { return false }
        let scalars = self.contents[content].original.unicodeScalars
        let head = scalars.prefix { $0.isTemplateSpace }
        return head.contains("\n") || (index + 2 >= body.count && isRoot && head.endIndex == scalars.endIndex)
    }

    private mutating func stripRight(_ body: [NodeSyntax], _ index: Int, all: Bool = false) {
        guard body.indices.contains(index), case .content(let content) = body[index],
            all || !self.contents[content].isRightStripped
        else { return }
        let value = Substring(self.contents[content].value).unicodeScalars
        var rest = value.drop { all ? $0.isTemplateSpace : $0 == " " || $0 == "\t" }
        if !all {
            if rest.first == "\r", rest.dropFirst().first == "\n" { rest = rest.dropFirst() }
            if rest.first == "\n" { rest = rest.dropFirst() }
        }
        self.contents[content].isRightStripped = rest.startIndex != value.startIndex
        self.contents[content].value = String(rest)
    }

    @discardableResult
    private mutating func stripLeft(_ body: [NodeSyntax], _ index: Int, all: Bool = false) -> Bool {
        guard body.indices.contains(index), case .content(let content) = body[index],
            all || !self.contents[content].isLeftStripped
        else { return false }
        var rest = Substring(self.contents[content].value).unicodeScalars
        let end = rest.endIndex
        while let last = rest.last, all ? last.isTemplateSpace : last == " " || last == "\t" { rest.removeLast() }
        self.contents[content].isLeftStripped = rest.endIndex != end
        self.contents[content].value = String(rest)
        return self.contents[content].isLeftStripped
    }

    private func indentation(_ node: NodeSyntax) -> String {
        guard case .content(let content) = node else { return "" }
        var text = String.UnicodeScalarView()
        let tail = self.contents[content].original.unicodeScalars.reversed().prefix { $0 == " " || $0 == "\t" }
        text.append(contentsOf: tail.reversed())
        return String(text)
    }
}
