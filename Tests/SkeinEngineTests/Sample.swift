// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit

/// A definition that doubles a number, and who works with it.
enum Sample {
    static let author = Actor(name: "asha", roles: ["engineer"])
    static let other = Actor(name: "ben", roles: ["engineer"])

    /// Functions that need nothing outside.
    static func functions() throws -> FunctionRegistry {
        var registry = FunctionRegistry()
        try registry.register("math.double", pureJSON: { ["value": .int(2 * ($0["n"]?.int ?? 0))] })
        try registry.register("math.echo", pureJSON: { $0 })
        try registry.register(
            "math.fail",
            pureJSON: { _ in throw Failure(code: "no-luck", message: "It does not work.") }
        )
        return registry
    }

    /// The document; `changes` replace its members.
    static func document(_ changes: JSONObject = [:]) -> JSONValue {
        let base: JSONValue = [
            "deliverable_type": "doubling", "display_name": "Doubling", "discipline": "civil", "status": "active",
            "tags": ["alpha", "beta"],
            "input_schema": [
                "type": "object", "required": ["n"],
                "properties": [
                    "n": ["type": "integer", "minimum": 0], "label": ["type": "string", "default": "none"],
                ],
            ],
            "workflow_steps": [Self.step("double", "math.double", ["n": "$input.n"])],
        ]
        return base.merging(.object(changes))
    }

    /// A step that calls a function.
    static func step(
        _ name: String,
        _ function: String,
        _ input: JSONValue = [:],
        number: Int64 = 1,
        _ changes: JSONObject = [:]
    ) -> JSONValue {
        let base: JSONValue = [
            "step_number": .int(number), "step_name": .string(name), "function_to_call": .string(function),
            "input_mapping": input, "output_variable": .string("\(name)_out"),
        ]
        return base.merging(.object(changes))
    }
}

extension EngineHarness {
    /// Runs an engine that has the sample's functions.
    static func withSamples<Value: Sendable>(
        clock: ManualClock = ManualClock(),
        _ body: @escaping @Sendable (EngineHarness) async throws -> Value
    ) async throws -> Value {
        try await self.with(try Sample.functions(), clock: clock, body)
    }

    var library: DefinitionLibrary { self.engine.library }

    /// Stores a definition.
    @discardableResult
    func create(_ changes: JSONObject = [:]) async throws -> VersionRecord {
        try await self.library.create(Sample.document(changes), note: nil, by: Sample.author)
    }

    /// How much is stored, to see that a refused request changed nothing.
    func counts() async throws -> [Int] {
        let definitions = try await self.engine.storage.definitions(DefinitionFilter(), PageRequest(limit: 500)).items
        var versions = 0
        for definition in definitions { versions += definition.version }
        let executions = try await self.engine.storage.executions(ExecutionFilter(), PageRequest(limit: 500)).items
        let audit = try await self.engine.storage.audit(after: 0, limit: 10_000)
        return [definitions.count, versions, executions.count, audit.count]
    }

    /// Starts the sample and waits until it has settled.
    func run(
        _ input: JSONValue,
        key: String = "doubling",
        version: Int? = nil,
        context: JSONObject = [:]
    ) async throws -> ExecutionDetail {
        let request = StartRequest(
            definition: .key(key),
            version: version,
            input: input,
            actor: Sample.author,
            context: context
        )
        return try await self.engine.start(request, wait: .seconds(40))
    }
}
