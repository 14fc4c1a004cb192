// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinInterpreter
import SkeinModel
import SkeinSchema

extension TestRun {
    /// Answers a call as the test says, or asks the caller for the real result.
    mutating func hand(out task: TaskRequest) {
        self.tasks[task.path] = task.attempt
        let call = Outcome.Call(function: task.function, path: task.path, attempt: task.attempt, input: task.input)
        self.outcome.calls.append(call)
        guard let (mock, key) = self.mock(of: task) else { return self.callReal(task) }
        let number = self.answered[key, default: 0] + 1
        self.answered[key] = number
        let answer = mock.answers[min(number, mock.answers.count) - 1]
        if case .real = answer.result { return self.call(task, takes: answer.takes, at: answer.pointer) }
        let known = self.functions[task.function]
        if let failure = Self.violation(of: task.input, known?.input, "input", task.function) {
            return self.report(.failure(failure), of: task, after: .zero)
        }
        switch answer.result {
        case .returns(let template): self.compute(template, answer, task, number)
        case .fails(let failure): self.report(.failure(failure), of: task, after: answer.takes)
        case .timesOut: self.report(.success(.null), of: task, after: task.timeout + .seconds(1))
        case .real: break
        }
    }

    /// What the test says about a call, with a key to count by.
    private func mock(of task: TaskRequest) -> (FunctionMock, key: String)? {
        let lists = [self.test.script.functions, self.test.defaults.functions]
        guard let (list, index) = Self.best(of: lists, { $0.weight(for: task) }) else { return nil }
        return (lists[list][index], "\(Self.listNames[list]) functions \(index)")
    }

    /// What the keys of counts call the test's own script and that of its file's defaults.
    static let listNames = ["test", "defaults"]

    /// The entry that means something best.
    ///
    /// One of an earlier list comes before one of a later, and in a list the one with the greatest weight, the first
    /// of several. Those with weight 0 stand for whatever no other entry means.
    static func best<Entry>(of lists: [[Entry]], _ weight: (Entry) -> Int?) -> (list: Int, index: Int)? {
        for isFallback in [false, true] {
            for (number, list) in lists.enumerated() {
                let meant = list.indices.filter { weight(list[$0]).map { ($0 == 0) == isFallback } ?? false }
                if let index = meant.max(by: { (weight(list[$0]) ?? 0, $1) < (weight(list[$1]) ?? 0, $0) }) {
                    return (number, index)
                }
            }
        }
        return nil
    }

    private mutating func compute(
        _ template: ValueTemplate,
        _ answer: FunctionMock.Answer,
        _ task: TaskRequest,
        _ number: Int
    ) {
        let scope: JSONObject = [
            "input": task.input, "attempt": .int(Int64(task.attempt)), "call": .int(Int64(number)),
            "path": .string(task.path), "function": .string(task.function),
        ]
        let place = answer.pointer.appending("returns")
        do throws(Failure) {
            let output = try template.resolve(in: scope, at: place)
            let schema = self.functions[task.function]?.output
            if let failure = Self.violation(of: output, schema, "output", task.function) {
                return self.fault("mock-invalid", place, failure.message)
            }
            self.report(.success(output), of: task, after: answer.takes)
        } catch {
            self.fault("mock-invalid", place, error.message)
        }
    }

    // MARK: Real calls

    /// A call that the test says nothing about: what computes runs, what reaches outside does not.
    private mutating func callReal(_ task: TaskRequest) {
        if let known = self.functions[task.function], known.isEffect {
            let message = "Step '\(task.path)' calls '\(task.function)', which reaches outside; a test does not run it."
            let hint = "Give it an answer under 'functions', or write 'real: true' there."
            return self.fault("function-not-mocked", self.test.pointer, message, hint: hint)
        }
        self.call(task, takes: .zero, at: self.test.pointer)
    }

    private mutating func call(_ task: TaskRequest, takes: Duration, at pointer: JSONPointer) {
        guard self.functions[task.function] != nil else {
            let message = "Step '\(task.path)' calls '\(task.function)', which is not registered here."
            return self.fault("function-not-found", pointer, message, hint: "Give it an answer under 'functions'.")
        }
        self.owed.append((task, takes))
    }

    /// The result comes after some time, or a timeout does when the step's time is up before.
    mutating func report(_ result: Result<JSONValue, Failure>, of task: TaskRequest, after takes: Duration) {
        guard takes > task.timeout else {
            return self.agenda.add(
                .result(path: task.path, attempt: task.attempt, result),
                at: self.now + takes
            )
        }
        let message = "'\(task.function)' did not answer within \(DurationText.format(task.timeout))."
        let failure = Failure(code: FailureCode.timeout, message: message, isRetryable: true)
        self.agenda.add(
            .result(path: task.path, attempt: task.attempt, .failure(failure)),
            at: self.now + task.timeout
        )
    }

    /// The failure of a value that does not satisfy a registered function's schema, as the engine gives it.
    private static func violation(
        of value: JSONValue,
        _ schema: Schema?,
        _ what: String,
        _ function: String
    ) -> Failure? {
        guard let schema, !schema.isValid(value) else { return nil }
        let violations = schema.validate(value)
        let first = violations.first.map { "\($0.message) (at '\($0.instance)')" } ?? ""
        let message = "The \(what) of '\(function)' does not satisfy its schema: \(first)"
        let details: JSONValue = ["violations": .array(violations.map(\.json))]
        let code = what == "input" ? FailureCode.inputInvalid : FailureCode.functionOutputInvalid
        return Failure(code: code, message: message, details: details)
    }
}
