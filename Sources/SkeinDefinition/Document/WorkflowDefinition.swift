// SPDX-License-Identifier: Apache-2.0

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
    /// How long executions are kept after they have ended; `nil` for as long as the server keeps them.
    package let retention: Duration?
    /// In which order the steps run.
    package let executionMode: ExecutionMode
    /// The document it was read from.
    package let document: JSONValue

    /// The bytes that the content hash is made of: the document in canonical form, without `status`.
    ///
    /// The status says where the definition stands in its life, not what it computes, so deprecating one does not
    /// change its hash.
    package var hashedContent: [UInt8] { Self.hashedContent(of: self.document) }

    /// What a stored document says of how long executions are kept.
    package static func retention(of document: JSONValue) -> Duration? {
        document["retention"]?.string.flatMap { DurationText.parse($0) }
    }

    /// The bytes that the content hash of a stored document is made of.
    package static func hashedContent(of document: JSONValue) -> [UInt8] {
        guard case .object(let object) = document else { return CanonicalJSON.bytes(document) }
        return CanonicalJSON.bytes(.object(object.removing(["status"])))
    }
}
