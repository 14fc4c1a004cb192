// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinSchema

/// Checks a value against a schema that a request holds.
///
/// `options` may say `{formats: "annotate"}`, which leaves formats unchecked, `{dialect: "draft-07"}` for a schema that
/// does not say its own, and `{unknown_keywords: "refuse"}`.
struct SchemaTool {
    private let request: JSONObject

    init(_ request: JSONObject) { self.request = request }

    func answer() -> JSONValue {
        guard var document = self.request["schema"] else {
            return LanguageTool.error("request-malformed", "'schema' is missing: a JSON Schema.")
        }
        let options = self.request["options"]
        if options?["dialect"] == "draft-07", case .object(var object) = document, object["$schema"] == nil {
            object["$schema"] = "http://json-schema.org/draft-07/schema#"
            document = .object(object)
        }
        do throws(SchemaError) {
            let schema = try Schema(
                document,
                documents: Dictionary(uniqueKeysWithValues: self.remotes),
                unknownKeywords: options?["unknown_keywords"] == "refuse" ? .refuse : .ignore,
                formats: options?["formats"] == "annotate" ? .annotate : .assert
            )
            let violations = schema.validate(self.request["input"] ?? .null)
            return ["valid": .bool(violations.isEmpty), "errors": .array(violations.map(Self.json))]
        } catch {
            let first = error.problems.first
            let place = first.map { " (at '\($0.pointer)')" } ?? ""
            let message = (first?.message ?? "The schema cannot be used.") + place
            return LanguageTool.error(first?.code ?? "schema-malformed", message, hint: first?.hint)
        }
    }

    private var remotes: [(String, JSONValue)] {
        (self.request["remotes"]?.object ?? [:]).map { ($0.key, $0.value) }
    }

    private static func json(_ violation: SchemaViolation) -> JSONValue {
        var object: JSONObject = [
            "code": .string(violation.code), "pointer": .string(violation.instance.description),
            "schema_pointer": .string(violation.schema.description), "message": .string(violation.message),
        ]
        object["hint"] = violation.hint.map { .string($0) }
        return .object(object)
    }
}
