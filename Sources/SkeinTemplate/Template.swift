// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A text in Handlebars that is filled from values: compiled once, rendered often.
///
/// ``TemplateOptions/text`` is for prompts and letters: `{{input.name}}` must lead somewhere, and values are inserted
/// as they are. ``TemplateOptions/html`` escapes them. ``TemplateOptions/handlebars`` is what Handlebars does by default.
package struct Template: Sendable {
    /// The text as written.
    package let source: String
    /// How it is rendered.
    package let options: TemplateOptions
    /// The paths from roots that the template reads, in the order of the text.
    ///
    /// Elements of lists, block parameters and what partials read are not among them.
    package private(set) var references: [TemplateReference] = []

    let limits: TemplateLimits
    let text: SourceText
    let root: ProgramSyntax
    let contents: [String]
    let indents: [String]
    /// The quicker form of a template that needs little of the language.
    private(set) var plain: PlainProgram?

    /// Whether a text has places to fill.
    package static func isTemplate(_ text: String) -> Bool { text.contains("{{") }

    /// The names, arguments and documentation of the helpers.
    package static var helpers: [TemplateHelper] { TemplateHelper.all }

    /// Compiles a text.
    ///
    /// - Throws: ``TemplateError`` with the place of the fault: `template-malformed`, `template-too-deep`,
    ///   `template-too-long`, and when the options say so `helper-unknown` and `arguments-invalid`.
    package init(
        _ source: String,
        options: TemplateOptions = .text,
        limits: TemplateLimits = .standard
    ) throws(TemplateError) {
        guard source.utf8.count <= limits.length else {
            throw TemplateError(.tooLong, "The template is longer than \(limits.length) bytes.")
        }
        self.source = source
        self.options = options
        self.limits = limits
        self.text = SourceText(source)
        let parsed = try Parser.parse(self.text, limits)
        let stripped = Whitespace(parsed, ignoresStandalone: options.ignoresStandalone)
        self.root = parsed.root
        self.contents = stripped.contents.map(\.value)
        self.indents = stripped.indents
        if options.checksHelpers { try HelperCheck.check(self) }
        self.references = ReferenceCollector.references(of: self)
        self.plain = PlainCompiler.program(of: self)
    }

    /// Renders with the roots of a scope.
    ///
    /// - Parameters:
    ///   - partials: The templates that this one and they may call by name.
    ///   - roots: Gives the value of a path's first name, without `$`; `nil` when there is none.
    /// - Returns: The text.
    /// - Throws: ``TemplateError``, among others `path-absent` for a path that leads nowhere; the hint names the nearest.
    package func render(
        partials: [String: Template] = [:],
        _ roots: @escaping (String) -> JSONValue?
    ) throws(TemplateError) -> String {
        if let plain = self.plain, let text = PlainRenderer.text(of: plain, JSONValue?.none, roots) { return text }
        return try self.output(RenderInput(context: .roots, partials: partials), roots, explains: false).output
    }

    /// Renders with a value as the context.
    ///
    /// - Parameters:
    ///   - context: The value that paths start at; `nil` for none.
    ///   - partials: The templates that this one and they may call by name.
    ///   - data: Values of variables: `@name`.
    /// - Returns: The text.
    /// - Throws: ``TemplateError``, among others `path-absent` and `partial-unknown`.
    package func render(
        context: JSONValue?,
        partials: [String: Template] = [:],
        data: JSONObject = [:]
    ) throws(TemplateError) -> String {
        if let plain = self.plain, let context, let text = PlainRenderer.text(of: plain, context, nil) { return text }
        let content = context.map { RenderedValue.Content.json($0) } ?? .undefined
        return try self.output(
            RenderInput(context: content, partials: partials, data: data),
            nil,
            explains: false
        ).output
    }

    /// Renders with the roots of a scope, and says where each part comes from.
    package func explain(
        partials: [String: Template] = [:],
        _ roots: @escaping (String) -> JSONValue?
    ) throws(TemplateError) -> TemplateExplanation {
        try self.output(RenderInput(context: .roots, partials: partials), roots, explains: true)
    }

    /// Renders with a value as the context, and says where each part comes from.
    package func explain(
        context: JSONValue?,
        partials: [String: Template] = [:],
        data: JSONObject = [:]
    ) throws(TemplateError) -> TemplateExplanation {
        let content = context.map { RenderedValue.Content.json($0) } ?? .undefined
        return try self.output(RenderInput(context: content, partials: partials, data: data), nil, explains: true)
    }

    private func output(
        _ input: RenderInput,
        _ roots: ((String) -> JSONValue?)?,
        explains: Bool
    ) throws(TemplateError) -> TemplateExplanation {
        var renderer = Renderer(self, roots: roots, explains: explains)
        try renderer.render(self, input)
        return TemplateExplanation(output: renderer.output.text, substitutions: renderer.output.substitutions)
    }

    /// The name of a root as scopes know it: `$input` is `input`.
    static func rootName(_ name: String) -> String { name.hasPrefix("$") ? String(name.dropFirst()) : name }

    /// The roots that the template reads, each once.
    var rootNames: [String] {
        var names: [String] = []
        for reference in self.references where !names.contains(reference.path[0]) { names.append(reference.path[0]) }
        return names
    }
}
