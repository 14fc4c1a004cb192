// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// The types of what one place of a definition can read.
struct StepEnvironment: TypeEnvironment {
    let flow: TypeFlow
    let reader: Reader

    var rootNames: [String] { ["input", "context", "steps", "outputs"] + self.flow.graph.outputVariables }

    /// Names that lead nowhere are found by the linter; here they may be anything.
    func member(ofRoot root: String) -> StaticMember {
        if let type = self.reader.items[root] { return .present(type) }
        switch root {
        case "input": return .present(self.flow.input)
        case "context": return .present(Self.context)
        case "steps": return .present(StaticType(.map, structure: StepValues(flow: self.flow, reader: self.reader)))
        case "outputs": return .present(StaticType(.map, structure: OutputValues(flow: self.flow, reader: self.reader)))
        default: break
        }
        if let node = self.flow.graph.node(owning: root) {
            return .present(self.flow.output(of: node, for: self.reader))
        }
        guard let node = ReservedNames.stepNumber(root).flatMap({ self.flow.graph.node(numbered: $0) }),
            let variable = node.step.outputVariable
        else { return .present(.any) }
        let value = StaticMember.present(self.flow.output(of: node, for: self.reader))
        return .present(StaticType(.map, structure: ObjectStructure([(variable, value)])))
    }

    /// What every execution's context has; a caller may add more.
    private static let context: StaticType = {
        let texts = ["user_id", "execution_id", "started_at", "definition"]
        let members =
            texts.map { ($0, StaticMember.present(StaticType(.string))) } + [
                ("project_id", .present(StaticType([.string, .null]))),
                ("parent_execution_id", .present(StaticType([.string, .null]))),
                ("version", .present(StaticType(.number))),
            ]
        return StaticType(.map, structure: ObjectStructure(members, other: .present(.any)))
    }()
}

/// What `$steps` holds.
private struct StepValues: StaticStructure {
    let flow: TypeFlow
    let reader: Reader

    var names: [String] { self.flow.graph.stepNames }
    func element(at position: Int?) -> StaticMember { .present(.any) }

    func member(_ name: String) -> StaticMember {
        guard let node = self.flow.graph.node(named: name) else { return .present(.any) }
        let type = StaticType(
            .map,
            structure: ObjectStructure([
                ("output", .present(self.flow.output(of: node, for: self.reader))),
                ("status", .present(StaticType(.string))), ("attempts", .present(StaticType(.number))),
            ])
        )
        return self.flow.member(leftBy: node, type, for: self.reader)
    }
}

/// What `$outputs` holds.
private struct OutputValues: StaticStructure {
    let flow: TypeFlow
    let reader: Reader

    var names: [String] { self.flow.graph.outputVariables }
    func element(at position: Int?) -> StaticMember { .present(.any) }

    func member(_ name: String) -> StaticMember {
        guard let node = self.flow.graph.node(owning: name) else { return .present(.any) }
        let type = self.flow.output(of: node, for: self.reader)
        return self.flow.member(leftBy: node, type, for: self.reader)
    }
}
