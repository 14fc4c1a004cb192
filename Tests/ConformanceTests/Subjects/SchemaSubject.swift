// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinSchema

enum SchemaSubject {
    static func fault(of item: SuiteCase, isDraft07: Bool) -> String? {
        // Cases of the older suite say nothing of the dialect.
        var document = item["schema"] ?? .null
        if isDraft07, case .object(var object) = document, object["$schema"] == nil {
            object["$schema"] = "http://json-schema.org/draft-07/schema#"
            document = .object(object)
        }
        let isValid = item["expected"]?["valid"] == true
        // The formats of the required parts describe; those of the optional part are to be checked.
        let checksFormats = item.id.hasPrefix("optional/format")
        do throws(SchemaError) {
            let schema = try Schema(
                document,
                documents: Dictionary(
                    uniqueKeysWithValues: (item["remotes"]?.object ?? [:]).map { ($0.key, $0.value) }
                ),
                unknownKeywords: .ignore,
                formats: checksFormats ? .assert : .annotate
            )
            let instance = item["input"] ?? .null
            let violations = schema.validate(instance)
            guard schema.isValid(instance) == violations.isEmpty else { return "the two passes differ" }
            return violations.isEmpty == isValid ? nil : "expected \(isValid), found \(violations.map(\.message))"
        } catch {
            return "\(error.problems)"
        }
    }
}
