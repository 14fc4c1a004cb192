// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// How two versions of a definition differ, in the terms in which people change definitions.
package struct DefinitionDifference: Sendable {
    /// A step that both versions have, with what changed inside it.
    package struct ChangedStep: Sendable {
        package let name: String
        package let changes: [JSONDifference]
    }

    /// A step that stands elsewhere among the steps that both versions have.
    package struct MovedStep: Sendable {
        package let name: String
        /// Where it stood: the path of its list and its position there.
        package let from: String
        package let to: String
    }

    package let added: [String]
    package let removed: [String]
    package let moved: [MovedStep]
    package let changed: [ChangedStep]
    /// Differences of risk thresholds, factors and the approval policy.
    package let risk: [JSONDifference]
    /// Differences of the input and output schemas.
    package let schemas: [JSONDifference]
    /// Everything else: names, tags, output, rules.
    package let other: [JSONDifference]

    /// Whether both say the same.
    package var isEmpty: Bool {
        self.added.isEmpty && self.removed.isEmpty && self.moved.isEmpty && self.changed.isEmpty && self.risk.isEmpty
            && self.schemas.isEmpty && self.other.isEmpty
    }

    /// Compares two documents.
    package init(from old: JSONValue, to new: JSONValue) {
        let before = Self.steps(of: old)
        let after = Self.steps(of: new)
        let oldByName = Dictionary(before.map { ($0.name, $0) }) { first, _ in first }
        let newByName = Dictionary(after.map { ($0.name, $0) }) { first, _ in first }
        self.added = after.map(\.name).filter { oldByName[$0] == nil }
        self.removed = before.map(\.name).filter { newByName[$0] == nil }
        self.changed = after.compactMap { step in
            guard let other = oldByName[step.name] else { return nil }
            let changes = JSONDifference.between(other.content, step.content)
            return changes.isEmpty ? nil : ChangedStep(name: step.name, changes: changes)
        }
        self.moved = Self.moves(before.filter { newByName[$0.name] != nil }, after.filter { oldByName[$0.name] != nil })

        let fields = JSONDifference.between(Self.withoutSteps(old), Self.withoutSteps(new))
        self.risk = fields.filter { $0.pointer.tokens.first == "risk_config" }
        let schemaFields = ["input_schema", "output_schema"]
        self.schemas = fields.filter { schemaFields.contains($0.pointer.tokens.first ?? "") }
        let known = schemaFields + ["risk_config"]
        self.other = fields.filter { !known.contains($0.pointer.tokens.first ?? "") }
    }

    private struct Step {
        let name: String
        let list: String
        let position: Int
        /// The step without its number and nested steps, which are compared as steps of their own.
        let content: JSONValue
    }

    private static func withoutSteps(_ document: JSONValue) -> JSONValue {
        .object((document.object ?? [:]).removing(["workflow_steps"]))
    }

    private static func steps(of document: JSONValue) -> [Step] {
        Self.steps(in: document["workflow_steps"]?.array ?? [], list: "")
    }

    private static func steps(in list: [JSONValue], list path: String) -> [Step] {
        list.enumerated().flatMap { position, value -> [Step] in
            guard case .object(let object) = value, let name = (object["step_name"] ?? object["id"])?.string else {
                return []
            }
            let content = NestedSteps.withoutLists(object.removing(["step_number"]))
            let nested = NestedSteps.lists(of: object).flatMap { list in
                Self.steps(in: list.steps, list: "\(path)\(name)/\(list.name)/")
            }
            return [Step(name: name, list: path, position: position, content: .object(content))] + nested
        }
    }

    /// The steps that changed their list, and those outside of the longest run that kept its order.
    private static func moves(_ before: [Step], _ after: [Step]) -> [MovedStep] {
        let oldByName = Dictionary(before.map { ($0.name, $0) }) { first, _ in first }
        let order = Dictionary(before.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        let stayed = after.filter { oldByName[$0.name]?.list == $0.list }
        let kept = Self.longestRise(stayed.map { order[$0.name] ?? 0 })
        let keptNames = Set(kept.map { stayed[$0].name })
        return after.compactMap { step in
            guard !keptNames.contains(step.name), let old = oldByName[step.name] else { return nil }
            return MovedStep(
                name: step.name,
                from: "\(old.list)\(old.position + 1)",
                to: "\(step.list)\(step.position + 1)"
            )
        }
    }

    /// The positions of a longest rising subsequence; steps are few, so the quadratic way is clear and fast enough.
    private static func longestRise(_ values: [Int]) -> [Int] {
        var best = [Int](repeating: 1, count: values.count)
        var previous = [Int?](repeating: nil, count: values.count)
        for position in values.indices {
            for earlier in 0..<position where values[earlier] < values[position] && best[earlier] + 1 > best[position] {
                best[position] = best[earlier] + 1
                previous[position] = earlier
            }
        }
        var result: [Int] = []
        var current = best.indices.max { best[$0] < best[$1] }
        while let position = current {
            result.append(position)
            current = previous[position]
        }
        return result.reversed()
    }

    /// The difference as JSON, for the API.
    package var json: JSONValue {
        [
            "steps": [
                "added": .array(self.added.map { .string($0) }),
                "removed": .array(self.removed.map { .string($0) }),
                "moved": .array(
                    self.moved.map { ["name": .string($0.name), "from": .string($0.from), "to": .string($0.to)] }
                ),
                "changed": .array(
                    self.changed.map { ["name": .string($0.name), "changes": .array($0.changes.map(\.json))] }
                ),
            ],
            "risk": .array(self.risk.map(\.json)),
            "schemas": .array(self.schemas.map(\.json)),
            "other": .array(self.other.map(\.json)),
        ]
    }
}
