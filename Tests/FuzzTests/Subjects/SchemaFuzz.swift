// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinSchema

/// The compiler of schemas and the validator; an input is a schema, a tab and a value.
struct SchemaFuzz: FuzzSubject {
    let name = "schemas"
    let dictionary = [
        "\t", "{", "}", "[", "]", ",", ":", "\"", "true", "false", "null", "0", "-1", "2.5", "\"a\"", "\"type\":",
        "\"object\"",
        "\"array\"", "\"$ref\":\"#\"", "\"$ref\":\"#/$defs/a\"", "\"$defs\":{", "\"a\":", "\"properties\":{",
        "\"items\":",
        "\"allOf\":[", "\"oneOf\":[", "\"not\":", "\"if\":", "\"then\":", "\"pattern\":\"",
        "\"format\":\"idn-hostname\"",
        "\"uniqueItems\":true", "\"default\":", "\"required\":[\"a\"]", "\"unevaluatedProperties\":false",
        "\"$id\":\"x\"",
        "\"$dynamicRef\":\"#a\"", "\"$anchor\":\"a\"", "\"multipleOf\":", "\"contains\":", "\"minContains\":", "1e300",
        "\"$schema\":\"http://json-schema.org/draft-07/schema#\"", "\"definitions\":{", "\"dependencies\":{", "%25",
        "~1",
    ]

    func run(_ input: [UInt8]) -> FuzzOutcome {
        let parts = input.split(separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let document = try? JSONParser.parse(parts[0]) else { return FuzzOutcome() }
        let instance = parts.count > 1 ? (try? JSONParser.parse(parts[1])) ?? .null : document
        do throws(SchemaError) {
            let schema = try Schema(document, unknownKeywords: .ignore)
            return FuzzOutcome(isTaken: true, fault: Self.fault(of: schema, instance))
        } catch {
            return FuzzOutcome(fault: error.problems.isEmpty ? "refused without a problem" : nil)
        }
    }

    private static func fault(of schema: Schema, _ instance: JSONValue) -> String? {
        let violations = schema.validate(instance)
        if schema.isValid(instance) != violations.isEmpty { return "the two passes differ" }
        if violations.contains(where: { $0.message.isEmpty }) { return "a violation has no message" }
        let filled = schema.fillingDefaults(instance)
        return schema.fillingDefaults(filled) == filled ? nil : "defaults fill what is filled"
    }
}
