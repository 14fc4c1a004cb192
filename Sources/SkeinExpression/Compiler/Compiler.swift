// SPDX-License-Identifier: Apache-2.0

/// Turns the syntax tree into nodes that evaluate themselves; checks names of functions and shapes of calls on the way.
struct Compiler {
    /// Whether a call of an unknown function is an error now, or when it is evaluated.
    let checksFunctions: Bool
    /// The variables in scope: the position is the slot.
    var locals: [String] = []
    /// How many slots the expression needs.
    private(set) var localCount = 0

    init(checksFunctions: Bool) { self.checksFunctions = checksFunctions }

    mutating func compile(_ syntax: Syntax) throws(ExpressionError) -> any Node {
        switch syntax.kind {
        case .literal(let value): return ConstantNode(value)
        case .group(let inner): return try self.compile(inner)
        case .name, .select, .index: return try self.path(PathSyntax(syntax), start: syntax.start)
        case .call: return try self.call(syntax)
        case .list(let elements): return try self.list(elements)
        case .map(let entries): return try self.map(entries)
        case .not(let operand), .negate(let operand):
            let isNegation = if case .negate = syntax.kind { true } else { false }
            return PrefixNode(isNegation: isNegation, operand: try self.compile(operand), offset: syntax.start)
        case .chain(let first, let links): return try self.chain(first, links)
        case .logic(let isAnd, let operands):
            var nodes: [(node: any Node, offset: Int)] = []
            for operand in operands { nodes.append((try self.compile(operand), operand.start)) }
            return LogicNode(isAnd: isAnd, operands: nodes)
        case .conditional(let branches, let otherwise):
            var nodes: [(condition: any Node, value: any Node, offset: Int)] = []
            for branch in branches {
                let condition = try self.compile(branch.condition)
                nodes.append((condition, try self.compile(branch.value), branch.condition.start))
            }
            return ConditionalNode(branches: nodes, otherwise: try self.compile(otherwise))
        case .coalesce(let operands):
            var nodes: [any Node] = []
            for operand in operands { nodes.append(try self.compile(operand)) }
            let last = nodes.removeLast()
            return CoalesceNode(operands: nodes, last: last)
        }
    }

    private mutating func chain(_ first: Syntax, _ links: [Syntax.Link]) throws(ExpressionError) -> any Node {
        let node = try self.compile(first)
        var nodes: [ChainNode.Link] = []
        for link in links {
            let operand = try self.compile(link.operand)
            nodes.append(ChainNode.Link(operation: link.operation, offset: link.offset, operand: operand))
        }
        return ChainNode(first: node, links: nodes)
    }

    private mutating func list(_ elements: [Syntax.Element]) throws(ExpressionError) -> any Node {
        var nodes: [(node: any Node, isOptional: Bool, offset: Int)] = []
        for element in elements {
            nodes.append((try self.compile(element.value), element.isOptional, element.value.start))
        }
        let constants = nodes.compactMap { $0.isOptional ? nil : ($0.node as? ConstantNode)?.value }
        return constants.count == nodes.count ? ConstantNode(.list(constants)) : ListNode(elements: nodes)
    }

    private mutating func map(_ entries: [Syntax.Entry]) throws(ExpressionError) -> any Node {
        var nodes: [MapNode.Entry] = []
        var constant: MapValue? = MapValue(minimumCapacity: entries.count)
        for entry in entries {
            let key = try self.compile(entry.key)
            let value = try self.compile(entry.value)
            nodes.append(MapNode.Entry(key: key, value: value, isOptional: entry.isOptional, offset: entry.key.start))
            // A faulty constant stays an expression, so that its error can be absorbed like any other.
            if let key = key as? ConstantNode, let value = value as? ConstantNode, !entry.isOptional,
                constant?.insert(key.value, value.value) == true
            {
                continue
            }
            constant = nil
        }
        return constant.map { ConstantNode(.map($0)) } ?? MapNode(entries: nodes)
    }

    // MARK: Variables

    /// Compiles with further variables in scope; gives the slot of the first.
    mutating func withLocals<Result>(
        _ names: [String],
        _ body: (inout Compiler, Int) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        let first = self.locals.count
        self.locals += names
        self.localCount = max(self.localCount, self.locals.count)
        defer { self.locals.removeLast(names.count) }
        return try body(&self, first)
    }
}
