// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Renderer {
    mutating func partial(_ partial: PartialSyntax, _ scope: RenderScope) throws(TemplateError) {
        do throws(TemplateError) {
            try self.nest()
            defer { self.unnest() }
            try self.invoke(partial, scope)
        } catch {
            throw scope.run.place(error, at: partial.call.range)
        }
    }

    private mutating func invoke(_ partial: PartialSyntax, _ scope: RenderScope) throws(TemplateError) {
        var indent = scope.run.template.indents[partial.indent]
        if self.options.preventsIndent, !indent.isEmpty {
            try self.output.append(indent)
            indent = ""
        }
        var name = partial.staticName ?? ""
        if partial.staticName == nil { name = ValueText.text(try self.evaluate(partial.name, scope).json, .script) }
        let context = try self.partialContext(partial.call, scope)
        let start = self.output.bytes.count
        let block = try partial.program.map { program throws(TemplateError) in try self.closure(program, scope) }
        var partials = scope.run.partials
        var data = scope.data
        if let block {
            data = DataFrame(in: scope.data)
            data.partialBlock = PartialBlock(block, outer: scope.data.partialBlock)
            if !block.partials.isEmpty {
                try self.step(partials.count / 16)
                partials.merge(block.partials) { $1 }
            }
        }
        if name == "@partial-block", let called = scope.data.partialBlock {
            try self.callBlock(called, context, data)
        } else if let source = scope.run.partials[name] {
            try self.run(source, name, context, data, partials, scope)
        } else if let block {
            try self.callBlock(PartialBlock(block, outer: scope.data.partialBlock), context, data)
        } else {
            throw self.unknown(name, partials)
        }
        try self.step((self.output.bytes.count - start) / 256)
        try self.output.indent(from: start, by: indent)
    }

    private mutating func run(
        _ source: PartialSource,
        _ name: String,
        _ context: RenderedValue,
        _ data: DataFrame,
        _ partials: [String: PartialSource],
        _ scope: RenderScope
    ) throws(TemplateError) {
        switch source {
        case .template(let template):
            let contexts = self.options.isCompatible ? scope.contexts : nil
            try self.run(TemplateRun(template, name: name, partials: partials), context, data, contexts: contexts)
        case .block(let closure): try self.call(closure, context, data: data)
        }
    }

    private mutating func callBlock(
        _ block: PartialBlock,
        _ context: RenderedValue,
        _ data: DataFrame
    ) throws(TemplateError) {
        let frame = DataFrame(in: data)
        frame.partialBlock = block.outer
        try self.call(block.closure, context, data: frame)
    }

    /// What a partial gets: the context or the one argument, and the named arguments as members.
    private mutating func partialContext(
        _ call: CallSyntax,
        _ scope: RenderScope
    ) throws(TemplateError) -> RenderedValue {
        var context = self.options.explicitPartialContext ? RenderedValue.undefined : scope.context
        if let argument = call.arguments.first { context = try self.evaluate(argument, scope) }
        guard !call.hash.isEmpty else { return context }
        var object = JSONObject()
        switch context.content {
        case .json(.object(let members)): object = members
        case .json(.array(let values)):
            for (position, value) in values.enumerated() { object[String(position)] = value }
        case .roots: object = self.rootMembers(scope)
        default: break
        }
        try self.step(object.count / 16)
        var given: [String: RenderedValue] = [:]
        for (name, expression) in call.hash {
            let value = try self.evaluate(expression, scope)
            object[name] = try self.materialized(value, call.range, scope)
            given[name] = value
        }
        return RenderedValue(content: .json(.object(object)), origin: context.origin, given: given)
    }

    /// The roots that the template or a partial may read, as an object.
    private func rootMembers(_ scope: RenderScope) -> JSONObject {
        var object = JSONObject()
        var names = scope.run.template.rootNames
        for (_, source) in scope.run.partials.sorted(by: { $0.key < $1.key }) {
            if case .template(let template) = source { names += template.rootNames }
        }
        for name in names where object[name] == nil { object[name] = self.roots?(name) }
        return object
    }

    private func unknown(_ name: String, _ partials: [String: PartialSource]) -> TemplateError {
        var hint = NearestName.hint(partials.keys.sorted(), for: name)
        if name == "@partial-block" {
            hint = "It is what stands in the block {{#> name}} ... {{/name}} that calls the partial."
        }
        return TemplateError(.partialUnknown, "The partial \(name) could not be found", hint: hint)
    }
}
