// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression

/// Branches that run at the same time.
package struct ParallelStep: Sendable {
    /// A named list of steps.
    package struct Branch: Sendable {
        package let name: String
        package let steps: [StepDefinition]
    }

    /// How many branches have to complete.
    package enum Join: Hashable, Sendable {
        case all
        /// So many; the others are cancelled then.
        case count(Int)
    }

    package let branches: [Branch]
    package let join: Join
    package let tolerate: Tolerance
    /// How many branches run at a time; all without it.
    package let maxConcurrency: Int?
}

/// The same steps for each item of a list.
package struct ForEachStep: Sendable {
    /// The list.
    package let items: ValueTemplate
    /// What the item is called in references, beside `$item`.
    package let itemName: String?
    /// The identity of an item, which names its step runs; its position without it.
    package let key: Expression?
    package let steps: [StepDefinition]
    /// How many items are worked on at a time.
    package let maxConcurrency: Int
    /// How many items make one `$item`, a list then; one without it.
    package let batch: Int?
    package let tolerate: Tolerance
}

/// How many items or branches may fail without failing the step.
package enum Tolerance: Hashable, Sendable {
    case count(Int)
    /// A share of all, 0 to 100.
    case percent(Double)

    /// How many of so many may fail.
    package func limit(of total: Int) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let percent): Int((Double(total) * percent / 100).rounded(.down))
        }
    }
}

/// Steps that run again and again.
package struct LoopStep: Sendable {
    /// When the loop goes on.
    package enum Condition: Sendable {
        /// Checked before each iteration.
        case whileTrue(Expression)
        /// Checked after each iteration.
        case untilTrue(Expression)
    }

    package let condition: Condition
    package let steps: [StepDefinition]
    package let maxIterations: Int
}

/// Steps under a name, with a status of their own.
package struct PhaseStep: Sendable {
    package let steps: [StepDefinition]
    package let executionMode: ExecutionMode
    /// What has to hold when the steps have ended; otherwise the phase fails.
    package let gate: Expression?
    /// When the phase counts as overdue, from its start.
    package let dueIn: Duration?
}

/// An error of the definition's own.
package struct RaiseStep: Sendable {
    package let code: String
    /// A template of the sentence.
    package let message: ValueTemplate
}
