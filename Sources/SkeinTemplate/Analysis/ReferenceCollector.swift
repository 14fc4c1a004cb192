// SPDX-License-Identifier: Apache-2.0

/// A path from a root that a template reads.
package struct TemplateReference: Hashable, Sendable {
    /// The names, the root first; without `$`.
    package let path: [String]
    /// Where it stands.
    package let position: TemplatePosition
    /// Whether the template is written for the case that there is nothing.
    package let mayBeAbsent: Bool
    /// The paths that the blocks around it have found something at.
    package let tested: [[String]]
}

/// Finds the paths that a template reads, as far as they stand in it.
///
/// Elements of lists, block parameters and the contexts of partials are known only when the template is rendered.
struct ReferenceCollector {
    /// A context: the path that leads to it, when it is known.
    private typealias Context = [String]?

    private let template: Template
    private var references: [TemplateReference] = []
    private var tested: [[String]] = []

    static func references(of template: Template) -> [TemplateReference] {
        var collector = ReferenceCollector(template: template)
        collector.visit(template.root, contexts: [[]], parameters: [])
        return collector.references
    }

    private init(template: Template) { self.template = template }

    private mutating func visit(_ program: ProgramSyntax?, contexts: [Context], parameters: [String]) {
        guard let program else { return }
        let parameters = parameters + program.blockParameters
        for node in program.body {
            switch node {
            case .content, .comment: break
            case .mustache(let mustache): self.call(mustache.call, contexts, parameters, mayBeAbsent: false)
            case .block(let block): self.block(block, contexts, parameters)
            case .partial(let partial):
                self.expression(partial.name, contexts, parameters, isName: true)
                self.arguments(partial.call, contexts, parameters, mayBeAbsent: true)
                self.visit(partial.program, contexts: contexts + [nil], parameters: parameters)
            }
        }
    }

    private mutating func block(_ block: BlockSyntax, _ contexts: [Context], _ parameters: [String]) {
        let call = block.call
        var inside = contexts
        var subject: [String]?
        if case .path(let path)? = call.arguments.first { subject = self.path(path, contexts, parameters) }
        switch block.isDecorator ? nil : BuiltInHelper(rawValue: call.path.original) {
        case .condition?, .unless?: self.arguments(call, contexts, parameters, mayBeAbsent: true)
        case .with?:
            self.arguments(call, contexts, parameters, mayBeAbsent: true)
            inside.append(subject)
        case .each?:
            self.arguments(call, contexts, parameters, mayBeAbsent: true)
            inside.append(nil)
        default:
            if block.isDecorator {
                self.arguments(call, contexts, parameters, mayBeAbsent: false)
            } else if !(block.isRaw && call.path.original == "raw") {
                self.call(call, contexts, parameters, mayBeAbsent: false)
            }
            inside.append(nil)
        }
        let found = Self.finding(of: block, subject)
        self.visit(block.program, contexts: inside, parameters: parameters, tested: found.inside)
        // What stands instead sees what is around the block.
        self.visit(block.inverse, contexts: contexts, parameters: parameters, tested: found.instead)
    }

    /// The path that is known to lead to something in a block's two parts.
    private static func finding(of block: BlockSyntax, _ subject: [String]?) -> (inside: [String]?, instead: [String]?)
    {
        switch block.isDecorator ? nil : BuiltInHelper(rawValue: block.call.path.original) {
        case .condition?, .with?: (subject, nil)
        case .unless?: (nil, subject)
        default: (nil, nil)
        }
    }

    private mutating func visit(
        _ program: ProgramSyntax?,
        contexts: [Context],
        parameters: [String],
        tested path: [String]?
    ) {
        let outer = self.tested
        if let path { self.tested.append(path) }
        self.visit(program, contexts: contexts, parameters: parameters)
        self.tested = outer
    }

    private mutating func call(
        _ call: CallSyntax,
        _ contexts: [Context],
        _ parameters: [String],
        isNested: Bool = false,
        mayBeAbsent: Bool
    ) {
        guard isNested || call.hasArguments else {
            return self.add(call.path, contexts, parameters, mayBeAbsent: mayBeAbsent)
        }
        let helper = TemplateHelper.named(call.path.original)
        let allowsAbsent = helper?.allowsAbsent ?? (BuiltInHelper(rawValue: call.path.original) != nil)
        self.arguments(call, contexts, parameters, mayBeAbsent: mayBeAbsent || allowsAbsent)
    }

    private mutating func arguments(
        _ call: CallSyntax,
        _ contexts: [Context],
        _ parameters: [String],
        mayBeAbsent: Bool
    ) {
        for argument in call.arguments + call.hash.map(\.value) {
            self.expression(argument, contexts, parameters, mayBeAbsent: mayBeAbsent)
        }
    }

    private mutating func expression(
        _ expression: ExpressionSyntax,
        _ contexts: [Context],
        _ parameters: [String],
        isName: Bool = false,
        mayBeAbsent: Bool = false
    ) {
        switch expression {
        case .path(let path): if !isName { self.add(path, contexts, parameters, mayBeAbsent: mayBeAbsent) }
        // A helper inside decides itself what it needs.
        case .call(let call): self.call(call, contexts, parameters, isNested: true, mayBeAbsent: false)
        default: break
        }
    }

    private mutating func add(
        _ path: PathSyntax,
        _ contexts: [Context],
        _ parameters: [String],
        mayBeAbsent: Bool
    ) {
        guard let whole = self.path(path, contexts, parameters), !whole.isEmpty else { return }
        let position = self.template.text.position(path.range.lowerBound)
        self.references.append(
            TemplateReference(path: whole, position: position, mayBeAbsent: mayBeAbsent, tested: self.tested)
        )
    }

    /// The path from its root; `nil` when it does not start at one that is known.
    private func path(_ path: PathSyntax, _ contexts: [Context], _ parameters: [String]) -> [String]? {
        var parts = path.parts
        if path.depth == 0, !path.isScoped, let name = parts.first, parameters.contains(name) { return nil }
        if path.isData {
            guard parts.first == "root", path.depth == 0 else { return nil }
            parts.removeFirst()
        } else {
            let index = contexts.count - 1 - path.depth
            guard index >= 0, let context = contexts[index] else { return nil }
            parts = context + parts
        }
        if let root = parts.first { parts[0] = Template.rootName(root) }
        return parts
    }
}
