// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Evaluator {
    mutating func apply(
        _ applicator: Applicator,
        _ node: SchemaNode,
        _ value: JSONValue,
        _ evaluated: inout Evaluated
    ) -> Bool {
        switch applicator {
        case .reference(let target): return self.evaluate(target, value, &evaluated)
        case .dynamicReference(let anchor, let fallback):
            return self.evaluate(self.dynamicTarget(anchor, fallback: fallback), value, &evaluated)
        case .allOf(let targets):
            var isValid = true
            for target in targets where !self.evaluate(target, value, &evaluated) {
                isValid = false
                if !self.isCollecting { return false }
            }
            return isValid
        case .anyOf(let targets): return self.applyAny(of: targets, node, value, &evaluated)
        case .oneOf(let targets): return self.applyOne(of: targets, node, value, &evaluated)
        case .not(let target):
            var unused = Evaluated()
            guard self.probe({ $0.evaluate(target, value, &unused) }) else { return true }
            if self.isCollecting {
                let message =
                    "\(self.subject) must not match the schema under 'not', but does: it is \(ValueText.short(value))."
                self.report("not-allowed", node, "not", message)
            }
            return false
        case .conditional(let test, let then, let otherwise):
            let holds = self.probe { $0.evaluate(test, value, &evaluated) }
            guard let target = holds ? then : otherwise else { return true }
            return self.evaluate(target, value, &evaluated)
        case .dependent(let member, let target, _):
            guard case .object(let object) = value, object.contains(member) else { return true }
            return self.evaluate(target, value, &evaluated)
        }
    }

    private mutating func applyAny(
        of targets: [NodeID],
        _ node: SchemaNode,
        _ value: JSONValue,
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = false
        for target in targets where self.probe({ $0.evaluate(target, value, &evaluated) }) {
            isValid = true
            // Only who asks what was looked at needs to know whether other alternatives hold, too.
            if !evaluated.isTracking { break }
        }
        if !isValid, self.isCollecting { self.reportNone("any-of-mismatch", "anyOf", targets, node, value) }
        return isValid
    }

    private mutating func applyOne(
        of targets: [NodeID],
        _ node: SchemaNode,
        _ value: JSONValue,
        _ evaluated: inout Evaluated
    ) -> Bool {
        var matching: (first: Int, second: Int?)?
        for (position, target) in targets.enumerated() where self.probe({ $0.evaluate(target, value, &evaluated) }) {
            if let first = matching?.first {
                matching = (first, position)
                break
            }
            matching = (position, nil)
        }
        guard let matching else {
            if self.isCollecting { self.reportNone("one-of-mismatch", "oneOf", targets, node, value) }
            return false
        }
        guard let second = matching.second else { return true }
        if self.isCollecting {
            let message =
                "\(self.subject) must match exactly one alternative of 'oneOf', but matches those at \(matching.first) and \(second)."
            self.report("one-of-ambiguous", node, "oneOf", message)
        }
        return false
    }

    /// Reports that no alternative holds, with what is wrong by the closest one.
    private mutating func reportNone(
        _ code: String,
        _ keyword: String,
        _ targets: [NodeID],
        _ node: SchemaNode,
        _ value: JSONValue
    ) {
        let before = self.violations
        var closest: (position: Int, violations: [SchemaViolation], rank: Int)?
        for (position, target) in targets.enumerated() {
            self.violations = []
            var unused = Evaluated()
            _ = self.evaluate(target, value, &unused)
            let depth = self.path.count
            // An alternative for another type, or for another value of a distinguishing member, was not meant.
            let strays = self.violations.contains {
                $0.instance.tokens.count <= depth + 1
                    && ["type-mismatch", "const-mismatch", "not-in-enum"].contains($0.code)
            }
            let rank = self.violations.count + (strays ? 1_000_000 : 0)
            if closest.map({ rank < $0.rank }) ?? true { closest = (position, self.violations, rank) }
        }
        self.violations = before
        let actual = ValueText.short(value)
        let alternatives = ValueText.count(targets.count, "alternative")
        var hint: String?
        if let closest, !closest.violations.isEmpty {
            let reasons = closest.violations.prefix(3).map(\.message).joined(separator: " ")
            hint = "The closest one is at \(closest.position): \(reasons)"
        }
        let message = "\(self.subject) must match one of \(alternatives), but \(actual) matches none."
        self.report(code, node, keyword, message, hint: hint)
    }

    mutating func checkUnevaluated(_ node: SchemaNode, _ value: JSONValue, _ evaluated: inout Evaluated) -> Bool {
        switch value {
        case .array(let elements):
            guard let rest = node.unevaluatedItems else { return true }
            return self.checkUnevaluated(elements, rest, node, &evaluated)
        case .object(let object):
            guard let rest = node.unevaluatedProperties else { return true }
            return self.checkUnevaluated(object, rest, node, &evaluated)
        default: return true
        }
    }

    private mutating func checkUnevaluated(
        _ elements: [JSONValue],
        _ rest: NodeID,
        _ node: SchemaNode,
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = true
        for position in elements.indices where !evaluated[position] {
            if self.isDone { return false }
            evaluated.mark(position)
            if self.isCollecting, self.program.nodes[rest].isNever {
                isValid = false
                self.path.append(.index(position))
                self.report(
                    "item-unknown",
                    node,
                    "unevaluatedItems",
                    "\(self.subject) is an element for which the schema has no place."
                )
                self.path.removeLast()
            } else if !self.descend(rest, elements[position], .index(position)) {
                isValid = false
                if !self.isCollecting { return false }
            }
        }
        return isValid
    }

    private mutating func checkUnevaluated(
        _ object: JSONObject,
        _ rest: NodeID,
        _ node: SchemaNode,
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = true
        for position in object.indices where !evaluated[position] {
            if self.isDone { return false }
            evaluated.mark(position)
            let (key, value) = object[position]
            if self.isCollecting, self.program.nodes[rest].isNever {
                isValid = false
                self.reportUnknown(key, "unevaluatedProperties", node.object, node)
            } else if !self.descend(rest, value, .key(key)) {
                isValid = false
                if !self.isCollecting { return false }
            }
        }
        return isValid
    }
}
