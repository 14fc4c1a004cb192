// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import SeededRandom
import SkeinModel
import Synchronization

/// Many executions on a server that is killed again and again.
///
/// Each round starts the server, sends its share of requests with idempotency keys, decides approvals as they come, and
/// kills the server at a random moment. At the end nothing is killed, every request is repeated under its key, and
/// everything has to have ended as if nothing had happened.
struct CrashRun: Sendable {
    let workload: CrashWorkload
    let executions: Int
    let rounds: Int
    let seed: UInt64
    /// Starts the server; the number is the round's.
    let start: @Sendable (Int) throws -> ServerUnderTest
    /// What happens to the files after a kill.
    let afterKill: @Sendable (Int) throws -> Void

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
        defer { first.process.kill() }
        for definition in [self.workload.child?.definition, self.workload.definition].compactMap(\.self) {
            let stored = try await http.send("POST", "/api/v1/workflows", definition)
            guard stored.status == 201 else { throw CrashTestError("The definition was refused: \(stored.body)") }
        }
        first.process.kill()
        try self.afterKill(0)

        var random = SeededGenerator(seed: self.seed)
        let share = self.executions / self.rounds
        for round in 1...self.rounds {
            let server = try self.start(round)
            let http = HTTP(client: client, address: server.address)
            let delay = Duration.milliseconds(5 + random.below(350))
            let numbers = Array((round - 1) * share..<round * share)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.submit(numbers, http, ledger) }
                group.addTask { await Self.answer(http) }
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
        await self.submit(Array(0..<self.executions), http, ledger)
        return try await Self.follow(ledger, http)
    }

    /// Follows every execution that was acknowledged to its end, doing what people have to do.
    static func follow(_ ledger: Acknowledgements, _ http: HTTP) async throws -> Result {
        var result = Result()
        let approvals = Task { await Self.answer(http) }
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
    private func submit(_ numbers: [Int], _ http: HTTP, _ ledger: Acknowledgements) async {
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for number in numbers where number % 8 == lane {
                        let body: JSONValue = ["input": ["n": .int(Int64(number))]]
                        let headers = ["Idempotency-Key": "request-\(number)", "Skein-User": "starter"]
                        let answer = try? await http.send(
                            "POST",
                            "/api/v1/workflows/\(self.workload.key)/execute",
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

    /// Does what people and other systems have to do, until it is cancelled or the server is gone.
    private static func answer(_ http: HTTP) async {
        let headers = ["Skein-User": "approver"]
        while !Task.isCancelled {
            guard let approvals = try? await http.send("GET", "/api/v1/approvals?status=pending&limit=100"),
                let tasks = try? await http.send("GET", "/api/v1/human-tasks?status=open&limit=100"),
                let waiting = try? await http.send("GET", "/api/v1/executions?status=waiting&limit=100")
            else { return }
            for id in Self.ids(approvals) {
                _ = try? await http.send("POST", "/api/v1/approvals/\(id)/approve", [:], headers: headers)
            }
            for id in Self.ids(tasks) {
                let body: JSONValue = ["decision": "approve"]
                _ = try? await http.send("POST", "/api/v1/human-tasks/\(id)/complete", body, headers: headers)
            }
            for id in Self.ids(waiting) {
                let signal: JSONValue = ["name": "go", "payload": ["word": "now"], "id": "go"]
                _ = try? await http.send("POST", "/api/v1/executions/\(id)/signals", signal, headers: headers)
            }
            await Task.yield()
        }
    }

    private static func ids(_ answer: HTTP.Answer) -> [String] {
        (answer.body["items"]?.array ?? []).compactMap { $0["id"]?.string }
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
