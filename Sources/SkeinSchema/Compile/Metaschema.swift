// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The meta-schemas, made from the keyword table so that they cannot disagree with what the compiler accepts.
///
/// A schema refers to them to take schemas as instances.
enum Metaschema {
    private static let base = "https://json-schema.org/draft/2020-12/"

    /// The document of that URI, which has no fragment.
    static func document(_ uri: String) -> JSONValue? { Self.documents.first { $0.uri == uri }?.document }

    private static let documents: [(uri: String, document: JSONValue)] =
        [Self.draft7(), Self.draft202012()] + Vocabularies.named.map { Self.vocabulary($0.name, $0.vocabulary) }

    private static func draft7() -> (uri: String, document: JSONValue) {
        let uri = "http://json-schema.org/draft-07/schema"
        let document: JSONValue = [
            "$schema": .string(uri + "#"),
            "$id": .string(uri + "#"),
            "type": ["object", "boolean"],
            "properties": .object(Self.properties(.draft7, of: .all, schema: ["$ref": "#"])),
        ]
        return (uri, document)
    }

    private static func draft202012() -> (uri: String, document: JSONValue) {
        let uri = Self.base + "schema"
        let names = Vocabularies.named.map(\.name).filter { $0 != "format-assertion" }
        let document: JSONValue = [
            "$schema": .string(uri),
            "$id": .string(uri),
            "$vocabulary": .object(
                names.reduce(into: JSONObject()) { $0[Self.base + "vocab/" + $1] = true }
            ),
            "$dynamicAnchor": "meta",
            "type": ["object", "boolean"],
            "allOf": .array(names.map { ["$ref": .string("meta/" + $0)] }),
        ]
        return (uri, document)
    }

    private static func vocabulary(_ name: String, _ vocabulary: Vocabularies) -> (uri: String, document: JSONValue) {
        let uri = Self.base + "meta/" + name
        let schema: JSONValue = ["$dynamicRef": "#meta"]
        let document: JSONValue = [
            "$schema": .string(Self.base + "schema"),
            "$id": .string(uri),
            "$dynamicAnchor": "meta",
            "type": ["object", "boolean"],
            "properties": .object(Self.properties(.draft202012, of: vocabulary, schema: schema)),
        ]
        return (uri, document)
    }

    private static func properties(_ dialect: Dialect, of vocabulary: Vocabularies, schema: JSONValue) -> JSONObject {
        var properties = JSONObject()
        for keyword in Keyword.all where keyword.belongs(to: dialect.draft) && vocabulary.contains(keyword.vocabulary) {
            properties[keyword.name] = keyword.shape.metaschema(schema)
        }
        return properties
    }
}

extension KeywordShape {
    /// The shape as a schema.
    ///
    /// - Parameter schema: What stands for the schema of schemas.
    /// - Returns: A schema that accepts what the shape accepts.
    func metaschema(_ schema: JSONValue) -> JSONValue {
        let names: JSONValue = ["type": "array", "items": ["type": "string"], "uniqueItems": true]
        switch self {
        case .any: return true
        case .string: return ["type": "string"]
        case .boolean: return ["type": "boolean"]
        case .number: return ["type": "number"]
        case .positiveNumber: return ["type": "number", "exclusiveMinimum": 0]
        case .count: return ["type": "integer", "minimum": 0]
        case .array: return ["type": "array"]
        case .object: return ["type": "object"]
        case .anchor: return ["type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"]
        case .types:
            let type: JSONValue = ["enum": .array(TypeSet.names.map { .string($0.name) })]
            return ["anyOf": [type, ["type": "array", "items": type, "minItems": 1, "uniqueItems": true]]]
        case .names: return names
        case .namesMap: return ["type": "object", "additionalProperties": names]
        case .schema: return schema
        case .schemas: return ["type": "array", "items": schema, "minItems": 1]
        case .schemaOrSchemas: return ["anyOf": [schema, ["type": "array", "items": schema]]]
        case .schemaMap: return ["type": "object", "additionalProperties": schema]
        case .dependencies: return ["type": "object", "additionalProperties": ["anyOf": [schema, names]]]
        }
    }
}
