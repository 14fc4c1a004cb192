// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinModel
package import SkeinSchema

/// A workflow as data: what a stored document says, read and checked.
///
/// It is made by ``DefinitionDecoder`` only, so every part of it is well formed; ``Graph`` is what runs.
package struct WorkflowDefinition: Sendable {
    /// The key, unique in its tenant: `deliverable_type` in the document.
    package let key: String
    package let displayName: String
    package let description: String?
    /// An open category, such as `civil`.
    package let discipline: String
    package let status: DefinitionStatus
    package let tags: [String]
    package let inputSchema: Schema
    package let outputSchema: Schema?
    /// What the execution returns; `nil` for every output variable by name.
    package let output: ValueTemplate?
    package let risk: RiskConfig
    package let validationRules: [ValidationRule]
    package let steps: [StepDefinition]
    /// The document it was read from.
    package let document: JSONValue

    /// The bytes that the content hash is made of: the document in canonical form, without `status`.
    ///
    /// The status says where the definition stands in its life, not what it computes, so deprecating one does not
    /// change its hash.
    package var hashedContent: [UInt8] { Self.hashedContent(of: self.document) }

    /// The bytes that the content hash of a stored document is made of.
    package static func hashedContent(of document: JSONValue) -> [UInt8] {
        guard case .object(let object) = document else { return CanonicalJSON.bytes(document) }
        return CanonicalJSON.bytes(.object(object.removing(["status"])))
    }
}

/// A node of the definition.
package struct StepDefinition: Sendable {
    /// The step's identity, unique in the definition.
    package let name: String
    /// The step's display number, by which `$stepN` finds it.
    package let number: Int?
    package let description: String
    /// The name of the phase that the step is shown under.
    package let phase: String?
    package let condition: Expression?
    package let outputVariable: String?
    package let errorHandling: ErrorHandling
    /// How long one attempt may take.
    package let timeout: Duration
    package let kind: Kind
    /// Where the step stands in the document.
    package let pointer: JSONPointer

    /// What the step does.
    package enum Kind: Sendable {
        /// Calls a function of the registry.
        case function(name: String, input: ValueTemplate)
        /// Computes a map of values.
        case transform(set: ValueTemplate)
        /// Checks its input against a schema, rules, or both.
        case validate(ValidateStep)
        /// Runs the first arm whose condition holds, else the last.
        case branch(arms: [BranchArm], otherwise: [StepDefinition]?)
    }
}

/// What a validate step checks.
package struct ValidateStep: Sendable {
    /// The value that the schema describes; the whole input when absent.
    package let value: ValueTemplate?
    package let schema: Schema?
    package let rules: [ValidationRule]
}

/// One way that a branch can go.
package struct BranchArm: Sendable {
    /// How the history names the arm: its case value, or its position.
    package let name: String
    package let condition: Expression
    package let steps: [StepDefinition]
    /// Whether it is one of the `cases`, whose conditions all read the same `on`.
    package var isCase = false
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

/// What happens when a step's attempt fails.
package struct ErrorHandling: Sendable {
    /// What a step's final failure does.
    package enum Action: String, Sendable, CaseIterable {
        /// Fails the execution.
        case fail
        /// Skips the step: its output is `null`.
        case skip
        /// Goes on with the fallback value as the step's output.
        case `continue`
    }

    package let retry: RetryPolicy
    package let onError: Action
    /// What `continue` stores; it may read `$error`.
    package let fallback: ValueTemplate
}
