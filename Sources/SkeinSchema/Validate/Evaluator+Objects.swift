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
        // What the schema names is counted while the members are looked at, unless the missing ones must be told.
        let required = self.isCollecting ? checks.required : checks.requiredElsewhere
        for name in required where !object.contains(name) {
            isValid = false
            guard self.isCollecting else { return false }
            self.reportMissing(name, checks, node, object)
        }
        for (member, needs, keyword) in checks.dependencies where object.contains(member) {
            for name in needs where !object.contains(name) {
                isValid = false
                guard self.isCollecting else { return false }
                let message = "\(self.subject) has the member '\(member)' and so must have '\(name)' as well."
                self.report("dependency-missing", node, [keyword, member], message)
            }
        }
        guard checks.looksAtMembers else { return isValid }
        if !self.isCollecting, checks.looksOnlyAtNames, !evaluated.isTracking {
            return self.probeMembers(checks, object)
        }
        return self.checkMembers(checks, node, object, &evaluated) && isValid
    }

    /// What `checkMembers` finds out, for most objects: nothing is to be told, and the name alone decides on the schema.
    private mutating func probeMembers(_ checks: ObjectChecks, _ object: JSONObject) -> Bool {
        if checks.additional == nil, checks.properties.count <= object.count {
            return self.probeProperties(checks.properties, object)
        }
        var cursor = 0
        var missing = checks.properties.requiredCount
        for position in 0..<object.count {
            let (key, value) = object[position]
            if let entry = checks.properties.entry(of: key, cursor: &cursor) {
                if entry.isRequired { missing -= 1 }
                guard self.descend(entry.node, value, .key(key)) else { return false }
            } else if let additional = checks.additional {
                guard self.descend(additional, value, .key(key)) else { return false }
            }
        }
        return missing == 0
    }

    /// The same for a schema that has nothing to say of most members.
    private mutating func probeProperties(_ properties: PropertyTable, _ object: JSONObject) -> Bool {
        for index in 0..<properties.count {
            let entry = properties[index]
            guard let value = object.value(of: entry.key) else {
                if entry.isRequired { return false }
                continue
            }
            guard self.descend(entry.node, value, .key(entry.key)) else { return false }
        }
        return true
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
        var missing = self.isCollecting ? 0 : checks.properties.requiredCount
        for position in object.indices {
            if self.isDone { return false }
            let (key, value) = object[position]
            var isKnown = false
            var isMemberValid = true
            if let entry = checks.properties.entry(of: key, cursor: &cursor) {
                isKnown = true
                if entry.isRequired { missing -= 1 }
                if !self.descend(entry.node, value, .key(key)) { isMemberValid = false }
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
        return isValid && missing <= 0
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
        let unknown = object.keys.filter { !checks.properties.names($0) }
        let nearest = NearestName.among(unknown, to: name)
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
        let list = known.isEmpty || known.count > 12 ? nil : "Known members: \(known.joined(separator: ", "))."
        self.report(
            "property-unknown",
            node,
            keyword,
            "\(subject) must not have the member '\(key)'.",
            hint: NearestName.hint(known, for: key) ?? list
        )
        self.path.removeLast()
    }
}
