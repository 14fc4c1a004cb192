// SPDX-License-Identifier: Apache-2.0

/// How a template is compiled and rendered.
///
/// Names in parentheses are those of Handlebars.
package struct TemplateOptions: Hashable, Sendable {
    /// Which helpers there are beside `if`, `unless`, `each`, `with`, `lookup` and `log`.
    package enum Helpers: Hashable, Sendable {
        /// Those of ``TemplateHelper/all``.
        case standard
        /// None.
        case none
    }

    /// How a value is written that is no text.
    package enum ValueStyle: Hashable, Sendable {
        /// As JSON.
        case json
        /// As JavaScript does: lists joined with commas, objects as `[object Object]`.
        case script
    }

    /// Whether a path that leads nowhere is an error, except as an argument of a helper that expects that (`strict`).
    package var isStrict = true
    /// Whether a path may only lead nowhere at its end (`assumeObjects`).
    package var assumesObjects = false
    /// Whether `{{value}}` escapes HTML (not `noEscape`).
    package var escapesHTML = false
    /// How lists, objects and numbers are written.
    package var values = ValueStyle.json
    /// The helpers.
    package var helpers = Helpers.standard
    /// Whether a call of an unknown helper is an error of the template, not of rendering.
    package var checksHelpers = true
    /// Whether a name alone is never a helper, and helpers must be among the known ones (`knownHelpersOnly`).
    package var knownHelpersOnly = false
    /// Helpers that are known beside the built-in ones (`knownHelpers`).
    package var knownHelpers: Set<String> = []
    /// Whether the lines of a partial stay as they are when the call is indented (`preventIndent`).
    package var preventsIndent = false
    /// Whether tags that stand alone on a line keep the line (`ignoreStandalone`).
    package var ignoresStandalone = false
    /// Whether a partial sees only what is passed to it (`explicitPartialContext`).
    package var explicitPartialContext = false
    /// Whether a name that a context does not have is looked for in those around it (`compat`).
    package var isCompatible = false

    /// Makes the options of ``text``.
    package init() {}

    /// For prompts, letters and messages: strict, nothing is escaped, values are JSON.
    package static let text = TemplateOptions()

    /// For HTML: as ``text``, and values are escaped.
    package static let html: TemplateOptions = {
        var options = TemplateOptions()
        options.escapesHTML = true
        return options
    }()

    /// What Handlebars does by default: lenient, escaped, its own helpers only.
    package static let handlebars: TemplateOptions = {
        var options = TemplateOptions()
        options.isStrict = false
        options.escapesHTML = true
        options.values = .script
        options.helpers = .none
        options.checksHelpers = false
        return options
    }()
}
