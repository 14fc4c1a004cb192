// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Evaluator {
    func allowsLength(_ text: String, _ checks: StringChecks) -> (count: Int?, isValid: Bool) {
        let bytes = text.utf8.count
        let least = checks.minimumLength ?? 0
        let most = checks.maximumLength ?? Int.max
        // A code point takes one to four bytes, so most texts need not be counted.
        if bytes <= most, bytes / 4 >= least { return (nil, true) }
        let count = text.unicodeScalars.count
        return (count, count >= least && count <= most)
    }

    mutating func check(_ values: ValueChecks, _ node: SchemaNode, _ value: JSONValue) -> Bool {
        guard self.pay(values.weight(against: value)) else { return false }
        var isValid = true
        if !values.isConstant(value) {
            isValid = false
            if self.isCollecting, let constant = values.constant {
                self.report(
                    "const-mismatch",
                    node,
                    "const",
                    "\(self.subject) must be \(ValueText.short(constant)), but is \(ValueText.short(value))."
                )
            }
        }
        guard !values.allows(value), let allowed = values.allowed else { return isValid }
        if self.isCollecting {
            let list = ValueText.alternatives(allowed)
            self.report(
                "not-in-enum",
                node,
                "enum",
                "\(self.subject) must be \(list), but is \(ValueText.short(value)).",
                hint: value.string.flatMap { NearestName.hint(allowed.lazy.compactMap(\.string), for: $0) }
            )
        }
        return false
    }

    mutating func check(_ checks: NumberChecks, _ node: SchemaNode, _ number: ExactNumber) -> Bool {
        var isValid = true
        func fails(_ condition: Bool) -> Bool {
            if condition { isValid = false }
            return condition && self.isCollecting
        }
        if let limit = checks.maximum, fails(!(number <= limit)) {
            self.reportLimit("above-maximum", node, "maximum", "at most", limit, number)
        }
        if let limit = checks.exclusiveMaximum, fails(!(number < limit)) {
            self.reportLimit("above-maximum", node, "exclusiveMaximum", "less than", limit, number)
        }
        if let limit = checks.minimum, fails(!(limit <= number)) {
            self.reportLimit("below-minimum", node, "minimum", "at least", limit, number)
        }
        if let limit = checks.exclusiveMinimum, fails(!(limit < number)) {
            self.reportLimit("below-minimum", node, "exclusiveMinimum", "greater than", limit, number)
        }
        if let divisor = checks.multipleOf, fails(!divisor.divides(number)) {
            let step = ValueText.short(checks.step ?? .null)
            let message = "\(self.subject) must be a multiple of \(step), but is \(ValueText.short(number.json))."
            self.report("not-multiple", node, "multipleOf", message)
        }
        return isValid
    }

    private mutating func reportLimit(
        _ code: String,
        _ node: SchemaNode,
        _ keyword: String,
        _ relation: String,
        _ limit: ExactNumber,
        _ number: ExactNumber
    ) {
        let message = "\(self.subject) must be \(relation) \(limit.json), but is \(number.json)."
        self.report(code, node, keyword, message)
    }

    mutating func check(_ checks: StringChecks, _ node: SchemaNode, _ text: String) -> Bool {
        var isValid = true
        if checks.minimumLength != nil || checks.maximumLength != nil {
            let length = self.allowsLength(text, checks)
            if !length.isValid {
                isValid = false
                if self.isCollecting { self.reportLength(checks, node, length.count ?? 0) }
            }
        }
        if let pattern = checks.pattern, isValid || self.isCollecting, !self.finds(pattern.regex, in: text) {
            isValid = false
            if self.isCollecting {
                let actual = ValueText.short(.string(text))
                let message = "\(self.subject) must match the pattern \(pattern.source), but is \(actual)."
                self.report("pattern-mismatch", node, "pattern", message)
            }
        }
        if let format = checks.format, isValid || self.isCollecting, !format.matches(text) {
            isValid = false
            if self.isCollecting {
                let actual = ValueText.short(.string(text))
                let message = "\(self.subject) must have the format \(format.rawValue), but is \(actual)."
                self.report("format-mismatch", node, "format", message, hint: "Write it like \(format.example).")
            }
        }
        return isValid
    }

    private mutating func reportLength(_ checks: StringChecks, _ node: SchemaNode, _ count: Int) {
        if let least = checks.minimumLength, count < least {
            let needed = ValueText.count(least, "character")
            self.report(
                "too-short",
                node,
                "minLength",
                "\(self.subject) must have at least \(needed), but has \(count)."
            )
        }
        if let most = checks.maximumLength, count > most {
            let allowed = ValueText.count(most, "character")
            self.report(
                "too-long",
                node,
                "maxLength",
                "\(self.subject) must have at most \(allowed), but has \(count)."
            )
        }
    }
}

extension ExactNumber {
    /// The number as a JSON value.
    var json: JSONValue {
        switch self {
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        }
    }
}
