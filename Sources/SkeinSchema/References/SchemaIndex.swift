// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A place in one of the documents.
struct SchemaLocation: Sendable {
    let document: Int
    let pointer: JSONPointer
    let value: JSONValue
    /// The schema resource that the place belongs to.
    let resource: Int

    var key: Key { Key(document: self.document, pointer: ByteKey(self.pointer.description)) }

    struct Key: Hashable, Sendable {
        let document: Int
        let pointer: ByteKey
    }
}

/// A schema with a URI of its own: a document or a part of one with an `$id`.
struct SchemaResource: Sendable {
    let uri: SchemaURI
    let dialect: Dialect
    let root: SchemaLocation
    /// Why nothing in it can be compiled: its dialect is not supported.
    let fault: Problem?
    var anchors: [ByteKey: SchemaLocation] = [:]
    var dynamicAnchors: [ByteKey: SchemaLocation] = [:]
}

/// All schemas of the documents by where they are and by how references name them.
struct SchemaIndex: Sendable {
    private(set) var documents: [(uri: String, value: JSONValue)]
    private(set) var resources: [SchemaResource] = []
    private var byURI: [ByteKey: Int] = [:]
    private var indexed: [SchemaLocation.Key: Int] = [:]

    /// Indexes documents, of which the first is the schema itself.
    init(_ documents: [(uri: String, value: JSONValue)]) {
        self.documents = documents
        // The order in which dialects become known matters: meta-schemas are among the documents.
        for number in documents.indices { self.index(document: number) }
    }

    /// The resource of that URI, which has no fragment; takes up a meta-schema when that is what it names.
    mutating func resource(_ uri: String) -> Int? {
        if let known = self.byURI[ByteKey(uri)] { return known }
        guard let document = Metaschema.document(uri) else { return nil }
        self.documents.append((uri, document))
        self.index(document: self.documents.count - 1)
        return self.byURI[ByteKey(uri)]
    }

    var uris: [String] { self.byURI.keys.map(\.text).sorted { ByteString.precedes($0, $1) } }

    /// The place that a pointer names, seen from a resource's root.
    mutating func location(_ pointer: JSONPointer, in resource: Int) -> SchemaLocation? {
        let root = self.resources[resource].root
        var location = root
        for token in pointer.tokens {
            guard let value = JSONPointer(tokens: [token]).value(in: location.value) else { return nil }
            location = SchemaLocation(
                document: root.document,
                pointer: location.pointer.appending(token),
                value: value,
                resource: location.resource
            )
            if let inner = self.indexed[location.key] { location = location.moved(to: inner) }
        }
        // A reference may lead to a place that no keyword makes a schema: it becomes one by that.
        if self.indexed[location.key] == nil, KeywordShape.isSchema(location.value) {
            self.index(location)
            location = location.moved(to: self.indexed[location.key] ?? location.resource)
        }
        return location
    }

    /// The place as part of the resource that it turned out to belong to, which its own `$id` may have begun.
    func settled(_ location: SchemaLocation) -> SchemaLocation {
        self.indexed[location.key].map { location.moved(to: $0) } ?? location
    }

    private mutating func index(document number: Int) {
        let (uri, value) = self.documents[number]
        // A document that does not say is taken to be written as the schema itself is.
        let inherited = self.resources.first?.dialect ?? .draft202012
        let (dialect, fault) = self.dialect(of: value, inherited: inherited, pointer: .root)
        let location = SchemaLocation(document: number, pointer: .root, value: value, resource: self.resources.count)
        self.add(SchemaResource(uri: SchemaURI(uri), dialect: dialect, root: location, fault: fault), uri: uri)
        self.index(location)
    }

    private mutating func add(_ resource: SchemaResource, uri: String) {
        let key = ByteKey(uri)
        // The first to claim a URI keeps it: the schema itself comes before the other documents.
        if self.byURI[key] == nil { self.byURI[key] = self.resources.count }
        self.resources.append(resource)
    }

    /// Indexes a schema and those in it, without recursion so that no nesting is too deep.
    private mutating func index(_ start: SchemaLocation) {
        var waiting = [start]
        while let location = waiting.popLast() {
            let resource = self.identify(location)
            self.indexed[location.key] = resource
            guard let object = location.value.object else { continue }
            let dialect = self.resources[resource].dialect
            for member in object {
                guard let keyword = Keyword.named(member.key, in: dialect) else { continue }
                let pointer = location.pointer.appending(member.key)
                for (tokens, value) in keyword.shape.schemas(in: member.value) {
                    waiting.append(
                        SchemaLocation(
                            document: location.document,
                            pointer: JSONPointer(tokens: pointer.tokens + tokens),
                            value: value,
                            resource: resource
                        )
                    )
                }
            }
        }
    }

    /// Registers what a schema is called; the resource that it belongs to.
    private mutating func identify(_ location: SchemaLocation) -> Int {
        guard let object = location.value.object else { return location.resource }
        var resource = location.resource
        var dialect = self.resources[resource].dialect
        let isReferenceOnly = dialect.draft == .draft7 && object["$ref"] != nil
        if let id = object["$id"]?.string, !isReferenceOnly {
            let uri = SchemaURI(id)
            if dialect.draft == .draft7, uri.withoutFragment.isEmpty, let anchor = uri.fragment, !anchor.isEmpty {
                self.resources[resource].anchors[ByteKey(anchor)] = location
            } else {
                var fault = self.resources[resource].fault
                if !location.pointer.tokens.isEmpty {
                    (dialect, fault) = self.dialect(of: location.value, inherited: dialect, pointer: location.pointer)
                }
                let target = uri.resolved(against: self.resources[resource].uri)
                let isRoot = location.key == self.resources[resource].root.key
                // The `$id` of a document that was given under the same URI begins nothing new.
                if isRoot, ByteString.equal(target.withoutFragment, self.resources[resource].uri.withoutFragment) {
                    return self.note(anchorsOf: object, location, resource, dialect)
                }
                let root = location.moved(to: self.resources.count)
                resource = self.resources.count
                self.add(
                    SchemaResource(uri: target, dialect: dialect, root: root, fault: fault),
                    uri: target.withoutFragment
                )
            }
        }
        return self.note(anchorsOf: object, location.moved(to: resource), resource, dialect)
    }

    /// Registers a schema's anchors with its resource, which it returns.
    private mutating func note(
        anchorsOf object: JSONObject,
        _ location: SchemaLocation,
        _ resource: Int,
        _ dialect: Dialect
    ) -> Int {
        guard dialect.draft != .draft7 else { return resource }
        if let anchor = object["$anchor"]?.string { self.resources[resource].anchors[ByteKey(anchor)] = location }
        if let anchor = object["$dynamicAnchor"]?.string {
            self.resources[resource].anchors[ByteKey(anchor)] = location
            self.resources[resource].dynamicAnchors[ByteKey(anchor)] = location
        }
        return resource
    }

    /// The dialect that `$schema` names, or the inherited one, and what is wrong with it.
    private func dialect(of value: JSONValue, inherited: Dialect, pointer: JSONPointer) -> (Dialect, Problem?) {
        guard let name = value["$schema"]?.string else { return (inherited, nil) }
        if let dialect = Dialect(metaschema: name) { return (dialect, nil) }
        // A meta-schema of one's own turns vocabularies on and off.
        if let metaschema = self.documents.first(where: { ByteString.equal($0.uri, name) })?.value {
            return self.customDialect(metaschema, pointer: pointer)
        }
        let problem = Problem(
            "schema-dialect-unsupported",
            at: pointer.appending("$schema"),
            "The dialect '\(name)' is not supported.",
            hint: "Use https://json-schema.org/draft/2020-12/schema or http://json-schema.org/draft-07/schema#."
        )
        return (inherited, problem)
    }

    private func customDialect(_ metaschema: JSONValue, pointer: JSONPointer) -> (Dialect, Problem?) {
        let draft = metaschema["$schema"]?.string.flatMap { Dialect(metaschema: $0)?.draft } ?? .draft202012
        guard let listed = metaschema["$vocabulary"]?.object else {
            return (Dialect(draft: draft, vocabularies: .all), nil)
        }
        var vocabularies: Vocabularies = [.core]
        var problem: Problem?
        for (uri, isRequired) in listed {
            if let vocabulary = Vocabularies.named(uri) {
                vocabularies.formUnion(vocabulary)
            } else if isRequired.bool == true {
                problem = Problem(
                    "vocabulary-unsupported",
                    at: pointer.appending("$schema"),
                    "The meta-schema requires the vocabulary '\(uri)', which is not supported."
                )
            }
        }
        return (Dialect(draft: draft, vocabularies: vocabularies), problem)
    }
}

extension SchemaLocation {
    /// The same place as part of another resource.
    func moved(to resource: Int) -> SchemaLocation {
        SchemaLocation(document: self.document, pointer: self.pointer, value: self.value, resource: resource)
    }
}

extension KeywordShape {
    /// The schemas in a keyword's value, with their places in it; none where the value is malformed.
    func schemas(in value: JSONValue) -> [(tokens: [String], value: JSONValue)] {
        switch self {
        case .schema: return KeywordShape.isSchema(value) ? [([], value)] : []
        case .schemas, .schemaOrSchemas:
            guard let values = value.array else {
                if case .schemaOrSchemas = self { return KeywordShape.isSchema(value) ? [([], value)] : [] }
                return []
            }
            return values.enumerated().filter { KeywordShape.isSchema($1) }.map { ([String($0)], $1) }
        case .schemaMap, .dependencies:
            guard let object = value.object else { return [] }
            return object.filter { KeywordShape.isSchema($0.value) }.map { ([$0.key], $0.value) }
        default: return []
        }
    }
}
