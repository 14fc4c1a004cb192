// SPDX-License-Identifier: Apache-2.0

/// What becomes of a keyword, or a format, that the dialect does not know.
package enum UnknownKeywords: Hashable, Sendable {
    /// It is a fault of the schema, because it is most often a misspelling. `x-...` is allowed.
    case refuse
    /// It is ignored, as the specification says.
    case ignore
}

/// What the `format` keyword does.
package enum FormatHandling: Hashable, Sendable {
    /// A text that does not have the format is a violation.
    case assert
    /// It describes the text and is not checked.
    case annotate
}
