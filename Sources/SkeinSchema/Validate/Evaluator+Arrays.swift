// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Evaluator {
    mutating func check(
        _ checks: ArrayChecks,
        _ node: SchemaNode,
        _ elements: [JSONValue],
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = self.checkCount(checks, node, elements.count)
        if !isValid, !self.isCollecting { return false }
        if checks.isUnique, let pair = self.duplicate(in: elements) {
            isValid = false
            guard self.isCollecting else { return false }
            self.report(
                "not-unique",
                node,
                "uniqueItems",
                "\(self.subject) must have no element twice, but elements \(pair.first) and \(pair.second) are both "
                    + "\(ValueText.short(elements[pair.second]))."
            )
        }
        if !checks.prefix.isEmpty || checks.rest != nil, !self.checkElements(checks, elements, &evaluated) {
            isValid = false
            if !self.isCollecting { return false }
        }
        if let contains = checks.contains, !self.checkContains(checks, contains, node, elements, &evaluated) {
            isValid = false
        }
        return isValid
    }

    private mutating func checkCount(_ checks: ArrayChecks, _ node: SchemaNode, _ count: Int) -> Bool {
        var isValid = true
        if let least = checks.minimumCount, count < least {
            isValid = false
            if self.isCollecting {
                let needed = ValueText.count(least, "element")
                self.report(
                    "too-few-items",
                    node,
                    "minItems",
                    "\(self.subject) must have at least \(needed), but has \(count)."
                )
            }
        }
        if let most = checks.maximumCount, count > most {
            isValid = false
            if self.isCollecting {
                let allowed = ValueText.count(most, "element")
                self.report(
                    "too-many-items",
                    node,
                    "maxItems",
                    "\(self.subject) must have at most \(allowed), but has \(count)."
                )
            }
        }
        return isValid
    }

    private mutating func checkElements(
        _ checks: ArrayChecks,
        _ elements: [JSONValue],
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = true
        for position in elements.indices {
            let isPrefix = position < checks.prefix.count
            guard let child = isPrefix ? checks.prefix[position] : checks.rest else { break }
            if !self.descend(child, elements[position], .index(position)) {
                isValid = false
                if !self.isCollecting || self.isDone { return false }
            }
            evaluated.mark(position)
        }
        return isValid
    }

    private mutating func checkContains(
        _ checks: ArrayChecks,
        _ contains: NodeID,
        _ node: SchemaNode,
        _ elements: [JSONValue],
        _ evaluated: inout Evaluated
    ) -> Bool {
        let least = checks.minimumContained ?? 1
        let most = checks.maximumContained ?? Int.max
        var count = 0
        for position in elements.indices {
            guard self.probe({ $0.descend(contains, elements[position], .index(position)) }) else { continue }
            count += 1
            evaluated.mark(position)
            if !evaluated.isTracking, !self.isCollecting, count >= least, most == Int.max { return true }
        }
        if self.isCollecting, count < least {
            let keyword = checks.minimumContained == nil ? "contains" : "minContains"
            let needed = ValueText.count(least, "element")
            let message =
                "\(self.subject) must contain at least \(needed) of the kind that 'contains' describes, but has \(count)."
            self.report("contains-too-few", node, keyword, message)
        }
        if self.isCollecting, count > most {
            let allowed = ValueText.count(most, "element")
            let message =
                "\(self.subject) must contain at most \(allowed) of the kind that 'contains' describes, but has \(count)."
            self.report("contains-too-many", node, "maxContains", message)
        }
        return count >= least && count <= most
    }

    /// The positions of the first two equal elements.
    private mutating func duplicate(in elements: [JSONValue]) -> (first: Int, second: Int)? {
        guard elements.count > 1 else { return nil }
        // Hashing and comparing recurse without a limit of their own.
        for element in elements where ValueDepth.exceeds(512, element) {
            self.exhaust("The value is nested deeper than 512 levels.")
            return nil
        }
        if elements.count <= 8 {
            for second in 1..<elements.count {
                for first in 0..<second where elements[first] == elements[second] { return (first, second) }
            }
            return nil
        }
        var seen = [JSONValue: Int](minimumCapacity: elements.count)
        for (position, element) in elements.enumerated() {
            if let first = seen.updateValue(position, forKey: element) { return (first, position) }
        }
        return nil
    }
}

/// How deep lists and objects are nested in a value.
enum ValueDepth {
    /// Whether a value is nested deeper than that; goes no deeper itself.
    static func exceeds(_ limit: Int, _ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements):
            guard limit > 0 else { return true }
            for element in elements where Self.exceeds(limit - 1, element) { return true }
            return false
        case .object(let object):
            guard limit > 0 else { return true }
            for member in object where Self.exceeds(limit - 1, member.value) { return true }
            return false
        default: return false
        }
    }
}
