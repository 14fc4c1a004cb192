// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate

enum TemplateSubject {
    static func fault(of item: SuiteCase) -> String? {
        item["kind"] == "template.parse" ? Self.parseFault(item) : Self.renderFault(item)
    }

    private static func parseFault(_ item: SuiteCase) -> String? {
        do throws(TemplateError) {
            _ = try Template(item.text("template"), options: .handlebars)
            return item["expected"]?["ok"] == true ? nil : "was accepted"
        } catch {
            return Self.fault(of: error, item)
        }
    }

    private static func renderFault(_ item: SuiteCase) -> String? {
        let options = Self.options(item["options"]?["compile"] ?? [:])
        do throws(TemplateError) {
            var partials: [String: Template] = [:]
            for (name, source) in item["options"]?["partials"]?.object ?? [:] {
                partials[name] = try Template(source.string ?? "", options: options)
            }
            let data = item["options"]?["data"]?.object ?? [:]
            let template = try Template(item.text("template"), options: options)
            let output = try template.render(context: item["input"], partials: partials, data: data)
            let explained = try template.explain(context: item["input"], partials: partials, data: data).output
            guard output == explained else { return "'\(output)' rendered and '\(explained)' explained" }
            guard let expected = item["expected"]?["output"]?.string else { return "\(output) instead of an error" }
            return output == expected ? nil : "'\(output)' instead of '\(expected)'"
        } catch {
            return Self.fault(of: error, item)
        }
    }

    private static func options(_ compile: JSONValue) -> TemplateOptions {
        var options = TemplateOptions.handlebars
        func isOn(_ name: String) -> Bool { compile[name]?.bool ?? false }
        options.isStrict = isOn("strict")
        options.assumesObjects = isOn("assumeObjects")
        options.escapesHTML = !isOn("noEscape")
        options.knownHelpersOnly = isOn("knownHelpersOnly")
        options.preventsIndent = isOn("preventIndent")
        options.ignoresStandalone = isOn("ignoreStandalone")
        options.explicitPartialContext = isOn("explicitPartialContext")
        options.isCompatible = isOn("compat")
        return options
    }

    /// Whether an error was due, and says what it should: a text with its place, or a regular expression.
    private static func fault(of error: TemplateError, _ item: SuiteCase) -> String? {
        guard let expected = item["expected"]?["error"] else { return "\(error.code): \(error.message)" }
        guard let text = expected.string, !text.isEmpty else { return nil }
        // The columns of the suite count from 0.
        let said = error.message + (error.line.map { " - \($0):\((error.column ?? 0) - 1)" } ?? "")
        guard text.hasPrefix("/") else { return said == text ? nil : "\(said) instead of \(text)" }
        guard let pattern = try? Regex(String(text.dropFirst().dropLast())) else { return "\(text) is no pattern" }
        return error.message.contains(pattern) ? nil : "\(said) does not match \(text)"
    }
}
