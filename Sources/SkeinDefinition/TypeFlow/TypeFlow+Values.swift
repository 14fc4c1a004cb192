// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import SkeinSchema
import SkeinTemplate

extension TypeFlow {
    // MARK: Expressions

    mutating func check(_ condition: Expression, _ field: String, of step: StepDefinition, _ reader: Reader) {
        self.check(condition: condition, at: step.pointer.appending(field), reader)
    }

    /// Checks a condition: it must be able to be true, and able to be false.
    mutating func check(condition: Expression, at pointer: JSONPointer, _ reader: Reader) {
        let before = self.problems.count
        let type = self.type(of: condition, at: pointer, reader)
        self.require(type, .bool, "A condition", at: pointer)
        guard let outcome = type.outcome, self.problems.count == before, !condition.references.isEmpty else { return }
        let message = "The condition '\(condition.source)' is always \(outcome)."
        self.problems.append(Problem("condition-constant", at: pointer, message, severity: .warning))
    }

    mutating func check(_ rules: [ValidationRule], at pointer: JSONPointer, _ reader: Reader) {
        for (index, rule) in rules.enumerated() {
            let place = pointer.appending(index)
            self.check(condition: rule.rule, at: place.appending("rule"), reader)
            if let message = rule.message { _ = self.type(of: message, at: place.appending("message"), reader) }
        }
    }

    /// The type of an expression; what is wrong with it becomes problems.
    mutating func type(of expression: Expression, at pointer: JSONPointer, _ reader: Reader) -> StaticType {
        let check = expression.typeCheck(in: self.environment(reader), knowing: reader.facts)
        for finding in check.findings { self.report(finding, at: pointer) }
        return check.type
    }

    private static func severity(of kind: TypeFinding.Kind) -> (code: String, severity: Problem.Severity) {
        switch kind {
        case .pathImpossible: ("path-impossible", .error)
        case .pathUncertain: ("path-may-be-absent", .warning)
        case .typeMismatch: ("type-mismatch", .error)
        case .valueMayBeNull: ("value-may-be-null", .warning)
        case .constant: ("comparison-constant", .warning)
        }
    }

    private mutating func report(_ finding: TypeFinding, at pointer: JSONPointer) {
        let (code, severity) = Self.severity(of: finding.kind)
        let problem = Problem(code, at: pointer, finding.message, hint: finding.hint, severity: severity)
        if !self.problems.contains(problem) { self.problems.append(problem) }
    }

    /// Reports a value that is never what its place asks for.
    mutating func require(_ type: StaticType, _ kinds: StaticType.Kinds, _ what: String, at pointer: JSONPointer) {
        guard type.kinds.isDisjoint(with: kinds) else { return }
        let name = what == "A condition" ? what : "'\(what)'"
        let message = "\(name) must be \(kinds); this is \(type.kinds)."
        self.problems.append(Problem("type-mismatch", at: pointer, message))
    }

    // MARK: Values with references

    /// The type of a value that may refer to others.
    mutating func type(of value: ValueTemplate, at pointer: JSONPointer, _ reader: Reader) -> StaticType {
        switch value {
        case .literal(let value): return StaticType(of: value)
        case .expression(let expression): return self.type(of: expression, at: pointer, reader)
        case .template(let template):
            for reference in template.references { self.check(reference, at: pointer, reader) }
            return StaticType(.string)
        case .list(let values):
            let types = values.enumerated().map { self.type(of: $0.element, at: pointer.appending($0.offset), reader) }
            return StaticType(.list, structure: ListStructure(elements: types))
        case .object(let members):
            return Self.object(
                members.map { ($0.key, self.type(of: $0.value, at: pointer.appending($0.key), reader)) }
            )
        }
    }

    /// Checks a path of a template as the expression that reads the same.
    private mutating func check(_ reference: TemplateReference, at pointer: JSONPointer, _ reader: Reader) {
        // What expressions write in another way, such as the positions of lists, is left to rendering.
        let path = "$" + reference.path.joined(separator: ".")
        guard let expression = try? Expression(reference.mayBeAbsent ? "\(path) ?? null" : path) else { return }
        var facts = reader.facts
        facts.formUnion(PathFacts(nonNull: reference.tested))
        let check = expression.typeCheck(in: self.environment(reader), knowing: facts)
        for var finding in check.findings {
            let path = reference.path.joined(separator: ".")
            if finding.remedy != nil {
                finding.remedy = "Write {{#if \(path)}}...{{/if}} round it, or {{default \(path) \"...\"}}."
            }
            self.report(finding, at: pointer)
        }
    }
}
