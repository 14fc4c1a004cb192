// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

@Suite
struct TestReportTests {
    /// A file with a test that passes, one that fails and one that is skipped, and a file that cannot be read.
    private static func report() throws -> TestReport {
        let bench = try Bench.work(["condition": "$input.n > 0"])
        let tests: [JSONObject] = [
            ["name": "doubles", "input": ["n": 1]],
            [
                "name": "is <wrong> & says so", "input": ["n": 2], "functions": ["tool.double": ["returns": ["n": 5]]],
                "signals": [["name": "x", "when": "failed"]],
                "expect": ["path": [], "output": ["result": ["n": 4]]],
            ],
            ["name": "cannot run", "input": ["n": 1], "functions": ["work": ["returns": "= 1 / 0"]]],
            ["name": "later", "skip": "not built"],
        ]
        var file = TestReport.File(path: "bench.test.yaml")
        file.key = "bench"
        var coverage = Coverage(of: bench.graph)
        for object in tests {
            let test = try bench.decode(object)
            let verdict = bench.run(test)
            let result: TestReport.Entry.Result = test.skip.map { .skipped($0) } ?? .ran(verdict)
            file.entries.append(TestReport.Entry(test.name, result) { $0.tokens.count + 10 })
            coverage.record(verdict.outcome, graph: bench.graph)
        }
        var unreadable = TestReport.File(path: "bad.test.yaml")
        let problem = Problem("field-unknown", at: JSONPointer(tokens: ["x"]), "No 'x' here.", line: 3)
        unreadable.problems = [("bad.test.yaml", problem)]
        var report = TestReport()
        report.files = [file, unreadable]
        report.coverage = [TestReport.DefinitionCoverage(path: "bench.yaml", coverage) { _ in 7 }]
        return report
    }

    @Test
    func peopleReadWhatIsWrongAndWhere() throws {
        let expected = """
            bench.test.yaml (bench)
              ✓ doubles
              ✗ is <wrong> & says so
                  path  (line 14, /tests/0/expect/path)
                    expected: no steps
                    actual:   1 step
                      + work
                  output/result/n  (line 16, /tests/0/expect/output/result/n)
                    expected: 4
                    actual:   5
                  path taken (0s, then completed):
                    work: completed
                  note: signals: 'x' was never sent, because its 'when' never came
              ✗ cannot run
                  An integer is divided by zero. (in ' 1 / 0')  (line 15, /tests/0/functions/work/returns)
                  path taken (0s, then running):
                    work: running
              - later (skipped: not built)

            bad.test.yaml
              error in bad.test.yaml: field-unknown at /x (line 3): No 'x' here.

            Coverage of bench.yaml: 1 of 2 ways (50 %)
              line     7  work: never: condition false

            4 tests: 1 passed, 2 failed, 1 skipped, 1 file with errors
            """
        let text = try Self.report().text(TextStyle())
        #expect(text == expected, "\(text)")
    }

    @Test
    func aTerminalGetsColoursAndWhoAsksGetsAll() throws {
        let text = try Self.report().text(TextStyle(isColoured: true, isVerbose: true, showsCoverage: false))
        #expect(text.contains("\u{1B}[32m\u{2713}\u{1B}[0m doubles\n      path taken"))
        #expect(text.contains(#"work: completed {"n":2}"#))
        #expect(!text.contains("Coverage"))
    }

    @Test
    func programsReadJSON() throws {
        let json = try Self.report().json
        #expect(json["passed"] == 1)
        #expect(json["failed"] == 2)
        #expect(json["skipped"] == 1)
        #expect(json["files_with_errors"] == 1)
        let tests = json["files"]?[0]?["tests"]
        #expect(tests?[0]?["result"] == "passed")
        let outcome: JSONValue = [
            "status": "completed", "path": ["work"], "duration": "0s", "output": ["result": ["n": 2]],
            "risk": ["score": 0, "band": "auto_approved", "factors": [], "warnings": []], "waits": [],
            "compensated": [],
        ]
        #expect(tests?[0]?["outcome"] == outcome)
        let difference: JSONValue = [
            "pointer": "/tests/0/expect/output/result/n", "subject": "output/result/n", "expected": "4",
            "actual": "5", "line": 16,
        ]
        #expect(tests?[1]?["differences"]?[1] == difference)
        #expect(tests?[2]?["faults"]?[0]?["code"] == "mock-invalid")
        #expect(tests?[3]?["reason"] == "not built")
        #expect(json["files"]?[1]?["problems"]?[0]?["file"] == "bad.test.yaml")
        #expect(json["coverage"]?[0]?["missing"]?[0]?["never"] == "condition false")
    }

    @Test
    func continuousIntegrationReadsJUnit() throws {
        let xml = try Self.report().junit
        for line in [
            #"<testsuites tests="5" failures="2" errors="1">"#,
            #"<testsuite name="bench.test.yaml" tests="4" failures="2" errors="0" skipped="1">"#,
            #"<testcase classname="bench" file="bench.test.yaml" name="doubles"/>"#,
            #"name="is &lt;wrong&gt; &amp; says so">"#,
            #"<failure message="path: expected no steps, actual 1 step&#10;  + work">"#,
            #"<skipped message="not built"/>"#, #"<error message="The file has errors.">bad.test.yaml: error field"#,
        ] {
            #expect(xml.contains(line), "\(line) is missing in \(xml)")
        }
    }

    @Test(arguments: [(nil, true), (50, true), (51, false)] as [(Double?, Bool)])
    func tooLittleCoverageIsAFailure(_ least: Double?, _ passes: Bool) throws {
        var report = try Self.report()
        report.files = []
        report.leastCoverage = least
        #expect(report.hasPassed == passes)
        #expect(report.text(TextStyle()).contains("50 % of its ways are tested, not 51 %") == !passes)
    }

    /// Of a long way the last steps are shown.
    @Test
    func aLongWayIsCut() throws {
        let bench = try Bench([
            [
                "step_name": "again", "type": "loop", "while": "true", "max_iterations": 40,
                "steps": [["step_name": "part", "type": "transform", "set": ["x": 1]]],
            ]
        ])
        let test = try bench.decode([:])
        var file = TestReport.File(path: "long.test.yaml")
        file.entries = [TestReport.Entry("long", .ran(bench.run(test))) { _ in nil }]
        var report = TestReport()
        report.files = [file]
        let text = report.text(TextStyle())
        #expect(text.contains("... 10 steps before (--verbose shows them)\n        again[11]/part: completed"))
        #expect(report.text(TextStyle(isVerbose: true)).contains("again[1]/part"))
    }
}
