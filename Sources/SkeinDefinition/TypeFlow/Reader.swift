// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// A place of a definition that reads values, and what is known when it does.
struct Reader {
    /// The node that reads; `nil` after the last step.
    var node: Int?
    /// What the conditions on the way have found out.
    var facts = PathFacts()
    /// The conditions on the way, as they are written: a step under the same condition has not been skipped.
    var conditions: Set<String> = []
    /// What those conditions read: they may have narrowed it.
    var tested: [ReferenceUse] = []
    /// The types of `$item`, `$index`, `$key` and the items' own names.
    var items: [String: StaticType] = [:]

    /// Whether a condition on the way has looked at a value, at a part of it, or at what it is a part of.
    func hasTested(_ use: ReferenceUse) -> Bool {
        self.tested.contains { tested in
            tested.root == use.root && zip(tested.members, use.members).allSatisfy { $0 == $1 }
        }
    }

    /// The reader once a condition has that outcome.
    func knowing(_ condition: Expression, isTrue: Bool, in environment: StepEnvironment) -> Reader {
        var reader = self
        let check = condition.typeCheck(in: environment, knowing: self.facts)
        reader.facts.formUnion(isTrue ? check.factsIfTrue : check.factsIfFalse)
        if isTrue { reader.conditions.insert(condition.source) }
        reader.tested += ReferenceUse.all(in: condition, at: JSONPointer(tokens: []))
        return reader
    }
}

/// Why a step may not have completed when another place reads it, as the end of a sentence.
enum Detour {
    /// It was skipped: it has ended, with null.
    case skipped(String)
    /// The way never led to it.
    case unreached(String)

    var reason: String {
        switch self {
        case .skipped(let reason), .unreached(let reason): reason
        }
    }
}

extension TypeFlow {
    /// Why a step may not have completed when another place reads it; `nil` when it certainly has.
    ///
    /// What both stand in does not count: there, either both run or neither does.
    func detour(round target: Graph.Node, for reader: Reader) -> Detour? {
        let inner = self.graph.lineage(of: target.index)
        let outer = reader.node.map { self.graph.lineage(of: $0) } ?? []
        let shared = zip(inner, outer).prefix { $0.0.node == $0.1.node }.count
        for (position, entry) in inner.enumerated().dropFirst(shared) {
            let step = self.graph.nodes[entry.node].step
            let isTarget = position == inner.count - 1
            if let condition = step.condition, !reader.conditions.contains(condition.source) {
                let reason = "step '\(step.name)' runs only when its condition holds"
                return isTarget ? .skipped(reason) : .unreached(reason)
            }
            if !isTarget, let reason = Self.detour(inside: step) { return .unreached(reason) }
        }
        return nil
    }

    /// Why a step inside of a step that has ended may not have run.
    private static func detour(inside step: StepDefinition) -> String? {
        switch step.errorHandling.onError {
        case .skip, .continue: return "step '\(step.name)' may have failed on the way"
        case .fail, .compensate: break
        }
        switch step.kind {
        case .branch: return "'\(step.name)' may take another way"
        case .loop(let loop):
            guard case .whileTrue = loop.condition else { return nil }
            return "the loop '\(step.name)' may never run"
        case .parallel(let parallel):
            guard parallel.join != .all || parallel.tolerate.limit(of: parallel.branches.count) > 0 else { return nil }
            return "'\(step.name)' does not wait for all of its branches"
        default: return nil
        }
    }

    /// What a place finds when it reads a step's output.
    func output(of target: Graph.Node, for reader: Reader) -> StaticType {
        guard let type = self.outputs[target.index] else { return .any }
        return self.detour(round: target, for: reader).map { type.orNull(because: $0.reason) } ?? type
    }

    /// A part that a step leaves behind, for a place that reads it: absent when the way never led to the step.
    func member(leftBy node: Graph.Node, _ type: StaticType, for reader: Reader) -> StaticMember {
        guard case .unreached(let reason)? = self.detour(round: node, for: reader) else { return .present(type) }
        return .optional(type, reason)
    }
}
