// SPDX-License-Identifier: Apache-2.0

package import SkeinSchema

/// What is known of a registered function when a definition is checked.
package struct FunctionSignature: Sendable {
    package let name: String
    /// What its input must satisfy; `nil` when it takes anything.
    package let input: Schema?
    /// What its output satisfies; `nil` when that may be anything.
    package let output: Schema?

    package init(name: String, input: Schema?, output: Schema?) {
        self.name = name
        self.input = input
        self.output = output
    }
}
