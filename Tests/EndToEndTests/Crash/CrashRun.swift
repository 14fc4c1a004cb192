// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import SkeinModel
import Synchronization

/// Many executions on a server that is killed again and again.
///
/// Each round starts the server, sends its share of requests with idempotency keys, decides approvals as they come, and
/// kills the server at a random moment. At the end nothing is killed, every request is repeated under its key, and
/// everything has to have ended as if nothing had happened.
struct CrashRun: Sendable {
    let folder: String
    let executions: Int
    let rounds: Int
    let seed: UInt64
    /// Starts the server; the number is the round's.
    let start: @Sendable (Int) throws -> ServerUnderTest
    /// What happens to the files after a kill.
    let afterKill: @Sendable (Int) throws -> Void

    /// The definition: effects, a retry, a pure step, and an approval for every fifth.
    static let definition: JSONValue = [
        "deliverable_type": "crash", "display_name": "Crash", "discipline": "test",
        "input_schema": ["type": "object", "required": ["n"], "properties": ["n": ["type": "integer"]]],
        "output": ["double": "$doubled.value", "second": "$second.recorded"],
        "risk_config": [
            "factors": [["name": "fifth", "when": "$input.n % 5 == 0", "weight": 1]],
            "approval": ["approvals": 1, "expires_after": "7d"],
        ],
        "workflow_steps": [
            [
                "step_name": "first", "function_to_call": "ledger.record", "input_mapping": ["n": "$input.n"],
                "output_variable": "first",
            ],
            [
                "step_name": "flaky", "function_to_call": "ledger.flaky", "input_mapping": ["n": "$input.n"],
                "output_variable": "flaky",
                "retry_policy": [
                    "strategy": "fixed", "max_attempts": 5, "initial_delay": "20ms", "jitter": false,
                ],
            ],
            [
                "step_name": "doubled", "function_to_call": "calculator.double", "input_mapping": ["n": "$input.n"],
                "output_variable": "doubled",
            ],
            [
                "step_name": "second", "function_to_call": "ledger.record", "input_mapping": ["n": "$input.n"],
                "output_variable": "second",
            ],
        ],
    ]

    /// What came of it.
    struct Result: Sendable {
        /// The execution that each request was answered with, of those that were answered at all, round by round.
        var acknowledged: [Int: Set<String>] = [:]
        var executions: [JSONValue] = []
        var details: [JSONValue] = []
        var audit: JSONValue = .null
        var doctor: JSONValue = .null
    }

    func run() async throws -> Result {
        let client = HTTPClient()
        do {
            let result = try await self.run(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func run(_ client: HTTPClient) async throws -> Result {
        let ledger = Acknowledgements()
        let first = try self.start(0)
        let http = HTTP(client: client, address: first.address)
        let stored = try await http.send("POST", "/api/v1/workflows", Self.definition)
        guard stored.status == 201 else { throw CrashTestError("The definition was refused: \(stored.body)") }
        first.process.kill()
        try self.afterKill(0)

        var random = SplitMix(seed: self.seed)
        let share = self.executions / self.rounds
        for round in 1...self.rounds {
            let server = try self.start(round)
            let http = HTTP(client: client, address: server.address)
            let delay = Duration.milliseconds(Int(random.next() % 350) + 5)
            let numbers = Array((round - 1) * share..<round * share)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await Self.submit(numbers, http, ledger) }
                group.addTask { await Self.decideApprovals(http) }
                // The one sleep of these tests: the random moment of the kill is what is being tested.
                try? await Task.sleep(for: delay)
                server.process.kill()
                group.cancelAll()
            }
            try self.afterKill(round)
        }
        return try await self.finish(client, ledger)
    }

    /// Repeats every request, and follows every execution to its end.
    private func finish(_ client: HTTPClient, _ ledger: Acknowledgements) async throws -> Result {
        let server = try self.start(self.rounds + 1)
        defer { server.process.kill() }
        let http = HTTP(client: client, address: server.address)
        await Self.submit(Array(0..<self.executions), http, ledger)
        var result = Result()
        let approvals = Task { await Self.decideApprovals(http) }
        defer { approvals.cancel() }
        result.acknowledged = ledger.all
        for id in Set(ledger.all.values.flatMap { $0 }).sorted() {
            var detail = try await http.send("GET", "/api/v1/executions/\(id)?wait=10s").body
            while let status = detail["status"]?.string, !Self.hasEnded(status) {
                detail = try await http.send("GET", "/api/v1/executions/\(id)?wait=1s").body
            }
            result.details.append(detail)
        }
        result.executions = try await http.all("/api/v1/executions")
        result.audit = try await http.send("GET", "/api/v1/audit/verification").body
        result.doctor = try await http.send("GET", "/api/v1/doctor").body
        return result
    }

    private static func hasEnded(_ status: String) -> Bool { ExecutionStatus(rawValue: status)?.isTerminal ?? true }

    /// Sends the starts, eight at a time; a request that finds no server stays unanswered.
    private static func submit(_ numbers: [Int], _ http: HTTP, _ ledger: Acknowledgements) async {
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for number in numbers where number % 8 == lane {
                        let body: JSONValue = ["input": ["n": .int(Int64(number))]]
                        let headers = ["Idempotency-Key": "request-\(number)", "Skein-User": "starter"]
                        let answer = try? await http.send(
                            "POST",
                            "/api/v1/workflows/crash/execute",
                            body,
                            headers: headers
                        )
                        if let answer, answer.status < 300, let id = answer.body["id"]?.string {
                            ledger.add(number, id)
                        }
                        if Task.isCancelled { return }
                    }
                }
            }
        }
    }

    /// Approves whatever waits, until it is cancelled or the server is gone.
    private static func decideApprovals(_ http: HTTP) async {
        while !Task.isCancelled {
            guard let pending = try? await http.send("GET", "/api/v1/approvals?status=pending&limit=100") else {
                return
            }
            for item in pending.body["items"]?.array ?? [] {
                guard let id = item["id"]?.string else { continue }
                _ = try? await http.send(
                    "POST",
                    "/api/v1/approvals/\(id)/approve",
                    [:],
                    headers: ["Skein-User": "approver"]
                )
            }
            if pending.body["items"]?.array?.isEmpty ?? true { await Task.yield() }
        }
    }
}

/// Which execution each request was answered with.
final class Acknowledgements: Sendable {
    private let state = Mutex<[Int: Set<String>]>([:])

    var all: [Int: Set<String>] { self.state.withLock { $0 } }

    func add(_ number: Int, _ id: String) {
        self.state.withLock { _ = $0[number, default: []].insert(id) }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same moments for the same seed.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var word = self.state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
