// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

extension StepDecoder {
    /// `function_to_call` (or `handler_name`) and `input_mapping`.
    func function(_ reader: FieldReader) -> StepDefinition.Kind? {
        self.refuseMixed(reader, "function_to_call", "handler_name")
        let input = self.mapping(reader, "input_mapping") ?? .literal(.object([:]))
        guard let name = reader.string("function_to_call") ?? reader.string("handler_name") else {
            if reader.object["handler_name"] == nil {
                reader.require("function_to_call", "the registered function, such as tool.function")
            }
            return nil
        }
        guard NamePattern.isFunctionName(name) else {
            let hint = "Write tool.function, each part of lower-case letters, digits and '_'."
            let field = reader.object["function_to_call"] == nil ? "handler_name" : "function_to_call"
            reader.problem("name-malformed", field, "'\(name)' cannot name a function.", hint: hint)
            return nil
        }
        return .function(name: name, input: input)
    }

    /// `compensate_with {function_to_call, input_mapping}`.
    func compensation(_ step: FieldReader) -> CompensationAction? {
        guard let reader = step.reader("compensate_with") else { return nil }
        defer { reader.finish() }
        guard case .function(let name, let input)? = self.function(reader) else { return nil }
        return CompensationAction(function: name, input: input)
    }

    /// `set`: the values to compute.
    func transform(_ reader: FieldReader) -> StepDefinition.Kind? {
        if reader.value("rules") != nil {
            reader.problem(
                "field-unavailable",
                "rules",
                "Named transformation rules are not available in this version."
            )
        }
        guard let set = self.mapping(reader, "set") else {
            reader.require("set", "a map of names to values or expressions")
            return nil
        }
        return .transform(set: set)
    }

    /// `schema`, `rules`, or both; `input_mapping` gives the value that the schema describes.
    func validate(_ reader: FieldReader) -> StepDefinition.Kind? {
        let schema = reader.schema("schema")
        let rules = RuleDecoder.decode(reader, "rules")
        let value = self.mapping(reader, "input_mapping")
        if !reader.has("schema"), !reader.has("rules") {
            reader.problem("field-missing", nil, "A validate step has a 'schema', 'rules', or both.")
        }
        return .validate(ValidateStep(value: value, schema: schema, rules: rules))
    }

    /// `when` with conditions, or `on` with `cases`; `else` for neither.
    func branch(_ reader: FieldReader, depth: Int) -> StepDefinition.Kind? {
        var arms: [BranchArm] = []
        if reader.has("when"), reader.has("on") {
            reader.problem("alias-mixed", "on", "A branch has 'when' or 'on' with 'cases', not both.")
        }
        for (index, value) in (reader.array("when") ?? []).enumerated() {
            let place = reader.pointer.appending("when").appending(index)
            guard let arm = self.reader(value, at: place) else { continue }
            let condition = arm.expression("condition")
            arm.require("condition", "the expression that opens this arm")
            let steps = self.armSteps(arm, depth: depth)
            arm.finish()
            if let condition { arms.append(BranchArm(name: String(index), condition: condition, steps: steps)) }
        }
        let on = reader.string("on").flatMap { reader.compile($0, at: reader.pointer.appending("on")) }
        let cases = self.cases(reader, depth: depth)
        var otherwise: [StepDefinition]?
        if let arm = reader.reader("else") {
            if cases.contains(where: { $0.name == "else" }) {
                let message =
                    "A case is named 'else', as the arm for no case is; the history could not tell them apart."
                reader.problem("name-duplicate", "else", message, hint: "Write both with 'when'.")
            }
            otherwise = self.armSteps(arm, depth: depth)
            arm.finish()
        }
        if !reader.has("when"), !reader.has("cases") {
            reader.problem(
                "field-missing",
                nil,
                "A branch has 'when' (a list of condition and steps), or 'on' and 'cases'."
            )
        }
        return .branch(BranchStep(arms: arms, on: on.map { .expression($0) }, cases: cases, otherwise: otherwise))
    }

    private func cases(_ reader: FieldReader, depth: Int) -> [BranchCase] {
        guard let cases = reader.reader("cases") else { return [] }
        reader.require("on", "the expression whose value picks a case")
        return cases.object.compactMap { name, value in
            guard let arm = self.reader(value, at: cases.pointer.appending(name)) else { return nil }
            defer { arm.finish() }
            return BranchCase(name: name, steps: self.armSteps(arm, depth: depth))
        }
    }

    func armSteps(_ arm: FieldReader, depth: Int) -> [StepDefinition] {
        arm.require("steps", "the list of steps of this arm; it may be empty")
        guard let list = arm.array("steps") else { return [] }
        return self.steps(list, at: arm.pointer.appending("steps"), depth: depth + 1)
    }

    func reader(_ value: JSONValue, at pointer: JSONPointer) -> FieldReader? {
        guard case .object(let object) = value else {
            let message = "An arm of a branch is an object, not \(value.typeName)."
            self.collector.add(Problem("type-mismatch", at: pointer, message))
            return nil
        }
        return FieldReader(object, at: pointer, self.collector)
    }

    /// A field that must be a map of names to values.
    func mapping(_ reader: FieldReader, _ name: String) -> ValueTemplate? {
        guard let value = reader.value(name) else { return nil }
        guard case .object = value else {
            reader.mismatch(name, value, "an object")
            return nil
        }
        return reader.template(name)
    }
}
