// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel

/// Reads what happens to an execution: `functions`, `people`, `signals`, `approvals` and `actions`.
struct ScriptDecoder {
    let graph: Graph
    /// Puts the content of files in their places.
    let includer: Includer

    func script(_ reader: FieldReader) -> Script {
        Script(
            functions: self.functions(reader),
            people: self.people(reader),
            signals: self.objects(reader, "signals") { self.signal($0) },
            approvals: self.objects(reader, "approvals") { self.approval($0) },
            actions: self.objects(reader, "actions") { self.action($0) }
        )
    }

    // MARK: Steps

    /// A pattern that some step can match.
    func pattern(_ text: String, at pointer: JSONPointer, _ collector: ProblemCollector) -> StepPattern? {
        let pattern = StepPattern(text)
        if pattern.canMatch(self.graph) { return pattern }
        let candidates = self.graph.stepNames + self.graph.nodes.map(\.path)
        let hint = NearestName.hint(candidates, for: InstancePath.withoutInstances(text))
        let message = "No step has the name or path '\(text)'."
        collector.add(Problem("step-unknown", at: pointer, message, hint: hint))
        return nil
    }

    func pattern(_ reader: FieldReader, _ name: String) -> StepPattern? {
        guard let text = reader.string(name) else { return nil }
        return self.pattern(text, at: reader.pointer.appending(name), reader.collector)
    }

    /// A function of the definition, or steps that call one.
    func subject(_ text: String, at pointer: JSONPointer, _ collector: ProblemCollector) -> FunctionMock.Subject? {
        if self.graph.functionNames.contains(text) { return .function(text) }
        let pattern = StepPattern(text)
        if pattern.canMatchCall(self.graph) { return .step(pattern) }
        guard !pattern.canMatch(self.graph) else {
            let hint = "What people do stands under 'people', what others send under 'signals'."
            let message = "'\(text)' calls no function, so there are no calls to answer or count."
            collector.add(Problem("function-unknown", at: pointer, message, hint: hint))
            return nil
        }
        let hint = NearestName.hint(self.graph.functionNames + self.graph.stepNames, for: text)
        let message = "'\(text)' is neither a function that the definition calls nor one of its steps."
        collector.add(Problem("function-unknown", at: pointer, message, hint: hint))
        return nil
    }

    // MARK: Lists and maps

    /// The objects of a list.
    func objects<Value>(_ reader: FieldReader, _ name: String, _ read: (FieldReader) -> Value?) -> [Value] {
        (reader.array(name) ?? []).enumerated().compactMap { index, value in
            self.object(value, at: reader.pointer.appending(name).appending(index), reader.collector).flatMap(read)
        }
    }

    /// One value, or a list of them.
    func oneOrMore<Value>(
        _ value: JSONValue,
        at pointer: JSONPointer,
        _ collector: ProblemCollector,
        _ read: (FieldReader) -> Value?
    ) -> [Value] {
        guard case .array(let values) = value else {
            return self.object(value, at: pointer, collector).flatMap(read).map { [$0] } ?? []
        }
        if values.isEmpty { collector.add(Problem("value-out-of-range", at: pointer, "The list is empty.")) }
        return values.enumerated().compactMap { index, value in
            self.object(value, at: pointer.appending(index), collector).flatMap(read)
        }
    }

    func object(_ value: JSONValue, at pointer: JSONPointer, _ collector: ProblemCollector) -> FieldReader? {
        if case .object(let object) = value { return FieldReader(object, at: pointer, collector) }
        collector.add(Problem("type-mismatch", at: pointer, "This must be an object, not \(value.typeName)."))
        return nil
    }

    /// A value that may have references, with the content of files taken as it is.
    func template(_ reader: FieldReader, _ name: String) -> ValueTemplate? {
        guard reader.has(name), let value = reader.object[name] else { return nil }
        return self.template(value, at: reader.pointer.appending(name), reader)
    }

    private func template(_ value: JSONValue, at pointer: JSONPointer, _ reader: FieldReader) -> ValueTemplate? {
        guard Inclusion.isIn(value) else { return reader.template(value, at: pointer) }
        switch value {
        case .object(let object) where object[Inclusion.key] == nil:
            return .object(
                object.compactMap { key, member in
                    self.template(member, at: pointer.appending(key), reader).map { (key: key, value: $0) }
                }
            )
        case .array(let values):
            return .list(
                values.enumerated().compactMap { index, member in
                    self.template(member, at: pointer.appending(index), reader)
                }
            )
        default: return .literal(self.includer.resolve(value, at: pointer))
        }
    }

    // MARK: Parts that several have

    func duration(_ reader: FieldReader, _ name: String = "after") -> Duration { reader.duration(name) ?? .zero }

    /// `refused: CODE`.
    func refusal(_ reader: FieldReader) -> ExpectedRefusal {
        ExpectedRefusal(code: reader.string("refused"), pointer: reader.pointer)
    }

    /// `after`, `when` (a step or a status) and `time`.
    func trigger(_ reader: FieldReader) -> Trigger? {
        let after = self.duration(reader)
        let time = reader.int("time", in: 1...10_000) ?? 1
        guard let when = reader.string("when") else { return Trigger(moment: .start, time: time, after: after) }
        if let status = ExecutionStatus(rawValue: when) {
            return Trigger(moment: .status(status), time: time, after: after)
        }
        let pattern = StepPattern(when)
        if pattern.canMatch(self.graph) { return Trigger(moment: .step(pattern), time: time, after: after) }
        let candidates = self.graph.stepNames + ExecutionStatus.allCases.map(\.rawValue)
        let hint = NearestName.hint(candidates, for: when)
        reader.problem("step-unknown", "when", "'\(when)' is neither a step nor a status.", hint: hint)
        return nil
    }
}
