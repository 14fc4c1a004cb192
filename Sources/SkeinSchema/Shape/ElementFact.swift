// SPDX-License-Identifier: Apache-2.0

/// How many elements lists have.
struct CountFact: ShapeFact {
    var least = 0
    var most = Int.max

    static let unknown = CountFact()

    func intersected(_ other: CountFact) -> CountFact {
        CountFact(least: max(self.least, other.least), most: min(self.most, other.most))
    }

    func united(_ other: CountFact) -> CountFact {
        CountFact(least: min(self.least, other.least), most: max(self.most, other.most))
    }
}

extension SchemaNode {
    /// How many elements its own keywords allow lists to have.
    var elementCount: CountFact {
        guard let array = self.array else { return .unknown }
        let contained = array.contains == nil ? 0 : array.minimumContained ?? 1
        return CountFact(least: max(array.minimumCount ?? 0, contained), most: array.maximumCount ?? Int.max)
    }
}

extension SchemaProgram {
    /// What a node's own keywords say of the element at an index.
    func element(at index: Int, of node: SchemaNode) -> PartFact {
        let count = node.elementCount
        var fact = PartFact(isRequired: index < count.least)
        var terms: [ShapeTerm] = index < count.most ? [] : [.never]
        if let array = node.array {
            let child = index < array.prefix.count ? array.prefix[index] : array.rest
            fact.isDeclared = child != nil
            terms += [child].compactMap { $0 }.map { .node($0, in: self) }
        }
        if let rest = node.unevaluatedItems, !self.mayEvaluate({ $0.mayCover(element: index) }, in: node) {
            terms.append(.node(rest, in: self))
        }
        fact.term = .all(terms)
        return fact
    }

    /// What a node's own keywords say of each element.
    func anyElement(of node: SchemaNode) -> PartFact {
        let count = node.elementCount
        var fact = PartFact(isRequired: count.least > 0)
        var terms: [ShapeTerm] = count.most > 0 ? [] : [.never]
        if let array = node.array {
            fact.isDeclared = !array.prefix.isEmpty || array.rest != nil
            var kinds = array.prefix.prefix(count.most).map { ShapeTerm.node($0, in: self) }
            if count.most > array.prefix.count { kinds.append(array.rest.map { .node($0, in: self) } ?? .any) }
            terms.append(.either(kinds))
        }
        if let rest = node.unevaluatedItems, !self.mayEvaluate({ $0.mayCover(element: nil) }, in: node) {
            terms.append(.node(rest, in: self))
        }
        fact.term = .all(terms)
        return fact
    }
}
