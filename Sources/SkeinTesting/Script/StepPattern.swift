// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter

/// Which step runs something is meant for: the end of their paths, by whole names.
///
/// `upload` is every run of that step, `owners[DO-17]/upload` those of one item, `rfi/owners/upload` again all of them.
/// `*` is every step. `compensate:` before it means the undoing of the step.
package struct StepPattern: Hashable, Sendable {
    private struct Part: Hashable {
        let name: String
        /// The item, iteration or branch as paths write it; `nil` for any.
        let instance: String?

        init(_ text: Substring) {
            guard text.last == "]", let bracket = text.firstIndex(of: "[") else {
                self.name = String(text)
                self.instance = nil
                return
            }
            self.name = String(text[..<bracket])
            self.instance = String(text[text.index(after: bracket)...].dropLast())
        }
    }

    /// As it was written.
    package let text: String
    private let parts: [Part]
    private let isCompensation: Bool

    /// Reads a pattern; whether any step can match it is ``canMatch(_:)``.
    package init(_ text: String) {
        self.text = text
        let target = CompensationPath.target(of: text)
        self.isCompensation = target != nil
        let path = target ?? text
        self.parts = path == "*" ? [] : path.split(separator: "/").map { Part($0) }
    }

    /// How exactly it says what it means: first by items, iterations and branches, then by names; 0 for `*`.
    var weight: Int { self.parts.count { $0.instance != nil } * 1000 + self.parts.count }

    /// Whether a step run, or the undoing of one, is meant.
    package func matches(_ path: String) -> Bool {
        let target = CompensationPath.target(of: path)
        guard (target != nil) == self.isCompensation else { return false }
        let actual = (target ?? path).split(separator: "/").map { Part($0) }
        guard actual.count >= self.parts.count else { return false }
        return zip(self.parts.reversed(), actual.reversed()).allSatisfy { wanted, part in
            wanted.name == part.name && (wanted.instance == nil || wanted.instance == part.instance)
        }
    }

    /// Whether a step of the definition can be meant.
    func canMatch(_ graph: Graph) -> Bool { !self.nodes(of: graph).isEmpty }

    /// Whether a step that hands out a task can be meant: one that calls a function, starts another execution, or
    /// tells others.
    func canMatchCall(_ graph: Graph) -> Bool {
        self.nodes(of: graph).contains { node in
            switch node.step.kind {
            case .function, .workflow, .emit: true
            default: self.isCompensation
            }
        }
    }

    /// Whether a task of a person can be meant.
    func canMatchTask(_ graph: Graph) -> Bool {
        self.nodes(of: graph).contains { node in
            if case .human = node.step.kind { !self.isCompensation } else { false }
        }
    }

    /// The steps that can be meant.
    private func nodes(of graph: Graph) -> [Graph.Node] {
        let names = self.parts.map(\.name)
        return graph.nodes.filter { node in
            if self.isCompensation, node.step.compensation == nil { return false }
            let path = node.path.split(separator: "/").map(String.init)
            return path.suffix(names.count) == names[...]
        }
    }
}
