// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension SchemaCompiler {
    mutating func compileArrays(_ keywords: JSONObject, _ location: SchemaLocation, _ checks: inout NodeChecks) {
        var array = ArrayParts()
        array.minimumCount = keywords["minItems"].flatMap { KeywordShape.count($0) }
        array.maximumCount = keywords["maxItems"].flatMap { KeywordShape.count($0) }
        array.isUnique = keywords["uniqueItems"]?.bool ?? false
        if keywords["items"]?.array != nil {
            array.prefix = self.children(location, "items")
            array.prefixKeyword = "items"
            array.restKeyword = "additionalItems"
        } else if keywords["prefixItems"] != nil {
            array.prefix = self.children(location, "prefixItems")
        }
        if keywords[array.restKeyword] != nil { array.rest = self.child(location, array.restKeyword) }
        if keywords["contains"] != nil {
            array.contains = self.child(location, "contains")
            array.minimumContained = keywords["minContains"].flatMap { KeywordShape.count($0) }
            array.maximumContained = keywords["maxContains"].flatMap { KeywordShape.count($0) }
        }
        // Without a list under `items` it applies to nothing, but its faults are faults of the schema.
        if keywords["additionalItems"] != nil { _ = self.child(location, "additionalItems") }
        let isUsed =
            array.minimumCount != nil || array.maximumCount != nil || array.isUnique || !array.prefix.isEmpty
            || array.rest != nil || array.contains != nil
        if isUsed { checks.array = ArrayChecks(array) }
        if keywords["unevaluatedItems"] != nil { checks.unevaluatedItems = self.child(location, "unevaluatedItems") }
    }

    mutating func compileObjects(_ keywords: JSONObject, _ location: SchemaLocation, _ checks: inout NodeChecks) {
        var parts = ObjectParts()
        parts.minimumCount = keywords["minProperties"].flatMap { KeywordShape.count($0) }
        parts.maximumCount = keywords["maxProperties"].flatMap { KeywordShape.count($0) }
        parts.required = keywords["required"]?.array?.compactMap(\.string) ?? []
        for (key, _) in keywords["properties"]?.object ?? [:] {
            parts.properties.append((key, self.child(location, "properties", key)))
        }
        for (source, _) in keywords["patternProperties"]?.object ?? [:] {
            let node = self.child(location, "patternProperties", source)
            guard let regex = self.regex(source, location, ["patternProperties", source]) else { continue }
            parts.patterns.append((source, regex, node))
        }
        if keywords["additionalProperties"] != nil { parts.additional = self.child(location, "additionalProperties") }
        if keywords["propertyNames"] != nil { parts.names = self.child(location, "propertyNames") }
        for keyword in ["dependentRequired", "dependencies"] {
            for (key, value) in keywords[keyword]?.object ?? [:] {
                guard let needs = value.array else { continue }
                parts.dependencies.append((key, needs.compactMap(\.string), keyword))
            }
        }
        let object = ObjectChecks(parts)
        let isUsed =
            object.looksAtMembers || parts.minimumCount != nil || parts.maximumCount != nil || !parts.required.isEmpty
            || !parts.dependencies.isEmpty
        if isUsed { checks.object = object }
        if keywords["unevaluatedProperties"] != nil {
            checks.unevaluatedProperties = self.child(location, "unevaluatedProperties")
        }
    }

    mutating func compileApplicators(_ keywords: JSONObject, _ location: SchemaLocation, _ checks: inout NodeChecks) {
        if let reference = keywords["$ref"]?.string, let target = self.resolve(reference, location, "$ref") {
            checks.applicators.append(.reference(self.reserve(target)))
        }
        if let reference = keywords["$dynamicRef"]?.string,
            let target = self.resolve(reference, location, "$dynamicRef")
        {
            checks.applicators.append(self.dynamicReference(reference, target))
        }
        if keywords["allOf"] != nil { checks.applicators.append(.allOf(self.children(location, "allOf"))) }
        if keywords["anyOf"] != nil { checks.applicators.append(.anyOf(self.children(location, "anyOf"))) }
        if keywords["oneOf"] != nil { checks.applicators.append(.oneOf(self.children(location, "oneOf"))) }
        if keywords["not"] != nil { checks.applicators.append(.not(self.child(location, "not"))) }
        let then = keywords["then"].map { _ in self.child(location, "then") }
        let otherwise = keywords["else"].map { _ in self.child(location, "else") }
        if keywords["if"] != nil {
            checks.applicators.append(.conditional(self.child(location, "if"), then: then, otherwise: otherwise))
        }
        for keyword in ["dependentSchemas", "dependencies"] {
            for (key, value) in keywords[keyword]?.object ?? [:] where KeywordShape.isSchema(value) {
                let node = self.child(location, keyword, key)
                checks.applicators.append(.dependent(member: key, node, keyword: keyword))
            }
        }
        if keywords["contentSchema"] != nil { _ = self.child(location, "contentSchema") }
    }

    /// A `$dynamicRef` is an ordinary reference unless the anchor that it leads to is a dynamic one.
    private mutating func dynamicReference(_ reference: String, _ target: SchemaLocation) -> Applicator {
        let node = self.reserve(target)
        let name = SchemaURI(reference).fragment.flatMap { SchemaURI.percentDecoded($0) } ?? ""
        let anchor = self.index.resources[target.resource].dynamicAnchors[ByteKey(name)]
        guard !name.isEmpty, anchor?.key == target.key else { return .reference(node) }
        self.use(dynamicAnchor: name)
        return .dynamicReference(anchor: name, fallback: node)
    }

    private mutating func resolve(_ reference: String, _ location: SchemaLocation, _ keyword: String) -> SchemaLocation?
    {
        let target = SchemaURI(reference).resolved(against: self.index.resources[location.resource].uri)
        let uri = target.withoutFragment
        guard let resource = self.index.resource(uri) else {
            self.report(
                "reference-unresolved",
                location,
                [keyword],
                "The reference '\(reference)' names the document '\(uri)', which was not given.",
                hint: NearestName.hint(self.index.uris, for: uri)
                    ?? "Schemas are not fetched; give the document with the schema."
            )
            return nil
        }
        let fragment = SchemaURI.percentDecoded(target.fragment ?? "")
        var found: SchemaLocation?
        if let fragment, let pointer = JSONPointer(fragment) {
            found = self.index.location(pointer, in: resource)
        } else if let fragment {
            found = self.index.resources[resource].anchors[ByteKey(fragment)]
        }
        guard let found, KeywordShape.isSchema(found.value) else {
            self.report(unresolved: reference, in: resource, isSchema: found == nil, location, keyword)
            return nil
        }
        return self.index.settled(found)
    }

    private mutating func report(
        unresolved reference: String,
        in resource: Int,
        isSchema: Bool,
        _ location: SchemaLocation,
        _ keyword: String
    ) {
        guard isSchema else {
            let message = "The reference '\(reference)' leads to something that is no schema."
            return self.report("reference-unresolved", location, [keyword], message)
        }
        let root = self.index.resources[resource].root.value
        var known = self.index.resources[resource].anchors.keys.map { "#" + $0.text }.sorted()
        for keyword in ["$defs", "definitions"] {
            known += (root[keyword]?.object?.keys ?? []).map { "#" + JSONPointer(tokens: [keyword, $0]).description }
        }
        self.report(
            "reference-unresolved",
            location,
            [keyword],
            "The reference '\(reference)' leads to nothing.",
            hint: NearestName.hint(known, for: reference)
        )
    }
}
