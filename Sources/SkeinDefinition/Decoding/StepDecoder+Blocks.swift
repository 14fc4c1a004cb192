// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension StepDecoder {
    /// `branches`, `join`, `tolerate` and `max_concurrency`.
    func parallel(_ reader: FieldReader, depth: Int) -> StepDefinition.Kind? {
        var branches: [ParallelStep.Branch] = []
        for (index, value) in (reader.array("branches") ?? []).enumerated() {
            let place = reader.pointer.appending("branches").appending(index)
            guard let branch = self.reader(value, at: place) else { continue }
            branch.require("name", "what the history calls this branch")
            let name = branch.string("name")
            let steps = self.armSteps(branch, depth: depth)
            branch.finish()
            guard let name else { continue }
            if branches.contains(where: { $0.name == name }) {
                branch.problem("name-duplicate", "name", "Two branches are named '\(name)'.")
            }
            branches.append(.init(name: name, steps: steps))
        }
        if (reader.array("branches") ?? []).isEmpty {
            reader.problem("field-missing", "branches", "A parallel step has 'branches', at least one.")
        }
        let join = self.join(reader, count: branches.count)
        let tolerate = self.tolerance(reader)
        let limit = reader.int("max_concurrency", in: 1...10_000)
        return .parallel(.init(branches: branches, join: join, tolerate: tolerate, maxConcurrency: limit))
    }

    /// `all`, `any` or a number.
    private func join(_ reader: FieldReader, count: Int) -> ParallelStep.Join {
        switch reader.value("join") {
        case nil, .string("all"): return .all
        case .string("any"): return .count(1)
        case .int(let number) where (1...Int64(max(count, 1))).contains(number): return .count(Int(number))
        case .int(let number):
            let message = "The join waits for \(number) branches, but there are \(count)."
            reader.problem("join-impossible", "join", message, hint: "Wait for 1 to \(count), 'any' or 'all'.")
        case let value?:
            let text = JSONWriter.text(value)
            reader.problem("value-unknown", "join", "join is \(text); it must be 'all', 'any' or a number.")
        }
        return .all
    }

    /// `tolerate`: a number, or a text such as `10%`.
    private func tolerance(_ reader: FieldReader) -> Tolerance {
        switch reader.value("tolerate") {
        case nil: return .count(0)
        case .int(let number) where number >= 0: return .count(Int(number))
        case .string(let text):
            if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
                return .percent(percent)
            }
        default: break
        }
        let message = "tolerate must be a number from 0 on, or a share such as '10%'."
        reader.problem("value-out-of-range", "tolerate", message)
        return .count(0)
    }

    /// `items`, `as`, `key`, `steps`, `max_concurrency`, `batch` and `tolerate`.
    func forEach(_ reader: FieldReader, depth: Int) -> StepDefinition.Kind? {
        reader.require("items", "the list whose items the steps run for")
        let items = reader.template("items")
        let steps = self.block(reader, depth: depth)
        let name = reader.string("as")
        if let name, !NamePattern.isName(name) || ReservedNames.contains(name) {
            let hint = "Use lower-case letters, digits and '_', and no name that references have already."
            reader.problem("name-malformed", "as", "'\(name)' cannot name an item.", hint: hint)
        }
        let step = ForEachStep(
            items: items ?? .literal(.null),
            itemName: name,
            key: reader.expression("key"),
            steps: steps,
            maxConcurrency: reader.int("max_concurrency", in: 1...10_000) ?? 10,
            batch: reader.int("batch", in: 1...10_000),
            tolerate: self.tolerance(reader)
        )
        if step.key == nil, reader.object["key"] == nil, step.batch == nil {
            let message = "The items have no key, so nothing would tell their step runs apart when the list changes."
            let hint = "Add key, such as $item.id, or $index where the order is the identity."
            reader.problem("key-missing", nil, message, hint: hint)
        }
        return items == nil ? nil : .forEach(step)
    }

    /// `while` or `until`, `steps` and `max_iterations`.
    func loop(_ reader: FieldReader, depth: Int) -> StepDefinition.Kind? {
        if reader.has("while") == reader.has("until") {
            reader.problem("field-missing", nil, "A loop has 'while' or 'until', one of them.")
        }
        let whileTrue = reader.expression("while").map { LoopStep.Condition.whileTrue($0) }
        let untilTrue = reader.expression("until").map { LoopStep.Condition.untilTrue($0) }
        let steps = self.block(reader, depth: depth)
        reader.require("max_iterations", "how often the loop may run, so that it ends whatever happens")
        let limit = reader.int("max_iterations", in: 1...1_000_000)
        guard let condition = whileTrue ?? untilTrue, let limit else { return nil }
        return .loop(LoopStep(condition: condition, steps: steps, maxIterations: limit))
    }

    /// `steps`, `execution_mode`, `gate` and `due_in`.
    func phase(_ reader: FieldReader, depth: Int) -> StepDefinition.Kind? {
        .phase(
            PhaseStep(
                steps: self.block(reader, depth: depth),
                executionMode: reader.choice("execution_mode", ExecutionMode.self) ?? .sequential,
                gate: reader.expression("gate"),
                dueIn: reader.duration("due_in")
            )
        )
    }

    /// `error {code, message}`.
    func raise(_ reader: FieldReader) -> StepDefinition.Kind? {
        reader.require("error", "an object with code and message")
        guard let error = reader.reader("error") else { return nil }
        error.require("code", "a name that programs can compare")
        error.require("message", "a sentence for people")
        let code = error.string("code")
        let message = error.template("message")
        error.finish()
        guard let code, let message else { return nil }
        return .raise(RaiseStep(code: code, message: message))
    }

    private func block(_ reader: FieldReader, depth: Int) -> [StepDefinition] {
        reader.require("steps", "the list of steps inside, at least one")
        guard let list = reader.array("steps") else { return [] }
        if list.isEmpty { reader.problem("steps-missing", "steps", "There is no step inside.") }
        return self.steps(list, at: reader.pointer.appending("steps"), depth: depth + 1)
    }
}
