// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import SkeinTesting
import Testing

/// A test of a definition records what the engine records, apart from times and identities.
///
/// The order is the same as long as steps follow each other; of those beside each other the engine ends others first.
@Suite(.timeLimit(.minutes(1)))
struct TestRunParityTests {
    private static let fallback: JSONObject = ["error_handling": ["on_error": "continue", "fallback_value": 7]]

    @Test(
        arguments: [
            [
                Sample.step("double", "math.double", ["n": "$input.n"]),
                Sample.step(
                    "again",
                    "math.double",
                    ["n": "$double_out.value"],
                    number: 2,
                    ["condition": "$input.n > 5"]
                ),
                Sample.step("third", "math.fail", [:], number: 3, Self.fallback),
            ],
            [Sample.step("bad", "math.fail")],
            [
                [
                    "step_name": "both", "type": "parallel",
                    "branches": [
                        ["name": "a", "steps": [Sample.step("x", "math.double", ["n": 1])]],
                        [
                            "name": "b",
                            "steps": [
                                Sample.step("y", "math.double", ["n": 2], number: 2),
                                Sample.step("z", "math.echo", ["v": "$y_out"], number: 3),
                            ],
                        ],
                    ],
                ]
            ],
            [
                [
                    "step_name": "each", "type": "for_each", "items": "= [3, 1, 2]", "key": "string($item)",
                    "max_concurrency": 2, "steps": [Sample.step("x", "math.double", ["n": "$item"])],
                ],
                [
                    "step_name": "way", "type": "branch",
                    "when": [
                        ["condition": "$input.n > 5", "steps": [Sample.step("y", "math.double", ["n": 2], number: 2)]]
                    ],
                    "else": ["steps": [Sample.step("z", "math.echo", [:], number: 3)]],
                ],
            ],
        ] as [[JSONValue]]
    )
    func recordsWhatTheEngineRecords(_ steps: [JSONValue]) async throws {
        let changes: JSONObject = [
            "workflow_steps": .array(steps),
            "risk_config": ["factors": [["name": "all", "level": "1"]]],
        ]
        let seen = try await EngineHarness.withSamples { harness in
            try await harness.create(changes)
            let detail = try await harness.run(["n": 3])
            return try await harness.engine.history(of: detail.id, after: 0, limit: 1000).map { event in
                Recorded(event.kind, try JSONParser.parse(event.payload))
            }
        }
        let expected = try Self.virtualRun(Sample.document(changes))
        #expect(seen.sorted { $0.description < $1.description } == expected.sorted { $0.description < $1.description })
        let isSequential = steps.allSatisfy { $0["type"] == nil }
        if isSequential { #expect(seen == expected) }
        #expect(expected.count > 3)
    }

    private static func virtualRun(_ document: JSONValue) throws -> [Recorded] {
        let graph = try DefinitionDecoder().graph(document)
        let file: JSONValue = ["tests": [["name": "it", "input": ["n": 3]]]]
        let test = try #require(TestFileDecoder(file).decode(for: graph).file?.tests.first)
        let registry = try Sample.functions()
        var functions: [String: KnownFunction] = [:]
        for function in registry.all { functions[function.name] = KnownFunction(isEffect: function.kind == .effect) }
        var run = TestRun(test, graph: graph, functions: functions, digest: HashChain.sha256)
        while case .call(let call) = run.next() {
            switch call.function {
            case "math.double": run.answer(.success(["value": .int(2 * (call.input["n"]?.int ?? 0))]))
            case "math.fail": run.answer(.failure(Failure(code: "no-luck", message: "It does not work.")))
            default: run.answer(.success(call.input))
            }
        }
        return run.outcome.history.map { Recorded($0.event.kind, $0.event.payload) }
    }
}

/// An event as it is stored, without what differs from run to run.
private struct Recorded: Equatable, CustomStringConvertible {
    let kind: String
    let payload: JSONValue

    init(_ kind: String, _ payload: JSONValue) {
        self.kind = kind
        let varying: Set<String> = [
            "execution_id", "user_id", "approval_id", "evidence", "evidence_hash", "function_version",
        ]
        self.payload = payload.object.map { .object($0.removing(varying)) } ?? payload
    }

    var description: String { "\(self.kind) \(self.payload)" }
}
