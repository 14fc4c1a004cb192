// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension WitnessSearch {
    private static let countLimit = 40

    /// Lists of different lengths, and with one element after the other changed.
    func lists(_ part: Case, limit: Int) -> [JSONValue] {
        let arrays = part.hints.compactMap(\.array)
        let limits = arrays.flatMap { array in
            [
                array.minimumCount, array.maximumCount, array.minimumContained, array.maximumContained,
                array.prefix.count,
            ].compactMap { $0 }
        }
        let near = limits.filter { $0 < Self.countLimit }.flatMap { [$0 - 1, $0, $0 + 1] }
        let counts = Set(near + [0, 1, 2]).filter { $0 >= 0 }.sorted()
        var elements: [Int: [JSONValue]] = [:]
        let last = arrays.map(\.prefix.count).max() ?? 0
        for index in 0...min(last, Self.countLimit) {
            elements[index] = self.values(
                of: self.element(at: index, part),
                near: self.targets(at: index, part),
                limit: 12
            )
        }
        let contained = part.own.compactMap { $0.array?.contains }.flatMap {
            self.values(of: .node($0, in: self.values), near: [], limit: 3)
        }
        var lists: [JSONValue] = []
        for count in counts {
            let choices = (0..<count).map { contained + (elements[min($0, last)] ?? []) }
            guard choices.allSatisfy({ !$0.isEmpty }) else { continue }
            // The same in each place, another in each place, and then one place after the other.
            lists.append(.array(choices.compactMap(\.first)))
            lists.append(.array(choices.enumerated().map { $1[$0 % $1.count] }))
            lists.append(.array(choices.compactMap { $0.dropFirst(contained.count).first ?? $0.first }))
            for place in choices.indices.prefix(4) {
                for value in choices[place] {
                    guard self.spend(), lists.count < limit else { return lists }
                    var list = choices.enumerated().map { $1[$0 % $1.count] }
                    list[place] = value
                    lists.append(.array(list))
                }
            }
        }
        return lists
    }

    private func element(at index: Int, _ part: Case) -> ShapeTerm {
        part.own.reduce(PartFact.unknown) { $0.intersected(self.values.element(at: index, of: $1)) }.term
    }

    private func targets(at index: Int, _ part: Case) -> [NodeID] {
        part.targets.flatMap { node -> [NodeID] in
            guard let array = node.array else { return [node.unevaluatedItems].compactMap { $0 } }
            let child = index < array.prefix.count ? array.prefix[index] : array.rest
            return [child, array.contains, node.unevaluatedItems].compactMap { $0 }
        }
    }
}
