// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// `enum` and `const`.
final class ValueChecks: Sendable {
    /// Above this many values they are looked up by hash.
    private static let linearLimit = 8

    let allowed: [JSONValue]?
    let constant: JSONValue?
    /// The texts among the values: most of what schemas allow, and quick to compare.
    private let texts: [String]
    private let index: Set<JSONValue>
    /// How many values the lists and objects among those allowed are made of.
    private let size: Int

    init(allowed: [JSONValue]?, constant: JSONValue?) {
        self.allowed = allowed
        self.constant = constant
        self.texts = (allowed ?? []).compactMap(\.string)
        self.index = Set(allowed.map { $0.count > Self.linearLimit ? $0 : [] } ?? [])
        let compared = (allowed ?? []) + [constant].compactMap { $0 }
        self.size = compared.reduce(0) { $0 + Self.size(of: $1) }
    }

    /// Whether the value is the one of `const`, when there is one.
    func isConstant(_ value: JSONValue) -> Bool {
        guard let constant = self.constant else { return true }
        if case .string(let text) = constant, case .string(let other) = value { return ByteString.equal(text, other) }
        return constant == value
    }

    /// How much work it is to compare a value with all: lists and objects are compared part by part.
    func weight(against value: JSONValue) -> Int {
        switch value {
        case .array, .object: self.size / 2
        case .null, .bool, .int, .double, .string: 0
        }
    }

    private static func size(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): elements.reduce(1) { $0 + Self.size(of: $1) }
        case .object(let object): object.reduce(1) { $0 + Self.size(of: $1.value) + $1.key.utf8.count / 64 }
        case .string(let text): 1 + text.utf8.count / 64
        case .null, .bool, .int, .double: 1
        }
    }

    /// Whether the value is one of those allowed.
    ///
    /// Lists and objects are never hashed: comparing stops at the depth of the schema's values, hashing would go as
    /// deep as a hostile instance does.
    func allows(_ value: JSONValue) -> Bool {
        guard let allowed = self.allowed else { return true }
        switch value {
        case .array, .object: return allowed.contains(value)
        case _ where !self.index.isEmpty: return self.index.contains(value)
        case .string(let text):
            for allowed in self.texts where ByteString.equal(allowed, text) { return true }
            return false
        default: return allowed.contains(value)
        }
    }
}

/// What a number must satisfy.
final class NumberChecks: Sendable {
    let minimum: ExactNumber?
    let maximum: ExactNumber?
    let exclusiveMinimum: ExactNumber?
    let exclusiveMaximum: ExactNumber?
    let multipleOf: Divisor?
    /// The number of `multipleOf` as it was written.
    let step: JSONValue?

    init(limits: (String) -> ExactNumber?, step: JSONValue?) {
        self.minimum = limits("minimum")
        self.maximum = limits("maximum")
        self.exclusiveMinimum = limits("exclusiveMinimum")
        self.exclusiveMaximum = limits("exclusiveMaximum")
        self.multipleOf = limits("multipleOf").flatMap { Divisor($0) }
        self.step = step
    }
}

/// What a text must satisfy.
final class StringChecks: Sendable {
    typealias Pattern = (source: String, regex: BoundedRegex)

    let minimumLength: Int?
    let maximumLength: Int?
    let pattern: Pattern?
    let format: Format?

    init(minimumLength: Int?, maximumLength: Int?, pattern: Pattern?, format: Format?) {
        self.minimumLength = minimumLength
        self.maximumLength = maximumLength
        self.pattern = pattern
        self.format = format
    }
}

/// What a list must satisfy.
final class ArrayChecks: Sendable {
    let minimumCount: Int?
    let maximumCount: Int?
    let isUnique: Bool
    let prefix: [NodeID]
    /// The schema of the elements after the prefix, and the keyword that gives it.
    let rest: NodeID?
    let restKeyword: String
    let prefixKeyword: String
    let contains: NodeID?
    let minimumContained: Int?
    let maximumContained: Int?

    init(_ parts: ArrayParts) {
        self.minimumCount = parts.minimumCount
        self.maximumCount = parts.maximumCount
        self.isUnique = parts.isUnique
        self.prefix = parts.prefix
        self.rest = parts.rest
        self.restKeyword = parts.restKeyword
        self.prefixKeyword = parts.prefixKeyword
        self.contains = parts.contains
        self.minimumContained = parts.minimumContained
        self.maximumContained = parts.maximumContained
    }
}

/// What `ArrayChecks` are made of, while they are compiled.
struct ArrayParts {
    var minimumCount: Int?
    var maximumCount: Int?
    var isUnique = false
    var prefix: [NodeID] = []
    /// The schema of the elements after the prefix, and the keyword that gives it.
    var rest: NodeID?
    var restKeyword = "items"
    var prefixKeyword = "prefixItems"
    var contains: NodeID?
    var minimumContained: Int?
    var maximumContained: Int?
}

/// What an object must satisfy.
final class ObjectChecks: Sendable {
    let minimumCount: Int?
    let maximumCount: Int?
    let required: [String]
    /// Those of the required members that `properties` does not name.
    let requiredElsewhere: [String]
    let properties: PropertyTable
    let patterns: [(source: String, regex: BoundedRegex, node: NodeID)]
    let additional: NodeID?
    let names: NodeID?
    /// Members that must be there when another one is, and the keyword that says so.
    let dependencies: [(member: String, needs: [String], keyword: String)]

    init(_ parts: ObjectParts) {
        self.minimumCount = parts.minimumCount
        self.maximumCount = parts.maximumCount
        self.required = parts.required
        let properties = PropertyTable(parts.properties, required: parts.required)
        self.properties = properties
        self.requiredElsewhere = parts.required.filter { !properties.names($0) }
        self.patterns = parts.patterns
        self.additional = parts.additional
        self.names = parts.names
        self.dependencies = parts.dependencies
    }

    /// Whether each member must be looked at.
    var looksAtMembers: Bool {
        !self.properties.isEmpty || !self.patterns.isEmpty || self.additional != nil || self.names != nil
    }

    /// Whether a member's name leads to its schema without any search through patterns.
    var looksOnlyAtNames: Bool { self.patterns.isEmpty && self.names == nil }
}

/// What `ObjectChecks` are made of, while they are compiled.
struct ObjectParts {
    var minimumCount: Int?
    var maximumCount: Int?
    var required: [String] = []
    var properties: [(key: String, node: NodeID)] = []
    var patterns: [(source: String, regex: BoundedRegex, node: NodeID)] = []
    var additional: NodeID?
    var names: NodeID?
    var dependencies: [(member: String, needs: [String], keyword: String)] = []
}

/// The schemas of an object's members by name.
struct PropertyTable: Sendable {
    private static let linearLimit = 6

    typealias Entry = (key: String, node: NodeID, isRequired: Bool)

    private let entries: [Entry]
    private let index: [ByteKey: Int]
    /// How many of the members must be there.
    let requiredCount: Int

    init(_ properties: [(key: String, node: NodeID)], required: [String]) {
        let required = Set(required.map { ByteKey($0) })
        self.entries = properties.map { ($0.key, $0.node, required.contains(ByteKey($0.key))) }
        self.requiredCount = self.entries.count(where: \.isRequired)
        var index: [ByteKey: Int] = [:]
        if properties.count > Self.linearLimit {
            for (position, entry) in properties.enumerated() { index[ByteKey(entry.key)] = position }
        }
        self.index = index
    }

    var isEmpty: Bool { self.entries.isEmpty }

    var count: Int { self.entries.count }

    subscript(index: Int) -> Entry { self.entries[index] }

    var keys: [String] { self.entries.map(\.key) }

    var all: [(key: String, node: NodeID)] { self.entries.map { ($0.key, $0.node) } }

    func names(_ key: String) -> Bool { self.position(of: key) != nil }

    /// The schema of a member.
    ///
    /// - Parameters:
    ///   - key: The member's name.
    ///   - cursor: Where to look first. Instances mostly have their members in the order of the schema, so the entry after
    ///     the last one found is tried before any search.
    /// - Returns: The node, when the member has one, and whether the member must be there.
    func entry(of key: String, cursor: inout Int) -> (node: NodeID, isRequired: Bool)? {
        if cursor >= self.entries.count || !ByteString.equal(self.entries[cursor].key, key) {
            guard let position = self.position(of: key) else { return nil }
            cursor = position
        }
        let entry = self.entries[cursor]
        cursor += 1
        return (entry.node, entry.isRequired)
    }

    private func position(of key: String) -> Int? {
        if !self.index.isEmpty { return self.index[ByteKey(key)] }
        for position in self.entries.indices where ByteString.equal(self.entries[position].key, key) { return position }
        return nil
    }
}
