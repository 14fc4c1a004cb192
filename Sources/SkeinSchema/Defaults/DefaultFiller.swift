// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Fills absent members of an instance from the defaults of a schema.
///
/// What a member's default becomes when it is itself filled is worked out once, when the schema is compiled.
struct DefaultFiller: Sendable {
    private static let depthLimit = 512
    private static let workLimit = 5_000_000

    /// What filling needs to know of a node.
    private struct Plan: Sendable {
        var properties: [(key: String, node: NodeID)] = []
        var prefix: [NodeID] = []
        var rest: NodeID?
        /// Schemas that apply to the same value in any case.
        var applied: [NodeID] = []
        var value: JSONValue?

        var next: [NodeID] { self.properties.map(\.node) + self.prefix + [self.rest].compactMap { $0 } + self.applied }
    }

    private var plans: [Plan]
    /// The nodes at or below which there is a default.
    private var isActive: [Bool]

    init(_ nodes: [SchemaNode], defaults: [JSONValue?]) {
        self.plans = zip(nodes, defaults).map { Self.plan($0, $1) }
        self.isActive = Self.findActive(self.plans)
        guard self.isActive.contains(true) else { return }
        // A member's default may stand in the schema that its own schema refers to.
        for index in self.plans.indices { self.plans[index].value = self.inherited(index) }
        var completion = DefaultCompletion(self)
        let completed = self.plans.indices.map { completion.value(of: $0) }
        for index in self.plans.indices { self.plans[index].value = completed[index] }
    }

    func fill(_ instance: JSONValue) -> JSONValue {
        guard self.isActive.first == true else { return instance }
        var work = Self.workLimit
        return self.fill(instance, 0, depth: 0, &work) { self.plans[$0].value }
    }

    /// The default of a node.
    func value(of id: NodeID) -> JSONValue? { self.plans[id].value }

    /// Fills a value by a node's plan, with the defaults of members that the closure gives.
    func fill(
        _ value: JSONValue,
        _ id: NodeID,
        depth: Int,
        _ work: inout Int,
        _ defaultValue: (NodeID) -> JSONValue?
    ) -> JSONValue {
        work -= 1
        guard self.isActive[id], depth < Self.depthLimit, work > 0 else { return value }
        let plan = self.plans[id]
        var result = value
        switch value {
        case .object(var object) where !plan.properties.isEmpty:
            for (key, child) in plan.properties where self.isActive[child] {
                if let member = object[key] {
                    object[key] = self.fill(member, child, depth: depth + 1, &work, defaultValue)
                } else if let member = defaultValue(child) {
                    object[key] = member
                }
            }
            result = .object(object)
        case .array(var elements) where !plan.prefix.isEmpty || plan.rest != nil:
            for position in elements.indices {
                let child = position < plan.prefix.count ? plan.prefix[position] : plan.rest
                guard let child, self.isActive[child] else { continue }
                elements[position] = self.fill(elements[position], child, depth: depth + 1, &work, defaultValue)
            }
            result = .array(elements)
        default: break
        }
        for applied in plan.applied { result = self.fill(result, applied, depth: depth + 1, &work, defaultValue) }
        return result
    }

    private static func plan(_ node: SchemaNode, _ value: JSONValue?) -> Plan {
        var plan = Plan(value: value)
        plan.properties = node.object?.properties.all ?? []
        plan.prefix = node.array?.prefix ?? []
        plan.rest = node.array?.rest
        for applicator in node.applicators {
            switch applicator {
            case .reference(let target): plan.applied.append(target)
            case .allOf(let targets): plan.applied += targets
            default: break
            }
        }
        return plan
    }

    private static func findActive(_ plans: [Plan]) -> [Bool] {
        var before = [[NodeID]](repeating: [], count: plans.count)
        for (id, plan) in plans.enumerated() {
            for next in plan.next { before[next].append(id) }
        }
        var isActive = plans.map { $0.value != nil }
        var waiting = isActive.indices.filter { isActive[$0] }
        while let id = waiting.popLast() {
            for previous in before[id] where !isActive[previous] {
                isActive[previous] = true
                waiting.append(previous)
            }
        }
        return isActive
    }

    /// The default of a schema, or of the first schema that it applies.
    private func inherited(_ id: NodeID) -> JSONValue? {
        var waiting = [id]
        var seen: Set<NodeID> = []
        while let id = waiting.popLast() {
            if let value = self.plans[id].value { return value }
            guard seen.insert(id).inserted else { continue }
            waiting += self.plans[id].applied.reversed()
        }
        return nil
    }
}
