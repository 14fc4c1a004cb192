// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Compiles a schema document and what it refers to.
///
/// Nothing here recurses: a schema that needs another one reserves a node for it, and a queue compiles them in turn.
/// So neither deep nesting nor long chains of references can exhaust the stack, and circles need no care.
struct SchemaCompiler {
    var index: SchemaIndex
    let unknownKeywords: UnknownKeywords
    let formats: FormatHandling
    var problems: [Problem] = []
    private var nodes: [SchemaNode?] = []
    private var sources: [SchemaLocation] = []
    private var ids: [SchemaLocation.Key: NodeID] = [:]
    private var dynamicNames: [String] = []

    init(
        _ document: JSONValue,
        documents: [String: JSONValue],
        unknownKeywords: UnknownKeywords,
        formats: FormatHandling
    ) {
        let others = documents.sorted { ByteString.precedes($0.key, $1.key) }.map { (uri: $0.key, value: $0.value) }
        self.index = SchemaIndex([(uri: "", value: document)] + others)
        self.unknownKeywords = unknownKeywords
        self.formats = formats
    }

    mutating func compile() throws(SchemaError) -> SchemaProgram {
        guard KeywordShape.isSchema(self.index.documents[0].value) else {
            let kind = self.index.documents[0].value.typeName
            let message = "A schema must be an object or a boolean, but is of the type \(kind)."
            throw SchemaError(problems: [Problem("schema-malformed", at: .root, message)])
        }
        // The schema's own `$id` makes a second resource of the same document; that is the one to start from.
        if let root = self.index.location(.root, in: 0) { _ = self.reserve(self.index.settled(root)) }
        self.compileQueue()
        let anchors = self.compileDynamicAnchors()
        let nodes = self.nodes.compactMap { $0 }
        if nodes.count == self.nodes.count { self.checkCircles(nodes) }
        guard self.problems.isEmpty else { throw SchemaError(problems: self.problems) }
        let defaults = DefaultFiller(nodes, defaults: self.sources.map { $0.value["default"] })
        return SchemaProgram(nodes: nodes, dynamicAnchors: anchors, defaults: defaults)
    }

    /// The node of a schema, which will be compiled in its turn.
    mutating func reserve(_ location: SchemaLocation) -> NodeID {
        let key = location.key
        if let id = self.ids[key] { return id }
        let id = self.nodes.count
        self.ids[key] = id
        self.nodes.append(nil)
        self.sources.append(location)
        return id
    }

    /// Notes that a `$dynamicRef` names an anchor, so that all schemas with it are compiled.
    mutating func use(dynamicAnchor name: String) {
        if !self.dynamicNames.contains(where: { ByteString.equal($0, name) }) { self.dynamicNames.append(name) }
    }

    mutating func report(
        _ code: String,
        _ location: SchemaLocation,
        _ tokens: [String],
        _ message: String,
        hint: String? = nil
    ) {
        var message = message
        if location.document > 0 { message += " (In the document '\(self.index.documents[location.document].uri)'.)" }
        let pointer = JSONPointer(tokens: location.pointer.tokens + tokens)
        self.problems.append(Problem(code, at: pointer, message, hint: hint))
    }

    private mutating func compileQueue() {
        var next = self.nodes.firstIndex { $0 == nil } ?? self.nodes.count
        while next < self.nodes.count {
            let location = self.sources[next]
            let checks = self.compile(location)
            self.nodes[next] = SchemaNode(location: location.pointer, resource: location.resource, checks: checks)
            next += 1
        }
    }

    private mutating func compileDynamicAnchors() -> [Int: [(name: String, node: NodeID)]] {
        var anchors: [Int: [(name: String, node: NodeID)]] = [:]
        var seen = (names: 0, resources: 0)
        // Compiling one of them may bring up new names and new resources.
        while seen != (self.dynamicNames.count, self.index.resources.count) {
            seen = (self.dynamicNames.count, self.index.resources.count)
            anchors = [:]
            for resource in self.index.resources.indices {
                for name in self.dynamicNames {
                    guard let place = self.index.resources[resource].dynamicAnchors[ByteKey(name)] else { continue }
                    anchors[resource, default: []].append((name, self.reserve(place)))
                }
            }
            self.compileQueue()
        }
        return anchors
    }

    private mutating func compile(_ location: SchemaLocation) -> NodeChecks {
        if let fault = self.index.resources[location.resource].fault {
            if !self.problems.contains(fault) { self.problems.append(fault) }
            return NodeChecks()
        }
        guard let object = location.value.object else {
            var checks = NodeChecks()
            if location.value.bool == false { checks.types = [] }
            return checks
        }
        let keywords = self.accept(object, location)
        var checks = NodeChecks()
        self.compileTypes(keywords, &checks)
        self.compileNumbers(keywords, &checks)
        self.compileStrings(keywords, location, &checks)
        self.compileArrays(keywords, location, &checks)
        self.compileObjects(keywords, location, &checks)
        self.compileApplicators(keywords, location, &checks)
        // Definitions apply to nothing, but their faults are faults of the schema.
        for keyword in ["$defs", "definitions"] {
            for (key, _) in keywords[keyword]?.object ?? [:] { _ = self.child(location, keyword, key) }
        }
        return checks
    }

    /// The node of a schema that stands under a keyword.
    mutating func child(_ location: SchemaLocation, _ tokens: String...) -> NodeID {
        let value = JSONPointer(tokens: tokens).value(in: location.value) ?? true
        let place = SchemaLocation(
            document: location.document,
            pointer: JSONPointer(tokens: location.pointer.tokens + tokens),
            value: value,
            resource: location.resource
        )
        return self.reserve(self.index.settled(place))
    }

    /// The nodes of a list of schemas under a keyword.
    mutating func children(_ location: SchemaLocation, _ keyword: String) -> [NodeID] {
        let count = location.value[keyword]?.array?.count ?? 0
        return (0..<count).map { self.child(location, keyword, String($0)) }
    }
}
