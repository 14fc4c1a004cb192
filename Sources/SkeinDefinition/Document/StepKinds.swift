// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinSchema

/// What a validate step checks.
package struct ValidateStep: Sendable {
    /// The value that the schema describes; the whole input when absent.
    package let value: ValueTemplate?
    package let schema: Schema?
    package let rules: [ValidationRule]
}

/// A choice between lists of steps.
package struct BranchStep: Sendable {
    /// The first arm whose condition holds is taken.
    package let arms: [BranchArm]
    /// The value that picks a case, for a branch with cases instead of arms.
    package let on: ValueTemplate?
    package let cases: [BranchCase]
    /// What runs when nothing else does.
    package let otherwise: [StepDefinition]?
}

/// One way that a branch can go.
package struct BranchArm: Sendable {
    /// How the history names the arm: its position.
    package let name: String
    package let condition: Expression
    package let steps: [StepDefinition]
}

/// The way that a branch goes for one value: equal as text, or as JSON.
package struct BranchCase: Sendable {
    package let name: String
    package let steps: [StepDefinition]
}

/// A statement about the result that must hold, or is worth a warning.
package struct ValidationRule: Sendable {
    /// What a broken rule does.
    package enum Severity: String, Sendable, CaseIterable {
        /// Fails the step or the execution.
        case error
        /// Is recorded.
        case warning
        /// Is recorded, for information.
        case info
    }

    package let name: String
    package let rule: Expression
    package let severity: Severity
    /// A template of the sentence that a broken rule shows.
    package let message: ValueTemplate?
}
