// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension SchemaCompiler {
    /// The members of a schema that are well-formed keywords of its dialect; reports the others.
    mutating func accept(_ object: JSONObject, _ location: SchemaLocation) -> JSONObject {
        let dialect = self.index.resources[location.resource].dialect
        if dialect.draft == .draft7, let reference = object["$ref"] {
            return self.acceptReference(reference, object, location)
        }
        var accepted = JSONObject(minimumCapacity: object.count)
        for (name, value) in object {
            guard let keyword = Keyword.named(name, in: dialect) else {
                self.refuse(unknown: name, location, dialect)
                continue
            }
            guard dialect.vocabularies.contains(keyword.vocabulary) else { continue }
            guard keyword.shape.accepts(value) else {
                self.report(malformed: keyword, value, location)
                continue
            }
            accepted[name] = value
        }
        return accepted
    }

    /// In draft-07 a `$ref` stands alone: its siblings have no effect.
    private mutating func acceptReference(
        _ reference: JSONValue,
        _ object: JSONObject,
        _ location: SchemaLocation
    ) -> JSONObject {
        guard let keyword = Keyword.named("$ref", in: .draft7), keyword.shape.accepts(reference) else {
            self.report("schema-malformed", location, ["$ref"], "'$ref' must be a string.")
            return [:]
        }
        var accepted: JSONObject = ["$ref": reference]
        for (name, value) in object {
            guard let keyword = Keyword.named(name, in: .draft7) else {
                self.refuse(unknown: name, location, .draft7)
                continue
            }
            if name == "definitions", keyword.shape.accepts(value) { accepted[name] = value }
            guard self.unknownKeywords == .refuse, [.validation, .applicator].contains(keyword.vocabulary) else {
                continue
            }
            self.report(
                "keyword-without-effect",
                location,
                [name],
                "In draft-07 '\(name)' has no effect beside '$ref'.",
                hint: "Put the two under 'allOf', or use draft 2020-12."
            )
        }
        return accepted
    }

    private mutating func refuse(unknown name: String, _ location: SchemaLocation, _ dialect: Dialect) {
        guard self.unknownKeywords == .refuse, !name.hasPrefix("x-") else { return }
        let hint = Keyword.advice(for: name, in: dialect) ?? NearestName.hint(Keyword.names(in: dialect), for: name)
        self.report(
            "keyword-unknown",
            location,
            [name],
            "'\(name)' is not a keyword of JSON Schema \(dialect.draft.name).",
            hint: hint ?? "Annotations of your own start with 'x-'."
        )
    }

    private mutating func report(malformed keyword: Keyword, _ value: JSONValue, _ location: SchemaLocation) {
        var hint: String?
        switch (keyword.name, value) {
        case ("items", .array): hint = "Write 'prefixItems' for the first elements and 'items' for the rest."
        case ("required", .bool): hint = "List the names under 'required' of the object that has this member."
        case ("exclusiveMaximum", .bool), ("exclusiveMinimum", .bool): hint = "Write the limit itself here."
        case ("type", .string(let name)):
            hint = NearestName.hint(TypeSet.names.map(\.name), for: name)
        default: break
        }
        self.report(
            "schema-malformed",
            location,
            [keyword.name],
            "'\(keyword.name)' must be \(keyword.shape.description), but is \(ValueText.short(value)).",
            hint: hint
        )
    }

    func compileTypes(_ keywords: JSONObject, _ checks: inout NodeChecks) {
        if let type = keywords["type"] {
            let names = type.array ?? [type]
            checks.types = TypeSet.names.reduce(into: []) { types, entry in
                if names.contains(.string(entry.name)) { types.formUnion(entry.types) }
            }
        }
        let allowed = keywords["enum"]?.array
        let constant = keywords["const"]
        if allowed != nil || constant != nil { checks.values = ValueChecks(allowed: allowed, constant: constant) }
    }

    func compileNumbers(_ keywords: JSONObject, _ checks: inout NodeChecks) {
        let names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        guard names.contains(where: { keywords[$0] != nil }) else { return }
        checks.number = NumberChecks(
            limits: { keywords[$0].flatMap { ExactNumber($0) } },
            step: keywords["multipleOf"]
        )
    }

    mutating func compileStrings(_ keywords: JSONObject, _ location: SchemaLocation, _ checks: inout NodeChecks) {
        var pattern: StringChecks.Pattern?
        if let source = keywords["pattern"]?.string, let regex = self.regex(source, location, ["pattern"]) {
            pattern = (source, regex)
        }
        var format: Format?
        if self.formats == .assert, let name = keywords["format"]?.string { format = self.format(name, location) }
        let minimumLength = keywords["minLength"].flatMap { KeywordShape.count($0) }
        let maximumLength = keywords["maxLength"].flatMap { KeywordShape.count($0) }
        guard minimumLength != nil || maximumLength != nil || pattern != nil || format != nil else { return }
        checks.string = StringChecks(
            minimumLength: minimumLength,
            maximumLength: maximumLength,
            pattern: pattern,
            format: format
        )
    }

    mutating func regex(_ source: String, _ location: SchemaLocation, _ tokens: [String]) -> BoundedRegex? {
        do throws(RegexError) {
            return try BoundedRegex(source)
        } catch {
            let code =
                switch error.kind {
                case .malformed: "pattern-malformed"
                case .unsupported: "pattern-unsupported"
                case .tooLarge: "pattern-too-large"
                }
            let place = "The pattern \(ValueText.short(.string(source))) is at fault at character \(error.offset + 1): "
            self.report(code, location, tokens, place + error.message)
            return nil
        }
    }

    private mutating func format(_ name: String, _ location: SchemaLocation) -> Format? {
        if let format = Format(rawValue: name) { return format }
        guard self.unknownKeywords == .refuse else { return nil }
        let hint = NearestName.hint(Format.allCases.map(\.rawValue), for: name)
        self.report("format-unknown", location, ["format"], "There is no format '\(name)'.", hint: hint)
        return nil
    }
}
