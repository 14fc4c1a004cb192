// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Makes values that satisfy terms of one program and come close to what nodes of another one refuse.
///
/// They are guesses: small values, the ends of ranges, what is listed, one part after the other changed. Whoever takes
/// one as an example validates it.
final class WitnessSearch {
    private static let workLimit = 12_000
    private static let depthLimit = 6
    private static let sizeLimit = 200

    let values: SchemaProgram
    let target: SchemaProgram
    let kinds: ShapeFold<TypeSet>
    let expansion: ClauseExpansion
    private var work = WitnessSearch.workLimit
    private(set) var depth = 0

    /// Makes a search.
    ///
    /// - Parameters:
    ///   - values: The program of the schema that values come from.
    ///   - target: The program of the schema that they are to break.
    init(of values: SchemaProgram, against target: SchemaProgram) {
        self.values = values
        self.target = target
        self.kinds = ShapeFold(typesIn: values)
        self.expansion = ClauseExpansion(values, kinds: self.kinds)
    }

    /// One case of the values wanted, and what to know for making them.
    struct Case {
        let clause: Clause
        /// The nodes of the case.
        let own: [SchemaNode]
        /// All nodes that may apply, of both programs: their limits and lists are worth a try.
        let hints: [SchemaNode]
        /// The nodes to be broken, and what they apply.
        let targets: [SchemaNode]
    }

    /// Values of a term, those that break one of the nodes first.
    ///
    /// - Parameters:
    ///   - term: What the values must satisfy.
    ///   - nodes: The nodes to be broken.
    ///   - types: The types that are wanted.
    ///   - limit: How many values to give at most.
    /// - Returns: Different values that satisfy the term, as far as that is known.
    func values(of term: ShapeTerm, near nodes: [NodeID], types: TypeSet = .all, limit: Int = 400) -> [JSONValue] {
        guard term != .never, self.depth < Self.depthLimit else { return [] }
        self.depth += 1
        defer { self.depth -= 1 }
        let targets = self.target.appliedNodes(of: nodes.map { self.target.nodes[$0] })
        var breaking: [JSONValue] = []
        var others: [JSONValue] = []
        for var clause in self.expansion.clauses(of: term) {
            clause.types.formIntersection(types)
            let own = clause.nodes.map { self.values.nodes[$0] }
            let hints = self.values.appliedNodes(of: own) + targets
            let part = Case(clause: clause, own: own, hints: hints, targets: targets)
            for value in self.candidates(part, limit: limit) {
                guard self.spend(), breaking.count < limit else { return breaking + others.prefix(limit) }
                guard TypeSet(of: value).isSubset(of: clause.types), self.values.accepts(value, term) else { continue }
                let isBreaking = nodes.contains { !self.target.accepts(value, .node($0, in: self.target)) }
                if isBreaking {
                    if !breaking.contains(value) { breaking.append(value) }
                } else if others.count < limit, !others.contains(value) {
                    others.append(value)
                }
            }
        }
        return Array((breaking + others).prefix(limit))
    }

    /// Takes up a piece of work; false when there was too much of it.
    func spend() -> Bool {
        self.work -= 1
        return self.work > 0
    }

    private func candidates(_ part: Case, limit: Int) -> [JSONValue] {
        var lists: [[JSONValue]] = [part.hints.flatMap { self.listed($0) }]
        let types = part.clause.types
        if !types.isDisjoint(with: .number) { lists.append(self.numbers(part)) }
        if types.contains(.string) { lists.append(self.texts(part)) }
        if types.contains(.boolean) { lists.append([false, true]) }
        if types.contains(.null) { lists.append([.null]) }
        if types.contains(.array) { lists.append(self.lists(part, limit: limit)) }
        if types.contains(.object) { lists.append(self.objects(part, limit: limit)) }
        // By turns, so that no type crowds out another.
        let longest = lists.map(\.count).max() ?? 0
        return (0..<longest).flatMap { turn in lists.compactMap { turn < $0.count ? $0[turn] : nil } }
    }

    private func listed(_ node: SchemaNode) -> [JSONValue] {
        let allowed = node.values?.allowed?.prefix(Self.sizeLimit) ?? []
        return [node.values?.constant].compactMap { $0 } + allowed
    }

    private func numbers(_ part: Case) -> [JSONValue] {
        let checks = part.hints.compactMap(\.number)
        let limits = checks.flatMap { [$0.minimum, $0.maximum, $0.exclusiveMinimum, $0.exclusiveMaximum] }
        var numbers: [JSONValue] = [0, 1, -1, 0.5]
        for limit in limits.compactMap({ $0 }) {
            numbers.append(limit.json)
            switch limit {
            case .int(let value): numbers += [.int(value &+ 1), .int(value &- 1), .double(Double(value) + 0.5)]
            case .double(let value): numbers += [.double(value + 1), .double(value - 1), .double(value.rounded(.up))]
            }
        }
        // Where multiples are wanted the numbers tried are those next to each.
        for step in checks.compactMap({ $0.step?.number }) {
            for near in numbers.compactMap(\.number) {
                let count = (near / step).rounded(.down)
                for multiple in [count, count + 1] where (multiple * step).isFinite {
                    let value = multiple * step
                    numbers.append(Int64(exactly: value).map { .int($0) } ?? .double(value))
                }
            }
            if numbers.count > Self.sizeLimit { break }
        }
        return numbers + [1_000_000, -1_000_000, 1.25]
    }

    private func texts(_ part: Case) -> [JSONValue] {
        let checks = part.hints.compactMap(\.string)
        let limits = checks.flatMap { [$0.minimumLength, $0.maximumLength].compactMap { $0 } }
        let lengths = Set(limits.flatMap { [$0 - 1, $0, $0 + 1] } + [0, 1]).sorted().filter { 0...2000 ~= $0 }
        let samples = checks.compactMap { $0.pattern.flatMap { RegexSample.text(for: $0.source) } }
        var texts = checks.compactMap { $0.format?.example } + samples
        for length in lengths {
            texts.append(String(repeating: "a", count: length))
            for sample in samples where sample.unicodeScalars.count < length {
                let missing = length - sample.unicodeScalars.count
                let last = sample.unicodeScalars.last.map { String($0) } ?? "a"
                texts += [
                    sample + String(repeating: last, count: missing), String(repeating: "a", count: missing) + sample,
                ]
            }
        }
        return (texts + ["A 1!", "0"]).map { .string($0) }
    }
}
