// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension WitnessSearch {
    private static let nameLimit = 60
    private static let memberLimit = 10_000

    /// Objects with few and with many members, and with one member after the other changed, added or left out.
    func objects(_ part: Case, limit: Int) -> [JSONValue] {
        let names = self.names(part)
        var choices: [String: [JSONValue]] = [:]
        var required: [String] = []
        for name in names {
            let fact = part.own.reduce(PartFact.unknown) { $0.intersected(self.values.member(name, of: $1)) }
            choices[name] = self.values(of: fact.term, near: self.targets(of: name, part), limit: 12)
            if fact.isRequired { required.append(name) }
            guard self.spend() else { return [] }
        }
        // Each object is as long as it has members, so many members leave room for few objects.
        let limit = max(8, min(limit, Self.memberLimit / (names.count + 1)))
        let isRequired = Set(required)
        let optional = names.filter { !isRequired.contains($0) && !(choices[$0] ?? []).isEmpty }
        func object(_ names: [String]) -> JSONObject {
            names.reduce(into: JSONObject()) { object, name in object[name] = choices[name]?.first }
        }
        let bases = self.counts(part).map { count in object(required + optional.prefix(max(0, count - required.count)))
        }
        let full = object(required + optional)
        var objects: [JSONValue] = [.object(object(required)), .object(full)] + bases.map { .object($0) }
        objects += optional.map { name in .object(object(required + [name])) }
        objects += optional.map { name in .object(object((required + optional).filter { $0 != name })) }
        for base in [object(required), full] + bases.suffix(1) {
            for name in required + optional {
                for value in choices[name] ?? [] {
                    guard self.spend(), objects.count < limit * 2 else { return objects }
                    var changed = base
                    changed[name] = value
                    objects.append(.object(changed))
                }
            }
        }
        return objects
    }

    /// How many members are worth a try.
    private func counts(_ part: Case) -> [Int] {
        let checks = part.hints.compactMap(\.object)
        let limits = checks.flatMap { [$0.minimumCount, $0.maximumCount].compactMap { $0 } }
        return Set(limits.filter { $0 < Self.nameLimit }.flatMap { [$0, $0 + 1] }).sorted()
    }

    /// The names that some schema has something to say of, and some that none has.
    private func names(_ part: Case) -> [String] {
        let checks = part.hints.compactMap(\.object)
        let required = part.own.compactMap(\.object).flatMap(\.required)
        var names = checks.flatMap { $0.required + $0.properties.keys }
        names += checks.flatMap { $0.dependencies.flatMap { [$0.member] + $0.needs } }
        names += part.hints.flatMap(\.applicators).compactMap { applicator in
            if case .dependent(let member, _, _) = applicator { member } else { nil }
        }
        names += checks.flatMap(\.patterns).compactMap { RegexSample.text(for: $0.source) }
        let rules = part.own.compactMap { $0.object?.names }
        let targets = part.targets.compactMap { $0.object?.names }
        if !rules.isEmpty || !targets.isEmpty {
            let term = ShapeTerm.all(rules.map { .node($0, in: self.values) })
            names += self.values(of: term, near: targets, types: .string, limit: 6).compactMap(\.string)
        }
        names += ["other"]
        let wanted = min(self.counts(part).last ?? 0, Self.nameLimit)
        names += (0..<wanted).map { "other\($0)" }
        // Without those that are required no object is valid, however many they are.
        var seen: Set<ByteKey> = []
        let first = required.filter { seen.insert(ByteKey($0)).inserted }
        return first + names.filter { seen.insert(ByteKey($0)).inserted }.prefix(Self.nameLimit)
    }

    private func targets(of name: String, _ part: Case) -> [NodeID] {
        part.targets.flatMap { node in
            (node.object?.schemas(of: name) ?? []) + [node.unevaluatedProperties].compactMap { $0 }
        }
    }
}
