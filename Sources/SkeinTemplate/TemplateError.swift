// SPDX-License-Identifier: Apache-2.0

/// Why a template cannot be compiled or rendered.
package struct TemplateError: Error, Hashable, Sendable {
    /// The kinds of error; the raw values are the codes.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The source is longer than the limit.
        case tooLong = "template-too-long"
        /// Blocks, sub-expressions, partials or contexts are nested deeper than the limit.
        case tooDeep = "template-too-deep"
        /// Rendering took more steps than the limit.
        case costExceeded = "template-cost-exceeded"
        /// The output became larger than the limit.
        case outputTooLarge = "template-output-too-large"
        /// The source does not follow the grammar.
        case malformed = "template-malformed"
        /// No helper has that name.
        case helperUnknown = "helper-unknown"
        /// No decorator has that name; `inline` is the only one.
        case decoratorUnknown = "decorator-unknown"
        /// No partial has that name.
        case partialUnknown = "partial-unknown"
        /// A helper does not take those arguments.
        case argumentsInvalid = "arguments-invalid"
        /// A helper does not apply to values of those types.
        case typeMismatch = "type-mismatch"
        /// An argument is outside the range of the helper.
        case valueOutOfRange = "value-out-of-range"
        /// A path leads nowhere.
        case pathAbsent = "path-absent"
    }

    /// A stable name in kebab-case.
    package let code: String
    /// A sentence for a person.
    package let message: String
    /// What to do about it.
    package var hint: String?
    /// Where in the template: the line, from 1.
    package var line: Int?
    /// Where in the line: the character (Unicode scalar), from 1.
    package var column: Int?
    /// The partial that the place is in; `nil` for the template itself.
    package var partial: String?

    /// Makes an error.
    package init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.code = kind.rawValue
        self.message = message
        self.hint = hint
    }

    /// The error with its place, unless it has one.
    func placed(at position: TemplatePosition, partial: String? = nil) -> TemplateError {
        guard self.line == nil else { return self }
        var error = self
        error.line = position.line
        error.column = position.column
        error.partial = partial
        return error
    }

    /// The place in words: `line 3, column 7 of the partial 'letter'`; `nil` when the error has none.
    package var place: String? {
        guard let line = self.line, let column = self.column else { return nil }
        return "line \(line), column \(column)" + (self.partial.map { " of the partial '\($0)'" } ?? "")
    }
}

/// A place in a template's source, counted from 1.
package struct TemplatePosition: Hashable, Sendable {
    /// The line.
    package let line: Int
    /// The character (Unicode scalar) in the line.
    package let column: Int
}
