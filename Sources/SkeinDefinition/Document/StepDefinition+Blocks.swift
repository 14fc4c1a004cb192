// SPDX-License-Identifier: Apache-2.0

extension StepDefinition {
    /// A list of steps inside a step.
    struct Block {
        let name: String
        let steps: [StepDefinition]
        var mode = ExecutionMode.sequential
    }

    /// The lists of steps inside, in the order of the document.
    var blocks: [Block] {
        switch self.kind {
        case .branch(let branch):
            branch.arms.map { Block(name: $0.name, steps: $0.steps) }
                + branch.cases.map { Block(name: $0.name, steps: $0.steps) }
                + (branch.otherwise.map { [Block(name: "else", steps: $0)] } ?? [])
        case .parallel(let parallel): parallel.branches.map { Block(name: $0.name, steps: $0.steps) }
        case .forEach(let each): [Block(name: "steps", steps: each.steps)]
        case .loop(let loop): [Block(name: "steps", steps: loop.steps)]
        case .phase(let phase): [Block(name: "steps", steps: phase.steps, mode: phase.executionMode)]
        case .function, .transform, .validate, .raise, .finish, .wait, .human, .workflow, .emit: []
        }
    }
}
