// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel
import Testing

/// Requests that must be refused: with a 4xx, a problem document, and nothing changed.
@Suite(.timeLimit(.minutes(2)))
struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: HTTPRequest.Method
        let path: String
        let headers: [String: String]
        let bytes: [UInt8]?
        let status: Int
        let code: String
        /// Where in the body the fault is, when the answer should say.
        let pointer: String?

        init(
            _ description: String,
            _ method: HTTPRequest.Method,
            _ path: String,
            _ body: String? = nil,
            _ headers: [String: String] = [:],
            _ status: Int,
            _ code: String,
            at pointer: String? = nil
        ) {
            self.init(description, method, path, bytes: body.map { Array($0.utf8) }, headers, status, code, at: pointer)
        }

        init(
            _ description: String,
            _ method: HTTPRequest.Method,
            _ path: String,
            bytes: [UInt8]?,
            _ headers: [String: String] = [:],
            _ status: Int,
            _ code: String,
            at pointer: String? = nil
        ) {
            self.testDescription = description
            self.method = method
            self.path = path.hasPrefix("/nowhere") ? path : "/api/v1" + path
            self.headers = headers
            self.bytes = bytes
            self.status = status
            self.code = code
            self.pointer = pointer
        }
    }

    static let run = "/workflows/doubling/execute"
    static let one = "/workflows/doubling"
    static let yaml = ["Content-Type": "application/yaml"]
    static let noUUID = "0190b0a0-0000-7000-8000-000000000000"
    static let digits = String(repeating: "9", count: 10_000)

    @Test(
        arguments: [
            Self.documents, Self.starts, Self.headers, Self.definitions, Self.versions, Self.routes, Self.queries,
        ]
        .joined()
    )
    func aBadRequestIsRefusedAndChangesNothing(_ example: Case) async throws {
        try await APIHarness.with { api in
            #expect(try await api.post("/workflows", APIHarness.document()).status == 201)
            _ = try await api.post(Self.run, ["input": ["n": 1]], ["Idempotency-Key": "used"])
            let before = try await api.counts()
            #expect(before == [1, 1, 1, 1])

            let answer = try await api.send(example.method, example.path, example.headers, bytes: example.bytes)

            #expect(answer.status == example.status, "\(answer.body.description.prefix(500))")
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(answer.body["code"]?.string == example.code)
            #expect(answer.body["status"]?.int == Int64(answer.status))
            #expect(answer.body["detail"]?.string?.isEmpty == false)
            #expect((answer.body["detail"]?.string?.utf8.count ?? 0) < 2000)
            if let pointer = example.pointer {
                let places = (answer.body["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
                #expect(places.contains(pointer), "\(places)")
            }
            #expect(try await api.counts() == before)
            let good = try await api.post(Self.run + "?wait=30s", ["input": ["n": 2]])
            #expect(good.status == 200)
            #expect(good.body["output"] == ["value": 4])
        }
    }

    @Test(arguments: [(HTTPRequest.Method.patch, "/workflows/doubling"), (.delete, "/workflows")])
    func aMethodThatTheRouteDoesNotHaveIsRefused(_ method: HTTPRequest.Method, _ path: String) async throws {
        try await APIHarness.with { api in
            let answer = try await api.send(method, "/api/v1" + path)
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(answer.status == 405)
            #expect(answer.body["code"] == "method-not-allowed")
        }
    }

    /// Aliases of aliases: a few lines that would become a billion values.
    @Test
    func aliasesOfAliasesInYAMLAreRefusedAtOnce() async throws {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(list)]")
        }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        try await APIHarness.with { api in
            let answer = try await api.send(.post, "/api/v1/workflows", Self.yaml, bytes: bytes)
            #expect(answer.status == 400)
        }
    }
}
