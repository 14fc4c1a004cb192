// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Makes values that satisfy terms of one program and come close to what nodes of another one refuse.
///
/// They are guesses: small values, the ends of ranges, what is listed, one part after the other changed. Whoever takes
/// one as an example validates it.
final class WitnessSearch {
    private static let workLimit = 50_000
    private static let stepLimit = 1_000_000
    private static let depthLimit = 10
    private static let rootLimit = 400
    private static let sizeLimit = 200
    private static let listLimit = 10_000

    let values: SchemaProgram
    let target: SchemaProgram
    let kinds: ShapeFold<TypeSet>
    let expansion: ClauseExpansion
    private var known: [Place: [JSONValue]] = [:]
    private var work = WitnessSearch.workLimit
    private var steps = WitnessSearch.stepLimit
    private var depth = 0

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

    /// What values were looked for.
    private struct Place: Hashable {
        let term: ShapeTerm
        let nodes: [NodeID]
        let types: TypeSet
        let limit: Int
        let depth: Int
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
    func values(of term: ShapeTerm, near nodes: [NodeID], types: TypeSet = .all, limit: Int) -> [JSONValue] {
        guard term != .never, self.depth < Self.depthLimit, self.spend() else { return [] }
        self.depth += 1
        defer { self.depth -= 1 }
        let place = Place(term: term, nodes: nodes, types: types, limit: limit, depth: self.depth)
        if let known = self.known[place] { return known }
        let found = self.found(term, nodes, types, limit)
        let values = Array((found.breaking + found.others).prefix(limit))
        self.known[place] = values
        return values
    }

    /// Values that satisfy the one schema and break the other, as far as that is known.
    func witnesses() -> [JSONValue] {
        self.found(.node(0, in: self.values), [0], .all, Self.rootLimit, isRoot: true).breaking
    }

    /// Values that certainly satisfy a term and certainly break one of the nodes.
    func witnesses(of term: ShapeTerm, breaking nodes: [NodeID]) -> [JSONValue] {
        let found = self.found(term, nodes, .all, Self.rootLimit).breaking
        return found.filter { self.values.certainlyAccepts($0, term, &self.steps) }
    }

    private func found(
        _ term: ShapeTerm,
        _ nodes: [NodeID],
        _ types: TypeSet,
        _ limit: Int,
        isRoot: Bool = false
    ) -> (breaking: [JSONValue], others: [JSONValue]) {
        let targets = self.target.appliedNodes(of: nodes.map { self.target.nodes[$0] })
        var breaking: [JSONValue] = []
        var others: [JSONValue] = []
        for var clause in self.expansion.clauses(of: term) {
            clause.types.formIntersection(types)
            let own = clause.nodes.map { self.values.nodes[$0] }
            let hints = self.values.appliedNodes(of: own) + targets
            let part = Case(clause: clause, own: own, hints: hints, targets: targets)
            for value in self.candidates(part, limit: limit) {
                guard self.spend(), breaking.count < limit else { return (breaking, others) }
                guard clause.types.contains(TypeSet(of: value)) else { continue }
                guard self.isAccepted(value, term, isRoot: isRoot) else { continue }
                let isBreaking = nodes.contains {
                    self.target.verdict(on: value, by: $0, &self.steps, isRoot: isRoot) == false
                }
                if isBreaking {
                    if !breaking.contains(value) { breaking.append(value) }
                } else if others.count < limit, !others.contains(value) {
                    others.append(value)
                }
            }
        }
        return (breaking, others)
    }

    /// Whether a value is worth a try; a whole instance only when it is certainly valid.
    private func isAccepted(_ value: JSONValue, _ term: ShapeTerm, isRoot: Bool) -> Bool {
        guard isRoot else { return self.values.accepts(value, term, &self.steps) }
        return self.values.verdict(on: value, by: 0, &self.steps, isRoot: true) == true
    }

    /// Takes up a piece of work; false when there was too much of it.
    func spend() -> Bool {
        self.work -= 1
        return self.work > 0 && self.steps > 0
    }

    private func candidates(_ part: Case, limit: Int) -> [JSONValue] {
        let listed = part.own.flatMap { Self.listed($0, limit: Self.listLimit) }
        var lists: [[JSONValue]] = [listed + part.hints.flatMap { Self.listed($0, limit: Self.sizeLimit) }]
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

    private static func listed(_ node: SchemaNode, limit: Int) -> [JSONValue] {
        let allowed = node.values?.allowed?.prefix(limit) ?? []
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
