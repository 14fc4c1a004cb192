// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension ComparisonProver {
    /// Where the numbers of a case lie.
    func range(of clause: Clause) -> NumberRange {
        var range = NumberRange()
        for id in clause.nodes {
            if let checks = self.values.nodes[id].number { range.narrow(checks) }
        }
        if !clause.types.contains(.fraction) { range.makeWhole() }
        return range
    }

    func numberObstacle(_ clause: Clause, _ node: SchemaNode, _ checks: NumberChecks) -> ComparisonObstacle? {
        let range = self.range(of: clause)
        let lower = [("minimum", checks.minimum, false), ("exclusiveMinimum", checks.exclusiveMinimum, true)]
        for (keyword, value, isExclusive) in lower {
            guard let value, !range.isAbove(NumberRange.Bound(value: value, isExclusive: isExclusive)) else { continue }
            let actual = range.lower.map { "they may go down to \($0.value.json)" } ?? "they have no lower limit"
            return ComparisonObstacle(
                node,
                [keyword],
                "wants numbers \(Self.above(isExclusive)) \(value.json), but \(actual)"
            )
        }
        let upper = [("maximum", checks.maximum, false), ("exclusiveMaximum", checks.exclusiveMaximum, true)]
        for (keyword, value, isExclusive) in upper {
            guard let value, !range.isBelow(NumberRange.Bound(value: value, isExclusive: isExclusive)) else { continue }
            let actual = range.upper.map { "they may go up to \($0.value.json)" } ?? "they have no upper limit"
            return ComparisonObstacle(
                node,
                [keyword],
                "wants numbers \(Self.below(isExclusive)) \(value.json), but \(actual)"
            )
        }
        guard let divisor = checks.multipleOf else { return nil }
        let steps = clause.nodes.compactMap { self.values.nodes[$0].number?.step }
        let whole: [JSONValue] = clause.types.contains(.fraction) ? [] : [1]
        if (steps + whole).contains(where: { ExactNumber($0).map { divisor.divides($0) } ?? false }) { return nil }
        let step = ValueText.short(checks.step ?? .null)
        return ComparisonObstacle(node, ["multipleOf"], "wants multiples of \(step), and numbers may be others")
    }

    private static func above(_ isExclusive: Bool) -> String { isExclusive ? "above" : "of at least" }

    private static func below(_ isExclusive: Bool) -> String { isExclusive ? "below" : "of at most" }

    /// How long the texts of a case are.
    func lengths(of clause: Clause) -> CountFact {
        clause.nodes.reduce(.unknown) { fact, id in
            guard let checks = self.values.nodes[id].string else { return fact }
            let matched = checks.pattern.map { RegexSample.leastLength(of: $0.source) } ?? 0
            let written = max(matched, checks.format?.leastLength ?? 0)
            let own = CountFact(least: max(checks.minimumLength ?? 0, written), most: checks.maximumLength ?? Int.max)
            return fact.intersected(own)
        }
    }

    func stringObstacle(_ clause: Clause, _ node: SchemaNode, _ checks: StringChecks) -> ComparisonObstacle? {
        let lengths = self.lengths(of: clause)
        if let least = checks.minimumLength, least > lengths.least {
            let needed = ValueText.count(least, "character")
            return ComparisonObstacle(node, ["minLength"], "wants at least \(needed), but texts may be shorter")
        }
        if let most = checks.maximumLength, most < lengths.most {
            let allowed = ValueText.count(most, "character")
            return ComparisonObstacle(node, ["maxLength"], "allows at most \(allowed), but texts may be longer")
        }
        let own = clause.nodes.compactMap { self.values.nodes[$0].string }
        if let pattern = checks.pattern {
            let isSame = own.contains { $0.pattern.map { ByteString.equal($0.source, pattern.source) } ?? false }
            if !isSame {
                let why = "wants texts that match \(pattern.source), which texts are not known to do"
                return ComparisonObstacle(node, ["pattern"], why)
            }
        }
        if let format = checks.format, !own.contains(where: { $0.format?.implies(format) ?? false }) {
            let why = "wants texts of the format \(format.rawValue), which texts are not known to have"
            return ComparisonObstacle(node, ["format"], why)
        }
        return nil
    }
}

extension Format {
    /// How many characters a text of the format has at least, as far as that is simple to say.
    fileprivate var leastLength: Int {
        switch self {
        case .date: 10
        case .uuid: 36
        case .uriReference, .iriReference, .jsonPointer, .regex: 0
        default: 1
        }
    }

    /// Whether every text of the format has the other one, too.
    fileprivate func implies(_ other: Format) -> Bool {
        switch (self, other) {
        case (.email, .internationalEmail), (.uri, .iri), (.uri, .uriReference), (.uri, .iriReference),
            (.iri, .iriReference), (.uriReference, .iriReference):
            true
        default: self == other
        }
    }
}
