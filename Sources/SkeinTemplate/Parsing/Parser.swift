// SPDX-License-Identifier: Apache-2.0

/// Builds the tree of a template: recursive descent over the grammar of Handlebars 4.7.
struct Parser {
    let tokens: [Token]
    let source: SourceText
    let limits: TemplateLimits
    var position = 0
    var contents: [ContentSyntax] = []
    /// How many partials there are; each has an indentation.
    var partialCount = 0
    private var depth = 0

    /// What parsing gives.
    struct Result {
        let root: ProgramSyntax
        let contents: [ContentSyntax]
        let partialCount: Int
    }

    /// Parses a whole template.
    static func parse(_ source: SourceText, _ limits: TemplateLimits) throws(TemplateError) -> Result {
        var parser = Parser(tokens: Lexer.tokens(of: source), source: source, limits: limits)
        let root = ProgramSyntax(try parser.statements())
        guard parser.current.kind == .end else { throw parser.unexpected("the end of the template") }
        return Result(root: root, contents: parser.contents, partialCount: parser.partialCount)
    }

    private init(tokens: [Token], source: SourceText, limits: TemplateLimits) {
        self.tokens = tokens
        self.source = source
        self.limits = limits
    }

    // MARK: Statements

    /// Statements up to a tag that ends or divides a block.
    mutating func statements() throws(TemplateError) -> [NodeSyntax] {
        try self.enter()
        defer { self.leave() }
        var body: [NodeSyntax] = []
        while let node = try self.statement() { body.append(node) }
        return body
    }

    private mutating func statement() throws(TemplateError) -> NodeSyntax? {
        let token = self.current
        switch token.kind {
        case .content: return self.content()
        case .comment:
            self.position += 1
            return .comment(token.strip)
        case .open, .openUnescaped, .openDecorator: return .mustache(try self.mustache())
        case .openBlock, .openDecoratorBlock, .openInverse: return .block(try self.block())
        case .openRaw: return .block(try self.rawBlock())
        case .openPartial: return .partial(try self.partial())
        case .openPartialBlock: return .partial(try self.partialBlock())
        default: return nil
        }
    }

    mutating func content() -> NodeSyntax {
        let text = self.current.text
        self.position += 1
        self.contents.append(ContentSyntax(original: text, value: text))
        return .content(self.contents.count - 1)
    }

    private mutating func mustache() throws(TemplateError) -> MustacheSyntax {
        let open = self.next()
        let call = try self.call()
        let isTriple = open.kind == .openUnescaped && open.text != "&"
        let close = try self.expect(isTriple ? .closeUnescaped : .close, isTriple ? "'}}}'" : "'}}'")
        return MustacheSyntax(
            call: call,
            isEscaped: open.kind != .openUnescaped,
            isDecorator: open.kind == .openDecorator,
            strip: Strip(open: open.strip.open, close: close.strip.close),
            range: open.range.lowerBound..<close.range.upperBound
        )
    }

    // MARK: Partials

    private mutating func partial() throws(TemplateError) -> PartialSyntax {
        let open = self.next()
        var partial = try self.partialCall()
        let close = try self.expect(.close, "'}}'")
        partial.strip = Strip(open: open.strip.open, close: close.strip.close)
        return partial
    }

    private mutating func partialBlock() throws(TemplateError) -> PartialSyntax {
        let open = self.next()
        var partial = try self.partialCall()
        let close = try self.expect(.close, "'}}'")
        partial.strip = Strip(open: open.strip.open, close: close.strip.close)
        partial.program = ProgramSyntax(try self.statements())
        partial.closeStrip = try self.closeBlock(partial.staticName ?? "", partial.call.range)
        return partial
    }

    private mutating func partialCall() throws(TemplateError) -> PartialSyntax {
        let start = self.current.range.lowerBound
        let name: ExpressionSyntax
        var path: PathSyntax
        if self.current.kind == .openCall {
            name = try self.nestedCall()
            path = PathSyntax(original: "", parts: [], range: start..<self.current.range.lowerBound)
        } else {
            path = try self.helperName()
            name = .path(path)
        }
        let (arguments, hash) = try self.arguments()
        let range = start..<self.current.range.lowerBound
        guard arguments.count < 2 else {
            let message = "Unsupported number of partial arguments: \(arguments.count)"
            throw TemplateError(.malformed, message, hint: "A partial takes one context, and more as name=value.")
                .placed(at: self.source.position(self.tagStart(before: start)))
        }
        self.partialCount += 1
        var isStatic = true
        if case .call = name { isStatic = false }
        return PartialSyntax(
            name: name,
            staticName: isStatic ? path.original : nil,
            call: CallSyntax(path: path, arguments: arguments, hash: hash, range: range),
            indent: self.partialCount - 1
        )
    }

    /// Where the tag begins that something stands in.
    private func tagStart(before offset: Int) -> Int {
        var start = offset
        while start > 0, !(self.source.scalars[start] == "{" && self.source.scalars[start - 1] == "{") { start -= 1 }
        return max(0, start - 1)
    }

    // MARK: Tokens

    var current: Token { self.tokens[min(self.position, self.tokens.count - 1)] }

    mutating func next() -> Token {
        let token = self.current
        self.position += 1
        return token
    }

    mutating func expect(_ kind: Token.Kind, _ what: String) throws(TemplateError) -> Token {
        guard self.current.kind == kind else { throw self.unexpected(what) }
        return self.next()
    }

    /// The error of a token that does not belong where it stands.
    func unexpected(_ expected: String) -> TemplateError {
        let token = self.current
        let position = self.source.position(token.range.lowerBound)
        let found =
            token.range.isEmpty
            ? "the template ends" : "there is '\(self.source.text(token.range.prefix(40)))'"
        let message = "Parse error on line \(position.line): \(expected) expected, and \(found)."
        return TemplateError(.malformed, message).placed(at: position)
    }

    func error(_ message: String, at range: Range<Int>, hint: String? = nil) -> TemplateError {
        TemplateError(.malformed, message, hint: hint).placed(at: self.source.position(range.lowerBound))
    }

    /// Counts nesting; a call takes more of the stack than a block, and counts twice.
    mutating func enter(levels: Int = 1) throws(TemplateError) {
        self.depth += levels
        guard self.depth <= self.limits.nesting else {
            let message = "The template is nested deeper than \(self.limits.nesting) levels."
            throw TemplateError(.tooDeep, message, hint: "Move inner parts into partials.")
                .placed(at: self.source.position(self.current.range.lowerBound))
        }
    }

    mutating func leave(levels: Int = 1) { self.depth -= levels }
}
