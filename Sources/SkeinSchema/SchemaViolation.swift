// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// One way in which an instance breaks its schema.
package struct SchemaViolation: Hashable, Sendable {
    /// A stable name of the kind of violation, in kebab-case.
    package let code: String
    /// The place in the instance.
    package let instance: JSONPointer
    /// The keyword that is broken: a place in the schema document, or in the other document that a `$ref` led to.
    package let schema: JSONPointer
    /// A sentence for a person, with the actual value and what is allowed.
    package let message: String
    /// What to do about it.
    package let hint: String?
}
