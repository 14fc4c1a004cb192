// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
package import SkeinModel
import SkeinSchema
import SkeinTemplate

/// The three languages on their own: one request in, one answer out, both JSON.
///
/// A fault of what was asked is an answer too: `{error, code, hint?, line?, column?}`.
package enum LanguageTool: String, CaseIterable, Sendable {
    /// `{expression, input}` gives `{value}`; the members of the input are the roots.
    case expression
    /// `{template, input?, options?, mode?}` gives `{output}`; with `kind: "template.parse"` it gives `{ok: true}`.
    case template
    /// As ``template``, and gives `{output, substitutions}`.
    case explanation
    /// `{schema, input, remotes?, options?}` gives `{valid, errors}`.
    case schema

    /// The members that a request may have.
    package var fields: [String] {
        let own =
            switch self {
            case .expression: ["expression", "input", "bindings"]
            case .template, .explanation: ["template", "input", "partials", "options", "mode"]
            case .schema: ["schema", "input", "remotes", "options"]
            }
        return own + ["id", "kind"]
    }

    /// Does what a request asks.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - timeZones: Where expressions look up named time zones.
    /// - Returns: The answer.
    package func answer(_ request: JSONValue, timeZones: TimeZoneDatabase = .none) -> JSONValue {
        guard case .object(let object) = request else {
            return Self.error("request-malformed", "A request is an object, not \(request.typeName).")
        }
        if let unknown = object.keys.first(where: { !self.fields.contains($0) }) {
            let hint = NearestName.hint(self.fields, for: unknown)
            return Self.error("request-malformed", "A request has no member '\(unknown)'.", hint: hint)
        }
        switch self {
        case .expression: return Self.evaluate(object, timeZones)
        case .template: return TemplateTool(object).answer(explains: false)
        case .explanation: return TemplateTool(object).answer(explains: true)
        case .schema: return SchemaTool(object).answer()
        }
    }

    private static func evaluate(_ request: JSONObject, _ timeZones: TimeZoneDatabase) -> JSONValue {
        guard let source = request["expression"]?.string else {
            return Self.error("request-malformed", "'expression' is missing: the text of the expression.")
        }
        do throws(ExpressionError) {
            // Unknown functions are found when they are called, as the language has it.
            let expression = try Expression(source, limits: .standard, checksFunctions: false)
            let roots = (request["input"] ?? request["bindings"])?.object ?? [:]
            return ["value": try expression.evaluate(in: RootScope(roots, timeZones: timeZones))]
        } catch {
            let before = Array(source.utf8.prefix(error.offset))
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column =
                String(decoding: before.reversed().prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).count + 1
            return Self.error(error.code, error.message, hint: error.hint, line: line, column: column)
        }
    }

    /// An answer that says what is wrong.
    static func error(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        line: Int? = nil,
        column: Int? = nil
    ) -> JSONValue {
        var answer: JSONObject = ["error": .string(message), "code": .string(code)]
        answer["hint"] = hint.map { .string($0) }
        answer["line"] = line.map { .int(Int64($0)) }
        answer["column"] = column.map { .int(Int64($0)) }
        return .object(answer)
    }
}
