// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
package import SkeinModel
import SkeinSchema
package import SkeinStorage

/// What to execute, on what, for whom.
package struct StartRequest: Sendable {
    package var definition: DefinitionSelector
    /// A version of it; `nil` for the current one.
    package var version: Int?
    package var input: JSONValue
    package var actor: Actor
    package var projectID: String?
    /// What the caller adds to `$context`.
    package var context: JSONObject
    package var claim: IdempotencyClaim?

    package init(
        definition: DefinitionSelector,
        version: Int? = nil,
        input: JSONValue,
        actor: Actor,
        projectID: String? = nil,
        context: JSONObject = [:],
        claim: IdempotencyClaim? = nil
    ) {
        self.definition = definition
        self.version = version
        self.input = input
        self.actor = actor
        self.projectID = projectID
        self.context = context
        self.claim = claim
    }

    /// The first event of the execution, if the input satisfies the version's schema.
    ///
    /// Members with a `default` in the schema are filled in before the check, so that the history has what was used.
    ///
    /// - Throws: ``SkeinError`` `input-invalid` with every fault.
    func event(
        of version: CompiledVersion,
        id: ExecutionID,
        trace: [String: String],
        parent: ParentReference? = nil
    ) throws(SkeinError) -> ExecutionStarted {
        let schema = version.graph.definition.inputSchema
        let input = schema.fillingDefaults(self.input)
        if !schema.isValid(input) {
            let problems = schema.validate(input).map { violation in
                Problem(violation.code, at: violation.instance, violation.message, hint: violation.hint)
            }
            let message = "The input does not satisfy the input_schema of '\(version.reference.key)'."
            throw SkeinError(.inputInvalid, message, problems: problems)
        }
        return ExecutionStarted(
            executionID: id,
            definition: version.reference,
            input: input,
            userID: self.actor.name,
            projectID: self.projectID,
            context: self.context,
            trace: trace,
            parent: parent
        )
    }

    func context(_ version: CompiledVersion, parent: ParentReference? = nil) -> StartContext {
        StartContext(
            version: version,
            userID: self.actor.name,
            projectID: self.projectID,
            claim: self.claim,
            parent: parent
        )
    }
}

/// A person's decision about an approval.
package struct DecisionRequest: Sendable {
    package var approval: ApprovalID
    package var isApproval: Bool
    package var actor: Actor
    package var note: String?
    /// The hash of what the person was shown; `nil` for whatever stands.
    package var evidenceHash: ContentHash?
    /// The caller's identity of the request, if it gives one.
    package var requestKey: String?

    package init(
        approval: ApprovalID,
        isApproval: Bool,
        actor: Actor,
        note: String? = nil,
        evidenceHash: ContentHash? = nil,
        requestKey: String? = nil
    ) {
        self.approval = approval
        self.isApproval = isApproval
        self.actor = actor
        self.note = note
        self.evidenceHash = evidenceHash
        self.requestKey = requestKey
    }

    func event(standing: ContentHash) -> ApprovalDecided {
        ApprovalDecided(
            approvalID: self.approval,
            decision: self.isApproval ? .approve : .reject,
            decidedBy: self.actor.name,
            roles: self.actor.roles,
            note: self.note,
            evidenceHash: self.evidenceHash ?? standing,
            requestKey: self.requestKey
        )
    }
}
