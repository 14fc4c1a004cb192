// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Finds out whether a template is plain, and makes its program.
struct PlainCompiler {
    /// The template needs what plain ones have not.
    private struct NotPlain: Error {}

    private let template: Template
    private var parts = PlainParts()

    private init(_ template: Template) { self.template = template }

    /// The program; `nil` when the template is not plain.
    static func program(of template: Template) -> PlainProgram? {
        var compiler = PlainCompiler(template)
        guard !template.options.isCompatible, let root = try? compiler.nodes(template.root) else { return nil }
        compiler.parts.root = root
        return PlainProgram(compiler.parts, options: template.options, limits: template.limits)
    }

    /// Adds the nodes of a program one after the other, behind those of the blocks in it.
    private mutating func nodes(_ program: ProgramSyntax) throws(NotPlain) -> Range<Int> {
        guard program.blockParameters.isEmpty, program.decorators.isEmpty else { throw NotPlain() }
        var nodes: [PlainNode] = []
        for node in program.body {
            switch node {
            case .content(let content):
                let start = self.parts.text.count
                self.parts.text.append(contentsOf: self.template.contents[content].utf8)
                nodes.append(.text(start..<self.parts.text.count))
            case .comment: nodes.append(.comment)
            case .mustache(let mustache): nodes.append(try self.place(mustache))
            case .block(let block): nodes.append(try self.block(block))
            case .partial: throw NotPlain()
            }
        }
        let start = self.parts.nodes.count
        self.parts.nodes += nodes
        return start..<self.parts.nodes.count
    }

    private mutating func place(_ mustache: MustacheSyntax) throws(NotPlain) -> PlainNode {
        guard !mustache.isDecorator else { throw NotPlain() }
        let call = mustache.call
        let value: PlainExpression =
            call.hasArguments ? try self.call(call) : try self.path(call.path, .whole, mayBeHelper: true)
        return .place(value, isEscaped: mustache.isEscaped && self.template.options.escapesHTML)
    }

    private mutating func block(_ block: BlockSyntax) throws(NotPlain) -> PlainNode {
        guard !block.isDecorator, !block.isRaw else { throw NotPlain() }
        let (kind, argument) = try self.head(block.call)
        var body: Range<Int>?
        if let program = block.program { body = try self.nodes(program) }
        var inverse: Range<Int>?
        if let program = block.inverse { inverse = try self.nodes(program) }
        self.parts.blocks.append(PlainBlock(kind: kind, argument: argument, body: body, inverse: inverse))
        return .block(self.parts.blocks.count - 1)
    }

    private mutating func head(
        _ call: CallSyntax
    ) throws(NotPlain) -> (kind: PlainBlock.Kind, argument: PlainExpression) {
        guard call.hasArguments else {
            return (.section, try self.container(try self.path(call.path, .whole, mayBeHelper: true)))
        }
        guard call.path.isSimple, !call.path.isData, call.arguments.count == 1, call.hash.isEmpty else {
            throw NotPlain()
        }
        let demand: Demand = self.template.options.helpers == .standard ? .nothing : .parent
        let argument = try self.expression(call.arguments[0], demand)
        switch BuiltInHelper(rawValue: call.path.parts[0]) {
        case .condition?: return (.condition, argument)
        case .unless?: return (.unless, argument)
        case .each?: return (.each, try self.container(argument))
        case .with?: return (.with, try self.container(argument))
        default: throw NotPlain()
        }
    }

    /// A value that may become the context.
    ///
    /// It has to lie below the context at hand: whether a value from elsewhere is the context at hand, so that `..` goes
    /// further up, only ``Renderer`` can tell.
    private func container(_ expression: PlainExpression) throws(NotPlain) -> PlainExpression {
        guard case .path(let path) = expression, path.depth == 0, !path.names.isEmpty else { throw NotPlain() }
        return expression
    }

    private mutating func path(
        _ path: PathSyntax,
        _ demand: Demand,
        mayBeHelper: Bool = false
    ) throws(NotPlain) -> PlainExpression {
        if path.isData {
            guard path.depth == 0, path.parts.count == 1, let variable = LoopVariable(rawValue: path.parts[0]) else {
                throw NotPlain()
            }
            return .variable(variable)
        }
        if mayBeHelper, path.isSimple, Renderer.isReserved(path.parts[0]) { throw NotPlain() }
        // Values are walked by recursion, which a path must not make deep.
        guard path.parts.count <= 64 else { throw NotPlain() }
        // Before its names stands the first one as scopes know it.
        let rootName = self.parts.names.count
        self.parts.names.append(path.parts.first.map { Template.rootName($0) } ?? "")
        self.parts.names += path.parts
        if path.depth > 0 { self.parts.usesOuterContexts = true }
        let names = rootName + 1..<self.parts.names.count
        return .path(PlainPath(names: names, rootName: rootName, depth: path.depth, demand: demand))
    }

    private mutating func expression(
        _ expression: ExpressionSyntax,
        _ demand: Demand
    ) throws(NotPlain) -> PlainExpression {
        switch expression {
        case .path(let path): return try self.path(path, demand)
        case .string(let text): return self.literal(.string(text))
        case .int(let number): return self.literal(.int(number))
        case .double(let number): return self.literal(.double(number))
        case .bool(let value): return self.literal(.bool(value))
        case .null: return self.literal(.null)
        case .undefined: return self.literal(JSONValue?.none)
        case .call(let call): return try self.call(call)
        }
    }

    private mutating func literal(_ value: JSONValue?) -> PlainExpression {
        self.parts.literals.append(value)
        return .literal(self.parts.literals.count - 1)
    }

    private mutating func call(_ call: CallSyntax) throws(NotPlain) -> PlainExpression {
        guard call.path.isSimple, !call.path.isData, self.template.options.helpers == .standard,
            !Renderer.isReserved(call.path.parts[0]), let helper = TemplateHelper.named(call.path.parts[0])
        else { throw NotPlain() }
        let demand: Demand = helper.allowsAbsent ? .nothing : .whole
        var arguments: [PlainExpression] = []
        for argument in call.arguments { arguments.append(try self.expression(argument, demand)) }
        var hash: [(name: String, value: PlainExpression)] = []
        for (name, value) in call.hash { hash.append((name, try self.expression(value, demand))) }
        self.parts.calls.append(PlainCall(helper: helper, arguments: arguments, hash: hash))
        return .call(self.parts.calls.count - 1)
    }
}
