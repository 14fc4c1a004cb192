// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinInterpreter
import SkeinModel
import SkeinSchema

extension TestRun {
    /// Answers a task as the test says, or asks the caller for the real result of a function.
    mutating func hand(out task: TaskRequest) {
        self.tasks[task.path] = task.attempt
        if case .workflow(let child) = task.work { self.start(child, task) }
        let call = Outcome.Call(function: task.work.name, path: task.path, attempt: task.attempt, input: task.input)
        self.outcome.calls.append(call)
        guard let (mock, key) = self.mock(of: task) else { return self.handOutUnanswered(task, call) }
        let number = self.answered[key, default: 0] + 1
        self.answered[key] = number
        let answer = mock.answers[min(number, mock.answers.count) - 1]
        let known = self.known(task)
        if case .real = answer.result { return self.call(task, call, takes: answer.takes, at: answer.pointer) }
        if let failure = Self.violation(of: task.input, known?.input, "input", call.function) {
            return self.report(.failure(failure), of: task, after: .zero)
        }
        switch answer.result {
        case .returns(let template): self.compute(template, answer, task, call, number)
        case .fails(let failure): self.report(.failure(failure), of: task, after: answer.takes)
        case .timesOut: self.timeOut(task)
        case .real: break
        }
    }

    /// What is registered under the name that a task calls.
    private func known(_ task: TaskRequest) -> KnownFunction? {
        if case .function(let name) = task.work { self.functions[name] } else { nil }
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
        _ call: Outcome.Call,
        _ number: Int
    ) {
        let roots: JSONObject = [
            "input": task.input, "attempt": .int(Int64(task.attempt)), "call": .int(Int64(number)),
            "path": .string(task.path), "function": .string(call.function),
        ]
        let place = answer.pointer.appending("returns")
        do throws(Failure) {
            let output = try template.resolve(in: RootScope(roots, timeZones: self.interpreter.timeZones), at: place)
            if let failure = Self.violation(of: output, self.known(task)?.output, "output", call.function) {
                return self.fault("mock-invalid", place, failure.message)
            }
            self.report(.success(output), of: task, after: answer.takes)
        } catch {
            self.fault("mock-invalid", place, error.message)
        }
    }

    // MARK: Tasks without an answer

    /// What computes runs, what reaches outside does not, and nobody hears what a step tells others.
    private mutating func handOutUnanswered(_ task: TaskRequest, _ call: Outcome.Call) {
        let hint = "Give it an answer under 'functions', or write 'real: true' there."
        switch task.work {
        case .function(let name):
            guard let known = self.functions[name], known.isEffect else {
                return self.call(task, call, takes: .zero, at: self.test.pointer)
            }
            let message = "Step '\(task.path)' calls '\(name)', which reaches outside; a test does not run it."
            self.fault("function-not-mocked", self.test.pointer, message, hint: hint)
        case .workflow(let child):
            // Who does not wait for its end needs to know no more than that it started.
            guard child.waits else { return }
            let message = "Step '\(task.path)' starts an execution of '\(child.key)'; a test does not run it."
            let hint = "Say what it comes to under 'functions', by the name of the step."
            self.fault("function-not-mocked", self.test.pointer, message, hint: hint)
        case .emit: self.report(.success(Self.nobodyHeard), of: task, after: .zero)
        }
    }

    private mutating func call(
        _ task: TaskRequest,
        _ call: Outcome.Call,
        takes: Duration,
        at pointer: JSONPointer
    ) {
        guard self.known(task) != nil else {
            let message = "Step '\(task.path)' calls '\(call.function)', which is not registered here."
            return self.fault("function-not-found", pointer, message, hint: "Give it an answer under 'functions'.")
        }
        self.owed.append((task, call, takes))
    }

    // MARK: Results

    /// The result comes after some time, or a timeout does when the step's time is up before.
    mutating func report(_ result: Result<JSONValue, Failure>, of task: TaskRequest, after takes: Duration) {
        if case .workflow(let child) = task.work { return self.end(child, task, result, after: takes) }
        guard takes <= task.timeout else { return self.timeOut(task) }
        self.agenda.add(.result(path: task.path, attempt: task.attempt, result), at: self.now + takes)
    }

    private mutating func timeOut(_ task: TaskRequest) {
        // The interpreter itself gives up another execution.
        if case .workflow = task.work { return }
        let message = "'\(task.work.name)' did not answer within \(DurationText.format(task.timeout))."
        let failure = Failure(code: FailureCode.timeout, message: message, isRetryable: true)
        let time = self.now + task.timeout
        self.agenda.add(.result(path: task.path, attempt: task.attempt, .failure(failure)), at: time)
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
