// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import SkeinSchema

extension TypeFlow {
    /// What a value has to fit, and how a problem names it.
    struct Target {
        let shape: SchemaShape
        /// As a sentence begins with it: `'tool.function'`.
        let name: String
        /// What the codes of problems start with.
        let code: String
        /// Where the value is read from.
        let reader: Reader
    }

    /// Checks the call of a function: that there is one, and that its input fits.
    mutating func checkCall(_ name: String, _ input: ValueTemplate, at pointer: JSONPointer, _ reader: Reader) {
        let place = pointer.appending("input_mapping")
        let type = self.type(of: input, at: place, reader)
        guard let function = self.functions[name] else {
            let hint =
                NearestName.hint(self.functions.keys.sorted(), for: name)
                ?? "`skein functions` lists the functions of this server."
            let message = "No function '\(name)' is registered."
            let problem = Problem("function-not-found", at: pointer.appending("function_to_call"), message, hint: hint)
            return self.problems.append(problem)
        }
        guard let schema = function.input else { return }
        self.checkFit(
            input,
            type,
            Target(shape: schema.shape, name: "'\(name)'", code: "function-input", reader: reader),
            at: place
        )
    }

    /// What a function gives; `nil` when nobody says.
    func outputShape(of function: String) -> SchemaShape? { self.functions[function]?.output?.shape }

    /// Checks that a value fits a schema, as far as types tell.
    mutating func checkFit(_ value: ValueTemplate, _ type: StaticType, _ target: Target, at pointer: JSONPointer) {
        let kinds = StaticType(of: target.shape, source: target.name).kinds
        guard !type.kinds.isDisjoint(with: kinds) else {
            let place = pointer.tokens.last.map { "'\($0)'" } ?? "the value"
            let message = "\(target.name) takes \(kinds) as \(place); this is \(type.kinds)."
            return self.problems.append(Problem("\(target.code)-type", at: pointer, message))
        }
        if let given = type.constants, let allowed = target.shape.constants, !given.contains(where: allowed.contains) {
            let values = allowed.prefix(6).map { JSONWriter.text($0) }.joined(separator: ", ")
            let message = "\(target.name) takes one of \(values)\(allowed.count > 6 ? " ..." : "") here."
            return self.problems.append(Problem("\(target.code)-type", at: pointer, message))
        }
        if type.nullReason != nil, !kinds.contains(.null) { self.reportNull(value, type, target, at: pointer) }
        if case .expression(let expression) = value { self.checkValues(of: expression, type, target, at: pointer) }
        guard let members = Self.members(of: value) else { return }
        self.checkMembers(members, type, target, at: pointer)
    }

    /// Looks for a value that the schema of a reference allows and its place refuses.
    ///
    /// What a condition on the way has looked at may have fewer values than its schema allows.
    private mutating func checkValues(
        of expression: Expression,
        _ type: StaticType,
        _ target: Target,
        at pointer: JSONPointer
    ) {
        guard let origin = type.origin as? SchemaStructure,
            !ReferenceUse.all(in: expression, at: pointer).contains(where: target.reader.hasTested),
            let example = origin.shape.example(refusedBy: target.shape)
        else { return }
        let text = JSONWriter.text(example)
        let shown = text.utf8.count > 80 ? String(text.prefix(80)) + " ..." : text
        let message =
            "\(target.name) may refuse '\(expression.source)' here: \(origin.source) allows \(shown), for example."
        let hint = "Make the two schemas agree, or give the step a condition."
        self.problems.append(Problem("\(target.code)-refused", at: pointer, message, hint: hint, severity: .warning))
    }

    private mutating func checkMembers(
        _ members: [(key: String, value: ValueTemplate)],
        _ type: StaticType,
        _ target: Target,
        at pointer: JSONPointer
    ) {
        let names = target.shape.declaredMembers
        for name in names where !members.contains(where: { $0.key == name }) {
            guard case .required = target.shape.member(name) else { continue }
            let message = "\(target.name) requires '\(name)'."
            self.problems.append(Problem("\(target.code)-missing", at: pointer, message))
        }
        for (key, value) in members {
            let place = pointer.appending(key)
            switch target.shape.member(key) {
            case .impossible:
                let hint = NearestName.hint(names, for: key)
                let message = "\(target.name) knows no '\(key)'."
                self.problems.append(Problem("\(target.code)-unknown", at: place, message, hint: hint))
            case .required(let shape), .optional(let shape), .undeclared(let shape):
                let part = type.structure?.member(key).type ?? .any
                let inner = Target(shape: shape, name: target.name, code: target.code, reader: target.reader)
                self.checkFit(value, part, inner, at: place)
            }
        }
    }

    private mutating func reportNull(
        _ value: ValueTemplate,
        _ type: StaticType,
        _ target: Target,
        at pointer: JSONPointer
    ) {
        guard case .expression(let expression) = value, let reason = type.nullReason else { return }
        let message =
            "'\(expression.source)' may be null because \(reason), and \(target.name) does not take null here."
        let hint = "Write `= \(expression.source) ?? default`, or give the step a condition."
        self.problems.append(Problem("value-may-be-null", at: pointer, message, hint: hint, severity: .warning))
    }

    /// The members of a mapping as they are written; `nil` for any other value.
    private static func members(of value: ValueTemplate) -> [(key: String, value: ValueTemplate)]? {
        switch value {
        case .object(let members): members
        case .literal(.object(let object)): object.map { ($0.key, .literal($0.value)) }
        default: nil
        }
    }
}
