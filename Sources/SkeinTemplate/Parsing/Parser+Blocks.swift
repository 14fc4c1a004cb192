// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// What follows a block's first part: the inverse, and the `~` of the tag before it.
    private struct Inverse {
        var program: ProgramSyntax
        let strip: Strip
    }

    mutating func block() throws(TemplateError) -> BlockSyntax {
        let open = self.next()
        let call = try self.call()
        let parameters = try self.blockParameters()
        let close = try self.expect(.close, "'}}'")
        var program = ProgramSyntax(try self.statements())
        program.blockParameters = parameters
        let isInverted = open.kind == .openInverse
        var inverse = try self.inverse(mayChain: !isInverted)
        if inverse != nil, open.kind == .openDecoratorBlock {
            throw self.error("Unexpected inverse block on decorator", at: call.range)
        }
        var block = BlockSyntax(call: call)
        block.isDecorator = open.kind == .openDecoratorBlock
        block.openStrip = Strip(open: open.strip.open, close: close.strip.close)
        block.closeStrip = try self.closeBlock(call.path.original, call.range)
        if let part = inverse {
            inverse?.program = Self.closingChain(part.program, with: block.closeStrip)
            block.inverseStrip = part.strip
        }
        block.program = isInverted ? inverse?.program : program
        block.inverse = isInverted ? program : inverse?.program
        return block
    }

    mutating func rawBlock() throws(TemplateError) -> BlockSyntax {
        let open = self.next()
        let call = try self.call()
        _ = try self.expect(.closeRaw, "'}}}}'")
        var body: [NodeSyntax] = []
        while self.current.kind == .content { body.append(self.content()) }
        let close = try self.expect(.endRaw, "'{{{{/\(call.path.original)}}}}'")
        guard close.text == call.path.original else {
            throw self.error("\(call.path.original) doesn't match \(close.text)", at: open.range)
        }
        var block = BlockSyntax(call: call)
        block.isRaw = true
        block.program = ProgramSyntax(body)
        return block
    }

    /// `{{/name}}`: its strip.
    mutating func closeBlock(_ name: String, _ opened: Range<Int>) throws(TemplateError) -> Strip {
        let line = self.source.position(opened.lowerBound).line
        let open = try self.expect(.openEndBlock, "'{{/\(name)}}' (for the block of line \(line))")
        let closing = try self.helperName()
        let close = try self.expect(.close, "'}}'")
        guard closing.original == name else {
            throw self.error("\(name) doesn't match \(closing.original)", at: opened)
        }
        return Strip(open: open.strip.open, close: close.strip.close)
    }

    /// `{{else}}`, or with a chain `{{else name ...}}`, and what it begins.
    private mutating func inverse(mayChain: Bool) throws(TemplateError) -> Inverse? {
        let token = self.current
        if token.kind == .inverse {
            self.position += 1
            return Inverse(program: ProgramSyntax(try self.statements()), strip: token.strip)
        }
        guard token.kind == .openInverseChain, mayChain else { return nil }
        try self.enter()
        defer { self.leave() }
        self.position += 1
        let call = try self.call()
        let parameters = try self.blockParameters()
        let close = try self.expect(.close, "'}}'")
        let strip = Strip(open: token.strip.open, close: close.strip.close)
        var program = ProgramSyntax(try self.statements())
        program.blockParameters = parameters
        var block = BlockSyntax(call: call)
        block.program = program
        block.openStrip = strip
        if var next = try self.inverse(mayChain: true) {
            next.program = Self.closingChain(next.program, with: next.strip)
            block.inverse = next.program
            block.inverseStrip = next.strip
            block.closeStrip = next.strip
        }
        return Inverse(program: ProgramSyntax([.block(block)], isChained: true), strip: strip)
    }

    /// The block of a chain ends where the tag stands that comes after it.
    private static func closingChain(_ program: ProgramSyntax, with strip: Strip) -> ProgramSyntax {
        guard program.isChained, case .block(var block) = program.body[0] else { return program }
        block.closeStrip = strip
        var program = program
        program.body[0] = .block(block)
        return program
    }

    /// `as |name name|`.
    private mutating func blockParameters() throws(TemplateError) -> [String] {
        guard self.current.kind == .openParameters else { return [] }
        self.position += 1
        var names: [String] = []
        while self.current.kind == .identifier { names.append(self.next().text) }
        guard !names.isEmpty else { throw self.unexpected("a name") }
        _ = try self.expect(.closeParameters, "'|'")
        return names
    }
}
