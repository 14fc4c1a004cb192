// SPDX-License-Identifier: Apache-2.0

/// Why an expression cannot be compiled or evaluated, and where.
///
/// Messages name paths, functions and types; they never hold a value that the expression read.
package struct ExpressionError: Error, Hashable, Sendable {
    /// A stable kebab-case name for the kind of error, such as `path-absent`.
    package let code: String
    /// What is wrong, for a person.
    package let message: String
    /// The UTF-8 offset in the source of the part that is wrong.
    package let offset: Int
    /// What to do about it, when that is known.
    package let hint: String?
    /// What the message and hint of a `path-absent` are made of, until somebody is to read them.
    ///
    /// `||`, macros and `??` swallow absence, perhaps a million times in one evaluation; describing it is for the one
    /// that comes out.
    let absence: Absence?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: The kebab-case name of the kind.
    ///   - message: What is wrong.
    ///   - offset: The UTF-8 offset in the source.
    ///   - hint: What to do about it.
    package init(code: String, message: String, offset: Int, hint: String? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint
        self.absence = nil
    }

    /// Makes the error of an absent path.
    init(_ absence: Absence) {
        self.code = Kind.pathAbsent.rawValue
        self.message = "The path is absent."
        self.offset = absence.start
        self.hint = nil
        self.absence = absence
    }

    /// Makes an error of a function or operator, whose place the calling node fills in.
    init(_ kind: Kind, _ message: String, at offset: Int = Self.unplaced, hint: String? = nil) {
        self.init(code: kind.rawValue, message: message, offset: offset, hint: hint)
    }

    /// The error with a place, unless it has one.
    func placed(at offset: Int) -> ExpressionError {
        guard self.offset == Self.unplaced else { return self }
        return ExpressionError(code: self.code, message: self.message, offset: offset, hint: self.hint)
    }

    func isKind(_ kind: Kind) -> Bool { self.code == kind.rawValue }

    static let unplaced = -1
}

extension ExpressionError {
    /// Whether both say the same.
    package static func == (left: ExpressionError, right: ExpressionError) -> Bool {
        (left.code, left.message, left.offset, left.hint) == (right.code, right.message, right.offset, right.hint)
    }

    /// Hashes what the error says.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.code)
        hasher.combine(self.offset)
    }

    /// The kinds of error; the raw values are the codes.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The source is longer than the limit.
        case tooLong = "expression-too-long"
        /// The source is nested deeper than the limit.
        case tooDeep = "expression-too-deep"
        /// The evaluation took more steps than the limit.
        case costExceeded = "expression-cost-exceeded"
        /// The source does not follow the grammar.
        case syntaxInvalid = "syntax-invalid"
        /// A number, text or bytes literal is malformed.
        case literalInvalid = "literal-invalid"
        /// A macro such as `has` or `map` is called with something it cannot expand.
        case macroInvalid = "macro-invalid"
        /// No function has that name.
        case functionUnknown = "function-unknown"
        /// The function exists and does not take that many arguments, or not in that position.
        case argumentsInvalid = "arguments-invalid"
        /// The scope has no root of that name.
        case rootUnknown = "root-unknown"
        /// A member, key or element does not exist.
        case pathAbsent = "path-absent"
        /// An operator or function does not apply to values of those types.
        case typeMismatch = "type-mismatch"
        /// Integer arithmetic left its 64 bits.
        case integerOverflow = "integer-overflow"
        /// An integer was divided by zero.
        case divisionByZero = "division-by-zero"
        /// A value is outside the range of its type or of the function.
        case valueOutOfRange = "value-out-of-range"
        /// A value cannot be converted to the type asked for.
        case conversionFailed = "conversion-failed"
        /// A map literal has two entries of one key.
        case keyDuplicate = "key-duplicate"
        /// A regular expression is malformed or too large.
        case patternInvalid = "pattern-invalid"
        /// The result has no JSON form.
        case resultNotRepresentable = "result-not-representable"
        /// A condition gave something other than a boolean.
        case conditionNotBoolean = "condition-not-boolean"
    }
}
