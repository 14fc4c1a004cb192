// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
import SkeinExpression
import SkeinInterpreter
package import SkeinModel

/// What a test came to: what is not as expected, and the way that the execution took.
package struct Verdict: Sendable {
    package let test: WorkflowTest
    package let outcome: Outcome
    package let differences: [Difference]
    /// The outcome as `expect` says it.
    let summary: JSONValue

    package var hasPassed: Bool { self.differences.isEmpty && self.outcome.faults.isEmpty }

    /// Compares an outcome with what the test expects; its conditions look up named time zones where it is said.
    package init(_ test: WorkflowTest, _ outcome: Outcome, graph: Graph, timeZones: TimeZoneDatabase = .none) {
        self.test = test
        self.outcome = outcome
        self.summary = OutcomeJSON.all(outcome, graph)
        guard outcome.faults.isEmpty else {
            self.differences = []
            return
        }
        var judge = Judge(expectation: test.expectation, outcome: outcome, graph: graph, timeZones: timeZones)
        judge.compare()
        self.differences = outcome.surprises + judge.comparison.differences
    }
}

/// Compares each part of an outcome with what is expected of it.
private struct Judge {
    let expectation: Expectation
    let outcome: Outcome
    let graph: Graph
    var comparison: Comparison

    init(expectation: Expectation, outcome: Outcome, graph: Graph, timeZones: TimeZoneDatabase) {
        self.expectation = expectation
        self.outcome = outcome
        self.graph = graph
        let roots: JSONObject = [
            "input": outcome.state.started?.input ?? .null, "output": outcome.state.risk?.output ?? .null,
        ]
        self.comparison = Comparison(tolerance: expectation.tolerance, roots: RootScope(roots, timeZones: timeZones))
    }

    private func place(_ name: String) -> Comparison.Place {
        Comparison.Place(pointer: self.expectation.pointer.appending(name), subject: name)
    }

    mutating func compare() {
        self.compareStatus()
        self.comparePath()
        for step in self.expectation.steps { self.compare(step) }
        for calls in self.expectation.calls { self.compare(calls) }
        for (name, matcher) in self.expectation.parts {
            self.comparison.compare(OutcomeJSON.part(name, self.outcome, self.graph), matcher, at: self.place(name))
        }
        self.compareDuration()
    }

    private mutating func compareStatus() {
        let status = self.outcome.status
        guard status != self.expectation.status else { return }
        var details: [String] = []
        if let failure = self.outcome.state.failure {
            let step = self.outcome.state.failedStep.map { " in step '\($0)'" } ?? ""
            details.append("\(failure.code)\(step): \(failure.message)")
        }
        if let refusal = self.outcome.refusal {
            details += ["\(refusal.code.rawValue): \(refusal.message)"] + refusal.problems.map(\.description)
        }
        let waits = self.outcome.waits(self.graph)
        if !waits.isEmpty { details.append("Nothing in the test wakes it. It waits:") }
        details += waits.map { wait in
            let who = wait.people.isEmpty ? "" : " (\(wait.people.joined(separator: ", ")))"
            return "\(wait.path.map { "\($0): " } ?? "")\(wait.sentence)\(who)"
        }
        self.comparison.differ(self.place("status"), self.expectation.status, status, details: details)
    }

    // MARK: Path

    private mutating func comparePath() {
        let actual = self.outcome.path
        switch self.expectation.path {
        case nil: break
        case .exactly(let patterns):
            let isEqual = patterns.count == actual.count && zip(patterns, actual).allSatisfy { $0.matches($1) }
            if isEqual { return }
            let lines = PathDifference.lines(expected: patterns, actual: actual)
            let wanted = Comparison.count(patterns.count, "step")
            self.comparison.differ(
                self.place("path"),
                wanted,
                Comparison.count(actual.count, "step"),
                details: lines
            )
        case .partly(let contains, let excludes):
            var rest = actual[...]
            for (index, pattern) in contains.enumerated() {
                let place = self.place("path").appending("contains").appending(String(index))
                guard let position = rest.firstIndex(where: { pattern.matches($0) }) else {
                    let isEarlier = actual.contains { pattern.matches($0) }
                    let seen = isEarlier ? "it ran before the one named before it" : "it did not run"
                    self.comparison.differ(place, "'\(pattern.text)' runs", seen)
                    continue
                }
                rest = rest[(position + 1)...]
            }
            for (index, pattern) in excludes.enumerated() {
                guard let path = actual.first(where: { pattern.matches($0) }) else { continue }
                let place = self.place("path").appending("excludes").appending(String(index))
                self.comparison.differ(place, "'\(pattern.text)' does not run", "'\(path)' ran")
            }
        }
    }

    // MARK: Steps, calls, duration

    private mutating func compare(_ step: Expectation.Step) {
        let place = Comparison.Place(pointer: step.pointer, subject: "steps/\(step.pattern.text)")
        let runs = self.outcome.state.steps.filter { step.pattern.matches($0.key) }.keys.sorted()
        let started = runs.filter { self.outcome.state.steps[$0]?.status != .skipped || step.runs != 0 }
        if let count = step.runs, count != started.count {
            let seen = started.isEmpty ? "no runs" : "\(started.count): \(started.joined(separator: ", "))"
            return self.comparison.differ(place, Comparison.count(count, "run"), seen)
        }
        if runs.isEmpty, step.runs == nil {
            return self.comparison.differ(place, "at least one run", "it did not run")
        }
        guard step.runs != 0 else { return }
        for path in runs {
            let subject = runs.count == 1 ? place.subject : "steps/\(path)"
            let place = Comparison.Place(pointer: step.pointer, subject: subject)
            self.comparison.compare(OutcomeJSON.step(path, self.outcome), step.matcher, at: place)
        }
    }

    private mutating func compare(_ calls: Expectation.Calls) {
        let (name, seen): (String, [Outcome.Call]) =
            switch calls.subject {
            case .function(let name): (name, self.outcome.calls.filter { $0.function == name })
            case .step(let pattern): (pattern.text, self.outcome.calls.filter { pattern.matches($0.path) })
            }
        let place = Comparison.Place(pointer: calls.pointer, subject: "calls/\(name)")
        switch calls.wanted {
        case .count(let count):
            if count == seen.count { return }
            self.comparison.differ(place, Comparison.count(count, "call"), Comparison.count(seen.count, "call"))
        case .inputs(let matchers):
            self.comparison.compare(.array(seen.map(\.input)), .list(matchers), at: place)
        }
    }

    private mutating func compareDuration() {
        let duration = self.outcome.duration
        let text = DurationText.format(duration)
        let (least, greatest) = (self.expectation.leastDuration, self.expectation.greatestDuration)
        if least == greatest {
            guard let least, least != duration else { return }
            return self.comparison.differ(self.place("duration"), DurationText.format(least), text)
        }
        if let least, duration < least {
            self.comparison.differ(self.place("duration"), "at least \(DurationText.format(least))", text)
        }
        if let greatest, duration > greatest {
            self.comparison.differ(self.place("duration"), "at most \(DurationText.format(greatest))", text)
        }
    }
}
