// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Tells nodes of two programs that are written alike, wherever they stand, and so accept the same values.
///
/// Schemas that refer to themselves are compared on the assumption that they are alike, until a difference shows. Those with a
/// `$dynamicRef` never are: what it leads to depends on where they stand.
final class SchemaEquality {
    private struct Pair: Hashable {
        let left: NodeID
        let right: NodeID
    }

    private let left: SchemaProgram
    private let right: SchemaProgram
    private var known: [Pair: Bool] = [:]
    private var work: Int

    init(_ left: SchemaProgram, _ right: SchemaProgram, work: Int) {
        self.left = left
        self.right = right
        self.work = work
    }

    func areAlike(_ left: NodeID, _ right: NodeID) -> Bool {
        if self.left.hasDynamicScope || self.right.hasDynamicScope { return false }
        if self.left === self.right, left == right { return true }
        let start = Pair(left: left, right: right)
        if let known = self.known[start] { return known }
        var assumed: Set<Pair> = [start]
        var waiting = [start]
        while let pair = waiting.popLast() {
            self.work -= 1
            let children = self.work > 0 ? self.children(pair) : nil
            guard let children, !children.contains(where: { self.known[$0] == false }) else {
                self.known[start] = false
                self.known[pair] = false
                return false
            }
            for child in children where assumed.insert(child).inserted { waiting.append(child) }
        }
        for pair in assumed { self.known[pair] = true }
        return true
    }

    /// The nodes below that must be alike as well; `nil` when the two differ by themselves.
    private func children(_ pair: Pair) -> [Pair]? {
        let left = Part(self.left.nodes[pair.left])
        let right = Part(self.right.nodes[pair.right])
        guard left.words == right.words, left.children.count == right.children.count else { return nil }
        return zip(left.children, right.children).map { Pair(left: $0, right: $1) }
    }
}

/// A node without what is below it, and the nodes below it in order.
private struct Part {
    /// What must be equal: each keyword with its value, or with how many schemas it has.
    private(set) var words: [JSONValue] = []
    private(set) var children: [NodeID] = []

    init(_ node: SchemaNode) {
        self.words.append(.int(Int64(node.types.rawValue)))
        self.add("enum", node.values?.allowed.map { .array($0) })
        self.add("const", node.values?.constant)
        if let number = node.number { self.add(number) }
        if let string = node.string { self.add(string) }
        if let array = node.array { self.add(array) }
        if let object = node.object { self.add(object) }
        for applicator in node.applicators { self.add(applicator) }
        self.add("unevaluatedItems", schemas: [node.unevaluatedItems])
        self.add("unevaluatedProperties", schemas: [node.unevaluatedProperties])
    }

    private mutating func add(_ keyword: String, _ value: JSONValue?) {
        if let value { self.words += [.string(keyword), value] }
    }

    private mutating func add(_ keyword: String, count: Int?) { self.add(keyword, count.map { .int(Int64($0)) }) }

    private mutating func add(_ keyword: String, schemas: [NodeID?]) {
        let present = schemas.compactMap { $0 }
        if !present.isEmpty { self.add(keyword, .array(schemas.map { .bool($0 != nil) })) }
        self.children += present
    }

    private mutating func add(_ number: NumberChecks) {
        self.add("minimum", number.minimum?.json)
        self.add("maximum", number.maximum?.json)
        self.add("exclusiveMinimum", number.exclusiveMinimum?.json)
        self.add("exclusiveMaximum", number.exclusiveMaximum?.json)
        self.add("multipleOf", number.step)
    }

    private mutating func add(_ string: StringChecks) {
        self.add("minLength", count: string.minimumLength)
        self.add("maxLength", count: string.maximumLength)
        self.add("pattern", string.pattern.map { .string($0.source) })
        self.add("format", string.format.map { .string($0.rawValue) })
    }

    private mutating func add(_ array: ArrayChecks) {
        self.add("minItems", count: array.minimumCount)
        self.add("maxItems", count: array.maximumCount)
        self.add("uniqueItems", .bool(array.isUnique))
        self.add("prefixItems", schemas: array.prefix)
        self.add("items", schemas: [array.rest])
        self.add("contains", schemas: [array.contains])
        self.add("minContains", count: array.minimumContained)
        self.add("maxContains", count: array.maximumContained)
    }

    private mutating func add(_ object: ObjectChecks) {
        self.add("minProperties", count: object.minimumCount)
        self.add("maxProperties", count: object.maximumCount)
        self.add("required", .array(object.required.map { .string($0) }))
        self.add("properties", .array(object.properties.keys.map { .string($0) }))
        self.children += object.properties.all.map(\.node)
        self.add("patternProperties", .array(object.patterns.map { .string($0.source) }))
        self.children += object.patterns.map(\.node)
        self.add("additionalProperties", schemas: [object.additional])
        self.add("propertyNames", schemas: [object.names])
        for (member, needs, _) in object.dependencies {
            self.add("dependentRequired", .array(([member] + needs).map { .string($0) }))
        }
    }

    private mutating func add(_ applicator: Applicator) {
        switch applicator {
        case .reference(let target): self.add("$ref", schemas: [target])
        case .dynamicReference(let anchor, let target):
            self.add("$dynamicRef", .string(anchor))
            self.children.append(target)
        case .allOf(let targets): self.add("allOf", schemas: targets)
        case .anyOf(let targets): self.add("anyOf", schemas: targets)
        case .oneOf(let targets): self.add("oneOf", schemas: targets)
        case .not(let target): self.add("not", schemas: [target])
        case .conditional(let test, let then, let otherwise): self.add("if", schemas: [test, then, otherwise])
        case .dependent(let member, let target, _):
            self.add("dependentSchemas", .string(member))
            self.children.append(target)
        }
    }
}
