// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

/// Reads `expect`.
struct ExpectationDecoder {
    let script: ScriptDecoder
    private static let file = "a test file"

    /// What a test expects, with the tolerance of the file's defaults unless it has its own.
    func expectation(_ test: FieldReader, tolerance: Double) -> Expectation {
        guard let reader = test.reader("expect") else {
            return Expectation(status: "completed", tolerance: tolerance, pointer: test.pointer)
        }
        let status = self.status(reader)
        var expectation = Expectation(status: status, tolerance: tolerance, pointer: reader.pointer)
        expectation.tolerance = Self.tolerance(reader) ?? tolerance
        expectation.path = self.path(reader)
        expectation.steps = self.steps(reader)
        expectation.calls = self.calls(reader)
        (expectation.leastDuration, expectation.greatestDuration) = self.duration(reader)
        if let value = reader.value("output") {
            let place = reader.pointer.appending("output")
            let content = self.script.includer.resolve(value, at: place)
            expectation.parts.append(("output", MatcherDecoder(reader: reader).matcher(content, at: place)))
        }
        self.part("risk", ["score", "band", "factors", "warnings"], reader, &expectation)
        self.part("approval", ["roles", "approvals", "expires_in", "not_author", "decisions"], reader, &expectation)
        self.part("error", ["code", "step", "message", "details"], reader, &expectation, short: "code")
        self.list("waits", ["step", "kind", "until", "who", "why"], reader, &expectation)
        self.list("compensated", nil, reader, &expectation)
        reader.finish(Self.file)
        return expectation
    }

    /// Without a status one follows from what else is expected: `failed` with an error, else `completed`.
    private func status(_ reader: FieldReader) -> String {
        let names = ExecutionStatus.allCases.map(\.rawValue) + [Expectation.refused]
        guard let status = reader.string("status") else {
            let error = reader.object["error"] ?? .null
            return error.isNull || error == false ? "completed" : "failed"
        }
        if !names.contains(status) {
            let hint = NearestName.hint(names, for: status)
            let message = "'\(status)' is none of \(names.joined(separator: ", "))."
            reader.problem("value-unknown", "status", message, hint: hint)
        }
        return status
    }

    static func tolerance(_ reader: FieldReader) -> Double? {
        guard let tolerance = reader.number("tolerance") else { return nil }
        if tolerance >= 0 { return tolerance }
        reader.problem("value-out-of-range", "tolerance", "tolerance is \(tolerance); it must be from 0 on.")
        return nil
    }

    // MARK: Path, steps, calls, duration

    /// A list, or `{contains, excludes}`.
    private func path(_ reader: FieldReader) -> Expectation.Path? {
        guard let value = reader.value("path") else { return nil }
        let place = reader.pointer.appending("path")
        switch value {
        case .array: return .exactly(self.patterns(reader, "path"))
        case .object(let object):
            let part = FieldReader(object, at: place, reader.collector)
            let path = Expectation.Path.partly(
                contains: self.patterns(part, "contains"),
                excludes: self.patterns(part, "excludes")
            )
            part.finish(Self.file)
            return path
        default:
            reader.mismatch("path", value, "a list of steps, or {contains: [...], excludes: [...]}")
            return nil
        }
    }

    private func patterns(_ reader: FieldReader, _ name: String) -> [StepPattern] {
        (reader.strings(name) ?? []).enumerated().compactMap { index, text in
            self.script.pattern(text, at: reader.pointer.appending(name).appending(index), reader.collector)
        }
    }

    /// `steps`: a status, or what the runs look like, by the name or path of the step.
    private func steps(_ reader: FieldReader) -> [Expectation.Step] {
        guard let map = reader.reader("steps") else { return [] }
        return map.object.compactMap { name, value in
            let place = map.pointer.appending(name)
            guard let pattern = self.script.pattern(name, at: place, reader.collector) else { return nil }
            guard case .object(let object) = value else {
                let step = FieldReader(["status": value], at: place, reader.collector)
                return self.step(pattern, step, runs: nil, at: place)
            }
            let step = FieldReader(object, at: place, reader.collector)
            let runs = step.int("runs", in: 0...100_000)
            return self.step(pattern, step, runs: runs, at: place)
        }
    }

    private func step(
        _ pattern: StepPattern,
        _ reader: FieldReader,
        runs: Int?,
        at pointer: JSONPointer
    ) -> Expectation.Step {
        var runs = runs
        if let status = reader.string("status") {
            let names = StepStatus.allCases.map(\.rawValue) + ["never"]
            if status == "never" {
                runs = 0
            } else if !names.contains(status) {
                let hint = NearestName.hint(names, for: status)
                let message = "'\(status)' is none of \(names.joined(separator: ", "))."
                reader.collector.add(Problem("value-unknown", at: pointer, message, hint: hint))
            }
        }
        reader.allow("attempts", "output", "input", "error", "overdue", "fallback")
        reader.finish(Self.file)
        let matchers = MatcherDecoder(reader: reader)
        let members = reader.object.filter { $0.key != "runs" && $0.value != "never" }.map { key, value in
            let place = pointer.appending(key)
            let content = self.script.includer.resolve(value, at: place)
            return (key: key, matcher: matchers.matcher(content, at: place))
        }
        let matcher = Matcher.object(members, isPartial: true)
        return Expectation.Step(pattern: pattern, runs: runs, matcher: matcher, pointer: pointer)
    }

    /// `calls`: how many, or their inputs in order, by the name of a function or the name or path of a step.
    private func calls(_ reader: FieldReader) -> [Expectation.Calls] {
        guard let map = reader.reader("calls") else { return [] }
        let matchers = MatcherDecoder(reader: reader)
        return map.object.compactMap { name, value in
            let place = map.pointer.appending(name)
            guard let subject = self.script.subject(name, at: place, reader.collector) else { return nil }
            switch value {
            case .int(let count) where count >= 0:
                return Expectation.Calls(subject: subject, wanted: .count(Int(count)), pointer: place)
            case .array(let inputs):
                let wanted = inputs.enumerated().map { index, input in
                    let place = place.appending(index)
                    return matchers.matcher(self.script.includer.resolve(input, at: place), at: place)
                }
                return Expectation.Calls(subject: subject, wanted: .inputs(wanted), pointer: place)
            default:
                map.mismatch(name, value, "a number of calls, or a list of their inputs")
                return nil
            }
        }
    }

    /// A length of time, or `{at_least, at_most}`.
    private func duration(_ reader: FieldReader) -> (Duration?, Duration?) {
        guard case .object? = reader.object["duration"], let part = reader.reader("duration") else {
            let exact = reader.duration("duration")
            return (exact, exact)
        }
        let bounds = (part.duration("at_least"), part.duration("at_most"))
        part.finish(Self.file)
        return bounds
    }

    // MARK: Other parts

    /// An object of which any members may be given; `false` when there must be none; a text for one member.
    private func part(
        _ name: String,
        _ members: [String],
        _ reader: FieldReader,
        _ expectation: inout Expectation,
        short: String? = nil
    ) {
        guard let value = reader.value(name) else { return }
        let place = reader.pointer.appending(name)
        switch value {
        case .bool(let isThere): expectation.parts.append((name, isThere ? .any : .absent))
        case .string(let text) where short != nil:
            expectation.parts.append((name, .object([(short ?? "", .equal(.string(text)))], isPartial: true)))
        case .object(let object):
            let matcher = self.members(object, members, at: place, reader)
            expectation.parts.append((name, matcher))
        default: reader.mismatch(name, value, "an object, or false for none")
        }
    }

    private func members(
        _ object: JSONObject,
        _ names: [String],
        at pointer: JSONPointer,
        _ reader: FieldReader
    ) -> Matcher {
        let part = FieldReader(object, at: pointer, reader.collector)
        part.allow(names)
        part.finish(Self.file)
        let matchers = MatcherDecoder(reader: reader)
        let members = object.map { key, value in
            let place = pointer.appending(key)
            return (key: key, matcher: matchers.matcher(self.script.includer.resolve(value, at: place), at: place))
        }
        return .object(members, isPartial: true)
    }

    /// A list whose elements are objects of which any members may be given; without member names, of any values.
    private func list(
        _ name: String,
        _ members: [String]?,
        _ reader: FieldReader,
        _ expectation: inout Expectation
    ) {
        guard let values = reader.array(name) else { return }
        let elements = values.enumerated().map { index, value -> Matcher in
            let place = reader.pointer.appending(name).appending(index)
            guard let members, case .object(let object) = value else {
                return MatcherDecoder(reader: reader).matcher(value, at: place)
            }
            return self.members(object, members, at: place, reader)
        }
        expectation.parts.append((name, .list(elements)))
    }
}
