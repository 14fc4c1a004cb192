// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import SkeinSchema
import SkeinTesting
import Testing

/// Runs tests of small definitions.
struct Bench {
    let graph: Graph
    /// What is registered: `tool.double` computes, `mail.send` reaches outside, and both want an input.
    var functions: [String: KnownFunction] = [
        "tool.double": KnownFunction(isEffect: false), "mail.send": KnownFunction(isEffect: true),
    ]

    /// A definition of some steps, with more fields.
    init(_ steps: JSONValue, _ more: JSONObject = [:]) throws {
        var document: JSONObject = [
            "deliverable_type": "bench", "display_name": "Bench", "discipline": "test",
            "input_schema": ["type": "object"], "workflow_steps": steps,
        ]
        for (key, value) in more { document[key] = value }
        self.graph = try DefinitionDecoder().graph(.object(document))
    }

    /// A definition of one function step, `work`, with more fields.
    static func work(_ more: JSONObject = [:]) throws -> Bench {
        var step: JSONObject = [
            "step_name": "work", "function_to_call": "tool.double", "input_mapping": ["n": "= $input.n ?? 1"],
            "output_variable": "result",
        ]
        for (key, value) in more { step[key] = value }
        return try Bench([.object(step)])
    }

    func problems(_ file: JSONValue, files: [String: JSONValue] = [:]) -> [Problem] {
        TestFileDecoder(file).decode(for: self.graph, files: files).problems
    }

    /// The only test of a file that has it.
    func decode(_ test: JSONObject, defaults: JSONValue = [:], files: [String: JSONValue] = [:]) throws -> WorkflowTest
    {
        var object: JSONObject = ["name": "it works"]
        for (key, value) in test { object[key] = value }
        let document: JSONValue = ["defaults": defaults, "tests": [.object(object)]]
        let result = TestFileDecoder(document).decode(for: self.graph, files: files)
        return try #require(result.file?.tests.first, "\(result.problems)")
    }

    /// Runs a test; `tool.double` doubles `n`, `mail.send` answers `{sent: true}`.
    func run(_ test: WorkflowTest) -> Verdict {
        var run = TestRun(test, graph: self.graph, functions: self.functions, digest: Self.digest)
        while case .call(let call) = run.next() {
            if call.function == "mail.send" {
                run.answer(.success(["sent": true]))
            } else {
                run.answer(.success(["n": .int(2 * (call.input["n"]?.int ?? 0))]))
            }
        }
        return Verdict(test, run.outcome, graph: self.graph)
    }

    func run(_ test: JSONObject, defaults: JSONValue = [:]) throws -> Verdict {
        self.run(try self.decode(test, defaults: defaults))
    }

    /// Any 32 bytes do: they are only compared.
    static let digest: ContentDigest = { _ in ContentHash(bytes: [UInt8](repeating: 7, count: 32)) }
}

extension Verdict {
    /// What is not as expected, in short.
    var subjects: [String] { self.differences.map(\.subject) }
    var faultCodes: [String] { self.outcome.faults.map(\.code) }
    /// Everything that is wrong, to be shown when a test fails that should not.
    var text: String {
        (self.differences.map { "\($0.subject): \($0.expected), not \($0.actual) \($0.details)" }
            + self.outcome.faults.map(\.description)).joined(separator: "\n")
    }
}
