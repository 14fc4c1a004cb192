// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate
import Testing

/// Runs the published cases; a machine without them shows the suite as skipped.
@Suite
struct ConformanceTests {
    /// What is left out, and why.
    private static let departures: [String: String] = [:]

    @Test(.enabled(if: PublishedSuite.isRequired, "only where the published cases are required"))
    func casesAreThere() { #expect(!PublishedSuite.cases.isEmpty) }

    @Test(
        .enabled(if: PublishedSuite.folder != nil, "the published cases are not on this machine"),
        arguments: PublishedSuite.cases
    )
    func published(_ item: PublishedSuite.Case) {
        guard Self.departures[item.id] == nil else { return }
        let fault = item.isRendered ? Self.renderFault(item) : Self.parseFault(item)
        #expect(fault == nil, "\(item.template)")
    }

    private static func parseFault(_ item: PublishedSuite.Case) -> String? {
        do throws(TemplateError) {
            _ = try Template(item.template, options: .handlebars)
            return item.expected["ok"] == true ? nil : "was accepted"
        } catch {
            return item.expected["error"].flatMap { Self.fault(of: error, $0) }
        }
    }

    private static func renderFault(_ item: PublishedSuite.Case) -> String? {
        let options = Self.options(item.options["compile"] ?? [:])
        do throws(TemplateError) {
            var partials: [String: Template] = [:]
            for (name, source) in item.options["partials"]?.object ?? [:] {
                partials[name] = try Template(source.string ?? "", options: options)
            }
            let template = try Template(item.template, options: options)
            let data = item.options["data"]?.object ?? [:]
            let output = try template.render(context: item.input, partials: partials, data: data)
            let explained = try template.explain(context: item.input, partials: partials, data: data).output
            guard output == explained else { return "'\(output)' rendered and '\(explained)' explained" }
            guard let expected = item.expected["output"]?.string else { return "\(output) instead of an error" }
            return output == expected ? nil : "'\(output)' instead of '\(expected)'"
        } catch {
            guard let expected = item.expected["error"] else { return "\(error.code): \(error.message)" }
            return Self.fault(of: error, expected)
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

    /// Whether an error says what it should: a text with its place, or a regular expression.
    private static func fault(of error: TemplateError, _ expected: JSONValue) -> String? {
        guard let text = expected.string, !text.isEmpty else { return nil }
        // The columns of the suite count from 0.
        let said = error.message + (error.line.map { " - \($0):\((error.column ?? 0) - 1)" } ?? "")
        guard text.hasPrefix("/") else { return said == text ? nil : "\(said) instead of \(text)" }
        guard let pattern = try? Regex(String(text.dropFirst().dropLast())) else { return "\(text) is no pattern" }
        return error.message.contains(pattern) ? nil : "\(said) does not match \(text)"
    }
}
