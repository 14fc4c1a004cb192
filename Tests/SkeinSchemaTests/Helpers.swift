// SPDX-License-Identifier: Apache-2.0

import SkeinModel

@testable import SkeinSchema

/// Compiles a schema written as JSON text.
func schema(
    _ text: String,
    documents: [String: JSONValue] = [:],
    unknownKeywords: UnknownKeywords = .refuse,
    formats: FormatHandling = .assert
) throws -> Schema {
    try Schema(
        JSONParser.parse(text),
        documents: documents,
        unknownKeywords: unknownKeywords,
        formats: formats
    )
}

/// The faults of a schema written as JSON text; empty when it compiles.
func faults(_ text: String, unknownKeywords: UnknownKeywords = .refuse) throws -> [Problem] {
    let document = try JSONParser.parse(text)
    do throws(SchemaError) {
        _ = try Schema(document, unknownKeywords: unknownKeywords)
        return []
    } catch {
        return error.problems
    }
}

/// The violations of an instance, both written as JSON text.
func violations(_ schemaText: String, _ instance: String) throws -> [SchemaViolation] {
    try schema(schemaText).validate(JSONParser.parse(instance))
}
