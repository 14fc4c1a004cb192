// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Renders a plain program: gives the text that ``Renderer`` gives, or gives up.
///
/// It gives up where ``Renderer`` would fail, which then says why, and in the few cases that take more than values to
/// decide. It counts steps and depth as ``Renderer`` does.
struct PlainRenderer: ~Copyable {
    /// ``Renderer`` has to render the template.
    struct GivesUp: Error {}

    let program: PlainProgram
    let lists: PlainLists
    /// The value of a root, when the outermost context is a scope and no value.
    let roots: ((String) -> JSONValue?)?
    let isStrict: Bool
    /// Whether nothing at the start of a step of a path is an error.
    let needsParents: Bool
    var output: TextBuffer
    /// How many contexts there are around the one at hand.
    var level = 0
    /// Those contexts, the outermost first, when a path asks for them; the scope of the roots is `null`.
    var outer: [JSONValue] = []
    var loop: Loop?
    private var steps: Int
    private var depth: Int

    /// Where the innermost loop is.
    struct Loop {
        /// The name of the member; `nil` in a list.
        let name: String?
        let position: Int
        let isLast: Bool
    }

    private init(
        _ program: PlainProgram,
        _ lists: PlainLists,
        _ scratch: UnsafeMutableBufferPointer<UInt8>,
        _ roots: ((String) -> JSONValue?)?
    ) {
        self.program = program
        self.lists = lists
        self.roots = roots
        self.isStrict = program.options.isStrict
        self.needsParents = program.options.isStrict || program.options.assumesObjects
        self.output = TextBuffer(scratch, limit: program.limits.output)
        self.steps = program.limits.cost
        self.depth = program.limits.depth
    }

    /// Renders a program.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - context: The value that paths start at; `nil` for the roots.
    ///   - roots: Gives the value of a root.
    /// - Returns: The text; `nil` when it has to be rendered otherwise.
    static func text(
        of program: PlainProgram,
        _ context: JSONValue?,
        _ roots: ((String) -> JSONValue?)?
    ) -> String? {
        program.parts.withLists { lists in
            // Most texts fit in there, which costs no allocation.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { scratch in
                var renderer = PlainRenderer(program, lists, scratch, roots)
                do throws(GivesUp) {
                    try renderer.render(program.parts.root, context ?? .null)
                } catch {
                    return nil
                }
                return renderer.output.text
            }
        }
    }

    /// Renders a part with the context at hand.
    private mutating func render(_ nodes: Range<Int>, _ context: JSONValue) throws(GivesUp) {
        for position in nodes {
            try self.step()
            switch self.lists.nodes[position] {
            case .text(let range): try self.output.append(UnsafeBufferPointer(rebasing: self.lists.text[range]))
            case .comment: break
            case .place(let value, let isEscaped): try self.fill(value, isEscaped, context)
            case .block(let block): try self.render(self.lists.blocks[block], context)
            }
        }
    }

    private mutating func fill(
        _ expression: PlainExpression,
        _ isEscaped: Bool,
        _ context: JSONValue
    ) throws(GivesUp) {
        try self.step()
        let start = self.output.count
        if case .path(let path) = expression, path.depth == 0, !self.isScope(self.level) {
            try self.write(path, of: context, isEscaped)
        } else {
            if let value = try self.value(expression, context, isArgument: false) { try self.write(value, isEscaped) }
        }
        try self.step((self.output.count - start) / 256)
    }

    /// Writes what a path leads to; most lead through objects.
    private mutating func write(_ path: PlainPath, of context: JSONValue, _ isEscaped: Bool) throws(GivesUp) {
        let names = UnsafeBufferPointer(rebasing: self.lists.names[path.names])
        if let place = context.place(at: names) {
            try self.write(place.pointee.value, isEscaped)
        } else if let value = try self.member(path, path.names.lowerBound, of: context) {
            try self.write(value, isEscaped)
        }
    }

    private mutating func write(_ value: JSONValue, _ isEscaped: Bool) throws(GivesUp) {
        switch value {
        case .null: break
        case .string(let text): try self.output.append(text, isEscaped: isEscaped)
        case .int(let number): try self.output.append(number)
        default:
            let text = ValueText.text(value, self.program.options.values)
            try self.output.append(text, isEscaped: isEscaped)
        }
    }

    // MARK: Blocks

    private mutating func render(_ block: PlainBlock, _ context: JSONValue) throws(GivesUp) {
        let value = try self.value(block.argument, context, isArgument: block.kind != .section)
        switch block.kind {
        case .condition: try self.part(Self.holds(value) ? block.body : block.inverse, context)
        case .unless: try self.part(Self.holds(value) ? block.inverse : block.body, context)
        case .with:
            guard Self.holds(value) || value?.number == 0, let body = block.body, let value else {
                return try self.part(block.inverse, context)
            }
            try self.enter(value, body, context)
        case .each:
            switch value {
            case .array(let values)? where !values.isEmpty: try self.iterate(values, block, context)
            case .object(let object)? where !object.isEmpty: try self.iterate(object, block, context)
            default: try self.part(block.inverse, context)
            }
        case .section:
            switch value {
            case .bool(true)?: try self.part(block.body, context)
            case nil, .null?, .bool(false)?: try self.part(block.inverse, context)
            case .array(let values)?:
                if values.isEmpty { return try self.part(block.inverse, context) }
                try self.iterate(values, block, context)
            case let value?: if let body = block.body { try self.enter(value, body, context) }
            }
        }
    }

    private static func holds(_ value: JSONValue?) -> Bool {
        switch value {
        case nil: false
        case .array(let values)?: !values.isEmpty
        case let value?: value.isTruthy
        }
    }

    private mutating func part(_ nodes: Range<Int>?, _ context: JSONValue) throws(GivesUp) {
        guard let nodes else { return }
        try self.nest()
        try self.render(nodes, context)
        self.depth += 1
    }

    /// Renders a part with a context of its own.
    private mutating func enter(_ value: JSONValue, _ nodes: Range<Int>, _ context: JSONValue) throws(GivesUp) {
        try self.nest()
        // A value that is the context already is no further one. Lists and objects lie below it, so none is.
        let isSame =
            switch value {
            case .array, .object: false
            default: !self.isScope(self.level) && context == value
            }
        let isKept = !isSame && self.program.parts.usesOuterContexts
        if isKept { self.outer.append(context) }
        if !isSame { self.level += 1 }
        try self.render(nodes, value)
        if isKept { self.outer.removeLast() }
        if !isSame { self.level -= 1 }
        self.depth += 1
    }

    private mutating func iterate(
        _ values: [JSONValue],
        _ block: PlainBlock,
        _ context: JSONValue
    ) throws(GivesUp) {
        guard let body = block.body else { return }
        let around = self.loop
        for position in values.indices {
            try self.step()
            self.loop = Loop(name: nil, position: position, isLast: position == values.count - 1)
            try self.enter(values[position], body, context)
        }
        self.loop = around
    }

    private mutating func iterate(
        _ object: JSONObject,
        _ block: PlainBlock,
        _ context: JSONValue
    ) throws(GivesUp) {
        // In JavaScript names that are positions come first.
        guard self.program.options.values == .json else { throw GivesUp() }
        guard let body = block.body else { return }
        let around = self.loop
        for (position, member) in object.enumerated() {
            try self.step()
            self.loop = Loop(name: member.key, position: position, isLast: position == object.count - 1)
            try self.enter(member.value, body, context)
        }
        self.loop = around
    }

    /// Whether the context at that level is the scope of the roots.
    func isScope(_ level: Int) -> Bool { level == 0 && self.roots != nil }

    // MARK: Bounds

    mutating func step(_ count: Int = 1) throws(GivesUp) {
        self.steps -= max(1, count)
        guard self.steps >= 0 else { throw GivesUp() }
    }

    mutating func nest() throws(GivesUp) {
        self.depth -= 1
        guard self.depth >= 0 else { throw GivesUp() }
    }

    mutating func unnest() { self.depth += 1 }
}
