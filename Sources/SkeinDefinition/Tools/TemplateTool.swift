// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate

/// Renders a template that a request holds.
///
/// The mode is `text`, `html` or `handlebars`, which is what Handlebars does by default; `options.compile` has
/// Handlebars's own names.
struct TemplateTool {
    private let request: JSONObject

    init(_ request: JSONObject) { self.request = request }

    func answer(explains: Bool) -> JSONValue {
        guard let source = self.request["template"]?.string else {
            return LanguageTool.error("request-malformed", "'template' is missing: the text of the template.")
        }
        guard let options = self.options else {
            return LanguageTool.error("request-malformed", "'mode' is 'text', 'html' or 'handlebars'.")
        }
        do throws(TemplateError) {
            let template = try Template(source, options: options)
            if self.request["kind"] == "template.parse" { return ["ok": true] }
            let partials = try self.partials(options)
            let data = self.request["options"]?["data"]?.object ?? [:]
            let input = self.request["input"]
            guard explains else {
                return ["output": .string(try template.render(context: input, partials: partials, data: data))]
            }
            let explanation = try template.explain(context: input, partials: partials, data: data)
            return [
                "output": .string(explanation.output),
                "substitutions": .array(explanation.substitutions.map(Self.json)),
            ]
        } catch {
            let place = error.partial.map { " (in the partial '\($0)')" } ?? ""
            return LanguageTool.error(
                error.code,
                error.message + place,
                hint: error.hint,
                line: error.line,
                column: error.column
            )
        }
    }

    private func partials(_ options: TemplateOptions) throws(TemplateError) -> [String: Template] {
        var partials: [String: Template] = [:]
        for source in [self.request["options"]?["partials"], self.request["partials"]] {
            for (name, text) in source?.object ?? [:] {
                partials[name] = try Template(text.string ?? "", options: options)
            }
        }
        return partials
    }

    private var options: TemplateOptions? {
        var options: TemplateOptions
        switch self.request["mode"]?.string ?? "handlebars" {
        case "handlebars": options = .handlebars
        case "text": options = .text
        case "html": options = .html
        default: return nil
        }
        let compile = self.request["options"]?["compile"]
        func set(_ name: String, _ path: WritableKeyPath<TemplateOptions, Bool>, inverted: Bool = false) {
            if let value = compile?[name]?.bool { options[keyPath: path] = value != inverted }
        }
        set("strict", \.isStrict)
        set("assumeObjects", \.assumesObjects)
        set("noEscape", \.escapesHTML, inverted: true)
        set("knownHelpersOnly", \.knownHelpersOnly)
        set("preventIndent", \.preventsIndent)
        set("ignoreStandalone", \.ignoresStandalone)
        set("explicitPartialContext", \.explicitPartialContext)
        set("compat", \.isCompatible)
        if let known = compile?["knownHelpers"]?.object {
            options.knownHelpers = Set(known.filter { $0.value == true }.map(\.key))
        }
        return options
    }

    private static func json(_ substitution: Substitution) -> JSONValue {
        var object: JSONObject = [
            "line": .int(Int64(substitution.position.line)), "column": .int(Int64(substitution.position.column)),
            "source": .string(substitution.source), "paths": .array(substitution.paths.map { .string($0) }),
            "start": .int(Int64(substitution.range.lowerBound)), "end": .int(Int64(substitution.range.upperBound)),
        ]
        object["partial"] = substitution.partial.map { .string($0) }
        object["value"] = substitution.value
        return .object(object)
    }
}
