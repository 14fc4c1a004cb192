// SPDX-License-Identifier: Apache-2.0

/// Checks single values against what an attribute says about them.
struct ValueChecker {
    /// The attribute.
    let attribute: Attribute
    private let pattern: Regex<AnyRegexOutput>?
    private let codes: Set<String>

    /// Creates a checker; a pattern that is no regular expression is an error.
    init(_ attribute: Attribute) throws(AuditError) {
        self.attribute = attribute
        self.codes = Set(attribute.codes ?? [])
        do {
            self.pattern = try attribute.pattern.map { try Regex($0) }
        } catch {
            let message = "The pattern of \(attribute.name) is no regular expression."
            throw AuditError(code: "pattern-invalid", message: message, field: attribute.name)
        }
    }

    /// Says whether a row has to have a value, given the rest of the row.
    func isRequired(_ row: [Cell], in table: DataTable) -> Bool {
        if self.attribute.mandatory || self.attribute.isKey { return true }
        guard let condition = self.attribute.requiredWhen else { return false }
        return condition.values.contains(table.value(row, condition.attribute).display)
    }

    /// Names the first rule that a value breaks; a blank value breaks none.
    func violation(_ cell: Cell) -> String? {
        if cell.isBlank { return nil }
        return self.typeViolation(cell) ?? self.ruleViolation(cell)
    }

    /// Names the rule of its type that a value breaks: `wrong_type` or `impossible_date`.
    func typeViolation(_ cell: Cell) -> String? {
        switch self.attribute.type {
        case .text, .code:
            if case .text = cell { return nil }
            return "wrong_type"
        case .integer:
            guard let number = cell.number, number == number.rounded() else { return "wrong_type" }
            return nil
        case .number:
            return cell.number == nil ? "wrong_type" : nil
        case .date:
            guard case .text(let text) = cell else { return "wrong_type" }
            return CalendarDate(text) == nil ? "impossible_date" : nil
        }
    }

    private func ruleViolation(_ cell: Cell) -> String? {
        if let number = cell.number {
            if let least = self.attribute.min, number < least { return "below_minimum" }
            if let greatest = self.attribute.max, number > greatest { return "above_maximum" }
            return nil
        }
        let text = cell.display
        if !self.codes.isEmpty, !self.codes.contains(text) { return "unknown_code" }
        if let length = self.attribute.maxLength, text.count > length { return "too_long" }
        if let pattern = self.pattern, (try? pattern.wholeMatch(in: text)) == nil { return "pattern" }
        return nil
    }
}
