// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Renders a template once.
struct Renderer {
    let options: TemplateOptions
    let limits: TemplateLimits
    /// The value of a root, when the context is a scope and no value.
    let roots: ((String) -> JSONValue?)?
    let explains: Bool
    var output: RenderOutput
    /// The paths read since the current place began.
    var pathsRead: [String] = []
    private var steps = 0
    private var depth = 0

    init(_ template: Template, roots: ((String) -> JSONValue?)?, explains: Bool) {
        self.options = template.options
        self.limits = template.limits
        self.roots = roots
        self.explains = explains
        self.output = RenderOutput(limit: template.limits.output)
    }

    /// Renders the whole template.
    mutating func render(_ template: Template, _ input: RenderInput) throws(TemplateError) {
        let context = RenderedValue(content: input.context, origin: .root)
        var variables = ["root": context]
        for (name, value) in input.data { variables[name] = .json(value, .data(name)) }
        let run = TemplateRun(template, name: nil, partials: input.partials.mapValues { .template($0) })
        try self.run(run, context, DataFrame(variables), contexts: nil)
    }

    /// Renders a template from its beginning, with its inline partials.
    mutating func run(
        _ run: TemplateRun,
        _ context: RenderedValue,
        _ data: DataFrame,
        contexts: Contexts?
    ) throws(TemplateError) {
        // Inline partials at the top see no context but the one they are called with.
        let outside = RenderScope(run: run, context: .undefined, data: data)
        let closure = try self.closure(run.template.root, outside)
        for (name, partial) in closure.partials { run.partials[name] = partial }
        let around =
            contexts.map { $0.value.isSame(as: context) ? $0 : Contexts(context, parent: $0) } ?? Contexts(context)
        try self.body(closure.program, RenderScope(run: run, context: context, contexts: around, data: data))
    }

    // MARK: Programs

    /// A part of a template with what it sees; its inline partials are defined now.
    mutating func closure(_ program: ProgramSyntax, _ scope: RenderScope) throws(TemplateError) -> Closure {
        let closure = Closure(program, scope)
        for decorator in program.decorators {
            try self.step()
            guard decorator.call.path.original == "inline" else {
                throw self.unknownDecorator(decorator.call, scope)
            }
            guard let argument = decorator.call.arguments.first, let block = decorator.program else {
                let message = "#*inline requires the name of the partial"
                throw scope.run.place(TemplateError(.argumentsInvalid, message), at: decorator.call.range)
            }
            let name = ValueText.text(try self.evaluate(argument, scope).json, .script)
            closure.partials[name] = .block(try self.closure(block, scope))
        }
        return closure
    }

    func unknownDecorator(_ call: CallSyntax, _ scope: RenderScope) -> TemplateError {
        let message = "There is no decorator '\(call.path.original)'; 'inline' is the only one."
        return scope.run.place(TemplateError(.decoratorUnknown, message), at: call.range)
    }

    /// Renders a part with a context of its own.
    mutating func call(
        _ closure: Closure,
        _ context: RenderedValue,
        data: DataFrame? = nil,
        parameters: [RenderedValue] = []
    ) throws(TemplateError) {
        try self.nest()
        defer { self.unnest() }
        var scope = closure.scope
        let isSame = scope.contexts.map { $0.value.isSame(as: context) } ?? false
        if !isSame { scope.contexts = Contexts(context, parent: scope.contexts) }
        scope.context = context
        if let data { scope.data = data }
        if !closure.program.blockParameters.isEmpty {
            scope.parameters = BlockParameters(closure.program.blockParameters, parameters, parent: scope.parameters)
        }
        let around = scope.run.partials
        if !closure.partials.isEmpty {
            try self.step(around.count / 16)
            scope.run.partials.merge(closure.partials) { $1 }
        }
        defer { if !closure.partials.isEmpty { scope.run.partials = around } }
        try self.body(closure.program, scope)
    }

    private mutating func body(_ program: ProgramSyntax, _ scope: RenderScope) throws(TemplateError) {
        for node in program.body {
            try self.step()
            switch node {
            case .content(let content): try self.output.append(scope.run.template.contents[content])
            case .comment: break
            case .mustache(let mustache): try self.mustache(mustache, scope)
            case .block(let block): if !block.isDecorator { try self.block(block, scope) }
            case .partial(let partial): try self.partial(partial, scope)
            }
        }
    }

    // MARK: Places

    private mutating func mustache(_ mustache: MustacheSyntax, _ scope: RenderScope) throws(TemplateError) {
        if mustache.isDecorator { throw self.unknownDecorator(mustache.call, scope) }
        self.pathsRead = []
        let value = try self.value(of: mustache.call, scope)
        try self.fill(value, isEscaped: mustache.isEscaped, mustache.range, scope)
    }

    /// Appends a value to the output.
    mutating func fill(
        _ value: RenderedValue,
        isEscaped: Bool,
        _ range: Range<Int>,
        _ scope: RenderScope
    ) throws(TemplateError) {
        let start = self.output.bytes.count
        let json = try self.materialized(value, range, scope)
        var text = ValueText.text(json, self.options.values)
        if isEscaped, self.options.escapesHTML { text = ValueText.escaped(text) }
        do throws(TemplateError) {
            try self.step(text.utf8.count / 256)
            try self.output.append(text)
        } catch {
            throw scope.run.place(error, at: range)
        }
        guard self.explains else { return }
        self.output.note(
            Substitution(
                position: scope.run.template.text.position(range.lowerBound),
                partial: scope.run.name,
                source: scope.run.template.text.text(range),
                paths: self.pathsRead,
                value: json,
                range: start..<self.output.bytes.count
            )
        )
    }

    /// The value as JSON; the roots of a scope have no list to make one from.
    func materialized(
        _ value: RenderedValue,
        _ range: Range<Int>,
        _ scope: RenderScope
    ) throws(TemplateError) -> JSONValue? {
        guard case .roots = value.content else { return value.json }
        let message = "The whole context is no value here."
        let error = TemplateError(.typeMismatch, message, hint: "Name what you need, as in {{input.name}}.")
        throw scope.run.place(error, at: range)
    }

    // MARK: Bounds

    /// Counts steps.
    mutating func step(_ count: Int = 1) throws(TemplateError) {
        self.steps += max(1, count)
        guard self.steps <= self.limits.cost else {
            throw TemplateError(.costExceeded, "Rendering takes more than \(self.limits.cost) steps.")
        }
    }

    /// Counts a level of nesting.
    mutating func nest() throws(TemplateError) {
        self.depth += 1
        guard self.depth <= self.limits.depth else {
            let message = "Rendering is nested deeper than \(self.limits.depth) levels."
            throw TemplateError(.tooDeep, message, hint: "Does a partial call itself without an end?")
        }
    }

    mutating func unnest() { self.depth -= 1 }
}

/// What a template is rendered with.
struct RenderInput {
    var context: RenderedValue.Content
    var partials: [String: Template] = [:]
    var data: JSONObject = [:]
}
