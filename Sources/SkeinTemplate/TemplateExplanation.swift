// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A rendered text, and for each part that was filled in where it comes from.
package struct TemplateExplanation: Sendable {
    /// The text.
    package let output: String
    /// What was filled in, in the order of the text.
    package let substitutions: [Substitution]
}

/// One place that was filled in.
package struct Substitution: Sendable {
    /// Where the place stands in its template.
    package let position: TemplatePosition
    /// The partial that the place is in; `nil` for the template itself.
    package let partial: String?
    /// The place as written: `{{upper input.name}}`.
    package let source: String
    /// The paths that were read for it: one for a plain place, `items.2.name`, several for a helper's arguments.
    package let paths: [String]
    /// What was filled in; `nil` when there was nothing.
    package let value: JSONValue?
    /// Where it stands in the output, in UTF-8 bytes.
    package internal(set) var range: Range<Int>
}
