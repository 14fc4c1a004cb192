// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// `enum` and `const`.
struct ValueChecks: Sendable {
    /// Above this many values they are looked up by hash.
    private static let linearLimit = 8

    let allowed: [JSONValue]?
    private let index: Set<JSONValue>
    let constant: JSONValue?
    /// How many values the lists and objects among those allowed are made of.
    private let size: Int

    init(allowed: [JSONValue]?, constant: JSONValue?) {
        self.allowed = allowed
        self.index = Set(allowed.map { $0.count > Self.linearLimit ? $0 : [] } ?? [])
        self.constant = constant
        let compared = (allowed ?? []) + [constant].compactMap { $0 }
        self.size = compared.reduce(0) { $0 + Self.size(of: $1) }
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
        default: return self.index.isEmpty ? allowed.contains(value) : self.index.contains(value)
        }
    }
}

/// What a number must satisfy.
struct NumberChecks: Sendable {
    var minimum: ExactNumber?
    var maximum: ExactNumber?
    var exclusiveMinimum: ExactNumber?
    var exclusiveMaximum: ExactNumber?
    var multipleOf: Divisor?
    /// The number of `multipleOf` as it was written.
    var step: JSONValue?
}

/// What a text must satisfy.
struct StringChecks: Sendable {
    var minimumLength: Int?
    var maximumLength: Int?
    var pattern: (source: String, regex: BoundedRegex)?
    var format: Format?
}

/// What a list must satisfy.
struct ArrayChecks: Sendable {
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
        self.properties = PropertyTable(parts.properties)
        self.patterns = parts.patterns
        self.additional = parts.additional
        self.names = parts.names
        self.dependencies = parts.dependencies
    }

    /// Whether each member must be looked at.
    var looksAtMembers: Bool {
        !self.properties.isEmpty || !self.patterns.isEmpty || self.additional != nil || self.names != nil
    }
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

    private let entries: [(key: String, node: NodeID)]
    private let index: [ByteKey: Int]

    init(_ entries: [(key: String, node: NodeID)]) {
        self.entries = entries
        var index: [ByteKey: Int] = [:]
        if entries.count > Self.linearLimit {
            for (position, entry) in entries.enumerated() { index[ByteKey(entry.key)] = position }
        }
        self.index = index
    }

    var isEmpty: Bool { self.entries.isEmpty }

    var keys: [String] { self.entries.map(\.key) }

    var all: [(key: String, node: NodeID)] { self.entries }

    /// The schema of a member.
    ///
    /// - Parameters:
    ///   - key: The member's name.
    ///   - cursor: Where to look first. Instances mostly have their members in the order of the schema, so the entry after
    ///     the last one found is tried before any search.
    /// - Returns: The node, when the member has one.
    func node(of key: String, cursor: inout Int) -> NodeID? {
        if cursor < self.entries.count, ByteString.equal(self.entries[cursor].key, key) {
            cursor += 1
            return self.entries[cursor - 1].node
        }
        guard let position = self.position(of: key) else { return nil }
        cursor = position + 1
        return self.entries[position].node
    }

    private func position(of key: String) -> Int? {
        if !self.index.isEmpty { return self.index[ByteKey(key)] }
        for position in self.entries.indices where ByteString.equal(self.entries[position].key, key) { return position }
        return nil
    }
}
