// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What a keyword is: where it belongs and what its value may be.
struct Keyword: Sendable {
    let name: String
    let vocabulary: Vocabularies
    let shape: KeywordShape
    let drafts: Drafts

    enum Drafts: Sendable {
        case both
        case only(Dialect.Draft)
    }

    func belongs(to draft: Dialect.Draft) -> Bool {
        switch self.drafts {
        case .both: true
        case .only(let only): only == draft
        }
    }

    /// The keyword of that name in the dialect.
    static func named(_ name: String, in dialect: Dialect) -> Keyword? {
        Self.index[ByteKey(name)]?.first { $0.belongs(to: dialect.draft) }
    }

    /// All names that the dialect knows.
    static func names(in dialect: Dialect) -> [String] {
        Self.all.filter { $0.belongs(to: dialect.draft) }.map(\.name)
    }

    private init(
        _ name: String,
        _ vocabulary: Vocabularies,
        _ shape: KeywordShape,
        _ drafts: Drafts = .both
    ) {
        self.name = name
        self.vocabulary = vocabulary
        self.shape = shape
        self.drafts = drafts
    }

    private static let index: [ByteKey: [Keyword]] = {
        var index: [ByteKey: [Keyword]] = [:]
        for keyword in Self.all { index[ByteKey(keyword.name), default: []].append(keyword) }
        return index
    }()

    private static let new = Drafts.only(.draft202012)
    private static let old = Drafts.only(.draft7)

    static let all: [Keyword] = [
        Keyword("$schema", .core, .string), Keyword("$id", .core, .string), Keyword("$ref", .core, .string),
        Keyword("$comment", .core, .string), Keyword("$defs", .core, .schemaMap, Self.new),
        Keyword("$anchor", .core, .anchor, Self.new), Keyword("$dynamicAnchor", .core, .anchor, Self.new),
        Keyword("$dynamicRef", .core, .string, Self.new), Keyword("$vocabulary", .core, .object, Self.new),
        Keyword("definitions", .core, .schemaMap),

        Keyword("allOf", .applicator, .schemas), Keyword("anyOf", .applicator, .schemas),
        Keyword("oneOf", .applicator, .schemas), Keyword("not", .applicator, .schema),
        Keyword("if", .applicator, .schema), Keyword("then", .applicator, .schema),
        Keyword("else", .applicator, .schema), Keyword("dependentSchemas", .applicator, .schemaMap, Self.new),
        Keyword("dependencies", .applicator, .dependencies), Keyword("prefixItems", .applicator, .schemas, Self.new),
        Keyword("items", .applicator, .schema, Self.new), Keyword("items", .applicator, .schemaOrSchemas, Self.old),
        Keyword("additionalItems", .applicator, .schema, Self.old), Keyword("contains", .applicator, .schema),
        Keyword("properties", .applicator, .schemaMap), Keyword("patternProperties", .applicator, .schemaMap),
        Keyword("additionalProperties", .applicator, .schema), Keyword("propertyNames", .applicator, .schema),

        Keyword("unevaluatedItems", .unevaluated, .schema, Self.new),
        Keyword("unevaluatedProperties", .unevaluated, .schema, Self.new),

        Keyword("type", .validation, .types), Keyword("enum", .validation, .array), Keyword("const", .validation, .any),
        Keyword("multipleOf", .validation, .positiveNumber), Keyword("maximum", .validation, .number),
        Keyword("exclusiveMaximum", .validation, .number), Keyword("minimum", .validation, .number),
        Keyword("exclusiveMinimum", .validation, .number), Keyword("maxLength", .validation, .count),
        Keyword("minLength", .validation, .count), Keyword("pattern", .validation, .string),
        Keyword("maxItems", .validation, .count), Keyword("minItems", .validation, .count),
        Keyword("uniqueItems", .validation, .boolean), Keyword("maxContains", .validation, .count, Self.new),
        Keyword("minContains", .validation, .count, Self.new), Keyword("maxProperties", .validation, .count),
        Keyword("minProperties", .validation, .count), Keyword("required", .validation, .names),
        Keyword("dependentRequired", .validation, .namesMap, Self.new),

        Keyword("title", .metadata, .string), Keyword("description", .metadata, .string),
        Keyword("default", .metadata, .any), Keyword("examples", .metadata, .array),
        Keyword("deprecated", .metadata, .boolean, Self.new), Keyword("readOnly", .metadata, .boolean),
        Keyword("writeOnly", .metadata, .boolean),

        Keyword("format", .format, .string),
        Keyword("contentEncoding", .content, .string), Keyword("contentMediaType", .content, .string),
        Keyword("contentSchema", .content, .schema, Self.new),
    ]

    /// Names that come from other dialects, and what to write instead.
    static func advice(for name: String, in dialect: Dialect) -> String? {
        switch (name, dialect.draft) {
        case ("id", _): "Write '$id'."
        case ("additionalItems", .draft202012): "Write 'prefixItems' for the first elements and 'items' for the rest."
        case ("$recursiveRef", .draft202012): "Write '$dynamicRef'."
        case ("$recursiveAnchor", .draft202012): "Write '$dynamicAnchor'."
        case ("$defs", .draft7): "Draft-07 calls it 'definitions'."
        case ("prefixItems", .draft7): "Draft-07 writes a list of schemas under 'items'."
        case ("nullable", _): "Write a list of types: \"type\": [\"string\", \"null\"]."
        case ("optional", _), ("mandatory", _): "Name the members that must be there under 'required' of the object."
        case ("example", _): "Write a list under 'examples'."
        default: nil
        }
    }
}
