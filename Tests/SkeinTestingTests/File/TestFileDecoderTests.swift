// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

@Suite
struct TestFileDecoderTests {
    /// A fault in a test file: what is written in its one test, and what is said about it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let test: JSONValue
        let code: String
        let pointer: String
        let hint: String?

        init(_ test: JSONValue, _ code: String, at pointer: String, hint: String? = nil) {
            self.test = test
            self.code = code
            self.pointer = pointer
            self.hint = hint
        }

        var testDescription: String { "\(self.code) at \(self.pointer)" }
    }

    @Test(arguments: [
        Fault(["nam": "x"], "field-unknown", at: "/tests/0/nam", hint: "Did you mean 'name'?"),
        Fault([:], "field-missing", at: "/tests/0"),
        Fault(["name": "x", "functons": [:]], "field-unknown", at: "/tests/0/functons", hint: "'functions'"),
        Fault(["name": "x", "at": "noon"], "time-malformed", at: "/tests/0/at", hint: "2026-03-01"),
        Fault(["name": "x", "context": 3], "type-mismatch", at: "/tests/0/context"),
        Fault(
            ["name": "x", "functions": ["tool.duble": ["returns": 1]]],
            "function-unknown",
            at: "/tests/0/functions/tool.duble",
            hint: "'tool.double'"
        ),
        Fault(
            ["name": "x", "functions": ["ask": ["returns": 1]]],
            "function-unknown",
            at: "/tests/0/functions/ask",
            hint: "'people'"
        ),
        Fault(["name": "x", "people": ["work": [:]]], "step-unknown", at: "/tests/0/people/work"),
        Fault(["name": "x", "functions": ["work": [:]]], "field-missing", at: "/tests/0/functions/work"),
        Fault(["name": "x", "functions": ["work": []]], "value-out-of-range", at: "/tests/0/functions/work"),
        Fault(
            ["name": "x", "functions": ["work": ["returns": 1, "real": true]]],
            "field-missing",
            at: "/tests/0/functions/work"
        ),
        Fault(
            ["name": "x", "functions": ["work": [["returns": 1], ["return": 1]]]],
            "field-unknown",
            at: "/tests/0/functions/work/1/return",
            hint: "'returns'"
        ),
        Fault(
            ["name": "x", "functions": ["work": ["fails": ["message": "no"]]]],
            "field-missing",
            at: "/tests/0/functions/work/fails"
        ),
        Fault(
            ["name": "x", "functions": ["work": ["returns": "= $input."]]],
            "syntax-invalid",
            at: "/tests/0/functions/work/returns"
        ),
        Fault(
            ["name": "x", "people": ["asc": [:]]],
            "step-unknown",
            at: "/tests/0/people/asc",
            hint: "'ask'"
        ),
        Fault(
            ["name": "x", "people": ["ask": ["do": "clam"]]],
            "value-unknown",
            at: "/tests/0/people/ask/do",
            hint: "'claim'"
        ),
        Fault(
            ["name": "x", "people": ["ask": ["moves": [["do": "delegate"]]]]],
            "field-missing",
            at: "/tests/0/people/ask/moves/0"
        ),
        Fault(
            ["name": "x", "people": ["ask": ["decision": "aprove"]]],
            "value-unknown",
            at: "/tests/0/people/ask/decision",
            hint: "'approve'"
        ),
        Fault(["name": "x", "signals": [["payload": 1]]], "field-missing", at: "/tests/0/signals/0"),
        Fault(["name": "x", "signals": ["paid"]], "type-mismatch", at: "/tests/0/signals/0"),
        Fault(
            ["name": "x", "signals": [["name": "s", "after": "soon"]]],
            "duration-malformed",
            at: "/tests/0/signals/0/after"
        ),
        Fault(["name": "x", "approvals": [["by": "eve"]]], "field-missing", at: "/tests/0/approvals/0"),
        Fault(
            ["name": "x", "actions": [["do": "retry", "when": "faild"]]],
            "step-unknown",
            at: "/tests/0/actions/0/when",
            hint: "'failed'"
        ),
        Fault(["name": "x", "actions": [["do": "skip"]]], "field-missing", at: "/tests/0/actions/0"),
        Fault(
            ["name": "x", "expect": ["status": "complete"]],
            "value-unknown",
            at: "/tests/0/expect/status",
            hint: "'completed'"
        ),
        Fault(
            ["name": "x", "expect": ["outputs": 1]],
            "field-unknown",
            at: "/tests/0/expect/outputs",
            hint: "'output'"
        ),
        Fault(
            ["name": "x", "expect": ["path": ["wrk"]]],
            "step-unknown",
            at: "/tests/0/expect/path/0",
            hint: "'work'"
        ),
        Fault(["name": "x", "expect": ["path": 3]], "type-mismatch", at: "/tests/0/expect/path"),
        Fault(
            ["name": "x", "expect": ["steps": ["work": "done"]]],
            "value-unknown",
            at: "/tests/0/expect/steps/work"
        ),
        Fault(
            ["name": "x", "expect": ["steps": ["work": ["tries": 2]]]],
            "field-unknown",
            at: "/tests/0/expect/steps/work/tries"
        ),
        Fault(
            ["name": "x", "expect": ["output": ["$contain": [:]]]],
            "matcher-unknown",
            at: "/tests/0/expect/output/$contain",
            hint: "'$contains'"
        ),
        Fault(
            ["name": "x", "expect": ["output": ["$near": 3]]],
            "type-mismatch",
            at: "/tests/0/expect/output/$near"
        ),
        Fault(
            ["name": "x", "expect": ["output": ["$near": 3, "withn": 1]]],
            "field-unknown",
            at: "/tests/0/expect/output/withn",
            hint: "'within'"
        ),
        Fault(
            ["name": "x", "expect": ["risk": ["bend": "flagged"]]],
            "field-unknown",
            at: "/tests/0/expect/risk/bend",
            hint: "'band'"
        ),
        Fault(["name": "x", "expect": ["calls": ["work": "once"]]], "type-mismatch", at: "/tests/0/expect/calls/work"),
        Fault(["name": "x", "expect": ["tolerance": -1]], "value-out-of-range", at: "/tests/0/expect/tolerance"),
        Fault(["name": "x", "expect": ["duration": "long"]], "duration-malformed", at: "/tests/0/expect/duration"),
        Fault(["name": "x", "input": ["$file": "none.json"]], "file-not-found", at: "/tests/0/input/$file"),
        Fault(["name": "x", "input": ["$file": "a.json#/x"]], "file-part-absent", at: "/tests/0/input/$file"),
    ])
    func saysWhatIsWrong(_ fault: Fault) throws {
        let problems = try Self.bench().problems(["tests": [fault.test]], files: ["a.json": ["y": 1]])
        let found = problems.first { $0.code == fault.code && $0.pointer.description == fault.pointer }
        let problem = try #require(found, "\(problems)")
        if let hint = fault.hint { #expect(problem.hint?.contains(hint) == true, "\(problem)") }
    }

    @Test
    func saysWhatIsWrongWithTheWholeFile() throws {
        let bench = try Self.bench()
        #expect(bench.problems(3).map(\.code) == ["type-mismatch"])
        #expect(bench.problems([:]).map(\.code) == ["field-missing"])
        #expect(bench.problems(["tests": [], "test": []]).map(\.hint) == ["Did you mean 'tests'?"])
        #expect(bench.problems(["tests": [["name": "x"], ["name": "x"]]]).map(\.code) == ["name-duplicate"])
        let actions: JSONValue = ["actions": [["do": "pause"]]]
        #expect(bench.problems(["tests": [], "defaults": actions]).map(\.code) == ["field-unavailable"])
    }

    @Test
    func aTestTakesTheDefaultsAndItsOwnMembers() throws {
        let defaults: JSONValue = ["input": ["a": 1, "b": 2], "context": ["c": 3], "user": "ada", "project": "p"]
        let bench = try Self.bench()
        let test = try bench.decode(["input": ["b": 5], "context": ["d": 4], "user": "bob"], defaults: defaults)
        #expect(test.input == ["a": 1, "b": 5])
        #expect(test.context == ["c": 3, "d": 4])
        #expect(test.userID == "bob")
        #expect(test.projectID == "p")
        #expect(test.startsAt.description == "2026-01-05T09:00:00Z")
    }

    @Test
    func aFileIsIncludedWithMembersBesideIt() throws {
        let files: [String: JSONValue] = ["data/in.json": ["cases": [["n": 1, "text": "$x"]]]]
        let input: JSONValue = ["$file": "data/in.json#/cases/0", "n": 9]
        #expect(TestFileDecoder(["tests": [["input": input]]]).includedPaths == ["data/in.json"])
        #expect(try Self.bench().decode(["input": input], files: files).input == ["n": 9, "text": "$x"])
    }

    /// What is included is taken as it is, also where references are read.
    @Test
    func whatIsIncludedHasNoReferences() throws {
        let bench = try Self.bench()
        let returned: JSONValue = ["data": ["$file": "a.json"], "n": "= $input.n + 1"]
        let test = try bench.decode(
            [
                "functions": ["work": ["returns": returned]], "people": ["ask": [:]],
                "expect": ["steps": ["work": ["output": ["data": ["t": "$x"], "n": 2]]]],
            ],
            files: ["a.json": ["t": "$x"]]
        )
        let verdict = bench.run(test)
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    private static func bench() throws -> Bench {
        try Bench([
            ["step_name": "work", "function_to_call": "tool.double", "input_mapping": ["n": 1]],
            ["step_name": "ask", "type": "human", "task": ["title": "Look"]],
        ])
    }
}
