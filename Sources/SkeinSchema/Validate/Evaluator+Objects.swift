// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Evaluator {
    mutating func check(
        _ checks: ObjectChecks,
        _ node: SchemaNode,
        _ object: JSONObject,
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = self.checkCount(checks, node, object.count)
        if !isValid, !self.isCollecting { return false }
        for name in checks.required where object[name] == nil {
            isValid = false
            guard self.isCollecting else { return false }
            self.reportMissing(name, checks, node, object)
        }
        for (member, needs, keyword) in checks.dependencies where object[member] != nil {
            for name in needs where object[name] == nil {
                isValid = false
                guard self.isCollecting else { return false }
                let message = "\(self.subject) has the member '\(member)' and so must have '\(name)' as well."
                self.report("dependency-missing", node, [keyword, member], message)
            }
        }
        if checks.looksAtMembers, !self.checkMembers(checks, node, object, &evaluated) { isValid = false }
        return isValid
    }

    private mutating func checkCount(_ checks: ObjectChecks, _ node: SchemaNode, _ count: Int) -> Bool {
        var isValid = true
        if let least = checks.minimumCount, count < least {
            isValid = false
            if self.isCollecting {
                let needed = ValueText.count(least, "member")
                let message = "\(self.subject) must have at least \(needed), but has \(count)."
                self.report("too-few-properties", node, "minProperties", message)
            }
        }
        if let most = checks.maximumCount, count > most {
            isValid = false
            if self.isCollecting {
                let allowed = ValueText.count(most, "member")
                let message = "\(self.subject) must have at most \(allowed), but has \(count)."
                self.report("too-many-properties", node, "maxProperties", message)
            }
        }
        return isValid
    }

    private mutating func checkMembers(
        _ checks: ObjectChecks,
        _ node: SchemaNode,
        _ object: JSONObject,
        _ evaluated: inout Evaluated
    ) -> Bool {
        var isValid = true
        var cursor = 0
        for position in object.indices {
            if self.isDone { return false }
            let (key, value) = object[position]
            var isKnown = false
            var isMemberValid = true
            if let child = checks.properties.node(of: key, cursor: &cursor) {
                isKnown = true
                if !self.descend(child, value, .key(key)) { isMemberValid = false }
            }
            for pattern in checks.patterns where self.finds(pattern.regex, in: key) {
                isKnown = true
                if !self.descend(pattern.node, value, .key(key)) { isMemberValid = false }
            }
            if !isKnown, let additional = checks.additional {
                isKnown = true
                if self.program.nodes[additional].isNever {
                    isMemberValid = false
                    if self.isCollecting { self.reportUnknown(key, "additionalProperties", checks, node) }
                } else if !self.descend(additional, value, .key(key)) {
                    isMemberValid = false
                }
            }
            if let names = checks.names, !self.checkName(names, key) { isMemberValid = false }
            if isKnown { evaluated.mark(position) }
            if !isMemberValid {
                isValid = false
                if !self.isCollecting { return false }
            }
        }
        return isValid
    }

    private mutating func checkName(_ names: NodeID, _ key: String) -> Bool {
        let wasName = self.isName
        self.isName = true
        defer { self.isName = wasName }
        return self.descend(names, .string(key), .key(key))
    }

    private mutating func reportMissing(
        _ name: String,
        _ checks: ObjectChecks,
        _ node: SchemaNode,
        _ object: JSONObject
    ) {
        // A member that the schema does not know may be the missing one, misspelt.
        var cursor = 0
        let unknown = object.keys.filter { checks.properties.node(of: $0, cursor: &cursor) == nil }
        let nearest = Suggestion.nearest(to: name, among: unknown)
        self.report(
            "required-missing",
            node,
            "required",
            "\(self.subject) must have the member '\(name)'.",
            hint: nearest.map { "Rename '\($0)' to '\(name)'?" }
        )
    }

    /// Reports a member for which there is no room.
    mutating func reportUnknown(_ key: String, _ keyword: String, _ checks: ObjectChecks?, _ node: SchemaNode) {
        let subject = self.subject
        self.path.append(.key(key))
        let known = checks?.properties.keys ?? []
        let nearest = Suggestion.nearest(to: key, among: known)
        let list = known.isEmpty || known.count > 12 ? nil : "Known members: \(known.joined(separator: ", "))."
        self.report(
            "property-unknown",
            node,
            keyword,
            "\(subject) must not have the member '\(key)'.",
            hint: nearest.map { "Did you mean '\($0)'?" } ?? list
        )
        self.path.removeLast()
    }
}
