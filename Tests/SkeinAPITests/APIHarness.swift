// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SkeinAPI
import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// What a request came to.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: JSONValue

    subscript(_ header: String) -> String? { HTTPField.Name(header).flatMap { self.headers[$0] } }
}

/// The API on an engine of its own, behind a socket.
struct APIHarness: Sendable {
    let client: any TestClientProtocol
    let engine: Engine

    /// Runs `body` with an API whose database has nothing in it.
    static func with(
        roles: Set<NodeRole> = [.api, .engine],
        _ body: @escaping @Sendable (APIHarness) async throws -> Void
    ) async throws {
        try await EngineHarness.with(try Self.functions()) { harness in
            let readiness = Readiness()
            readiness.set(true)
            let router = API(engine: harness.engine, readiness: readiness, version: "test", roles: roles).router()
            let application = Application(
                router: router,
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                logger: EngineHarness.logger
            )
            try await application.test(.live) { client in
                try await body(APIHarness(client: client, engine: harness.engine))
            }
        }
    }

    private static func functions() throws -> FunctionRegistry {
        var registry = FunctionRegistry()
        try registry.register("math.double", summary: "Doubles", pureJSON: { ["value": .int(2 * ($0["n"]?.int ?? 0))] })
        try registry.register("outside.ask", effectJSON: { input, _ in input })
        return registry
    }

    /// A definition whose risk is `n` in hundredths.
    static func document(_ changes: JSONObject = [:]) -> JSONValue {
        let step: JSONValue = [
            "step_number": 1, "step_name": "double", "function_to_call": "math.double",
            "input_mapping": ["n": "$input.n"], "output_variable": "doubled",
        ]
        let base: JSONValue = [
            "deliverable_type": "doubling", "display_name": "Doubling", "discipline": "civil", "tags": ["alpha"],
            "input_schema": [
                "type": "object", "required": ["n"], "properties": ["n": ["type": "integer", "minimum": 0]],
            ],
            "output": "$doubled", "workflow_steps": [step],
            "risk_config": ["factors": [["name": "size", "level": "$input.n / 100.0"]]],
        ]
        return base.merging(.object(changes))
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: [String: String] = [:],
        bytes: [UInt8]? = nil
    ) async throws -> Answer {
        var fields = HTTPFields()
        for case (let name?, let value) in headers.map({ (HTTPField.Name($0.key), $0.value) }) { fields[name] = value }
        let body = bytes.map { ByteBuffer(bytes: $0) }
        let response = try await self.client.execute(uri: path, method: method, headers: fields, body: body)
        let json = (try? JSONParser.parse(response.body.readableBytesView)) ?? .null
        return Answer(status: Int(response.status.code), headers: response.headers, body: json)
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Answer {
        try await self.send(.get, "/api/v1" + path, headers)
    }

    func post(_ path: String, _ body: JSONValue, _ headers: [String: String] = [:]) async throws -> Answer {
        try await self.send(.post, "/api/v1" + path, headers, bytes: JSONWriter.bytes(body))
    }

    func put(_ path: String, _ body: JSONValue, _ headers: [String: String] = [:]) async throws -> Answer {
        try await self.send(.put, "/api/v1" + path, headers, bytes: JSONWriter.bytes(body))
    }

    /// How many definitions, versions, executions and audit entries there are.
    func counts() async throws -> [Int] {
        let storage = self.engine.storage
        let definitions = try await storage.definitions(DefinitionFilter(), PageRequest(limit: 500)).items
        let executions = try await storage.executions(ExecutionFilter(), PageRequest(limit: 500)).items
        let audit = try await storage.audit(after: 0, limit: 10_000)
        return [definitions.count, definitions.map(\.version).reduce(0, +), executions.count, audit.count]
    }
}
