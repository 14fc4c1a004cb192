// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import SkeinEngine
import SkeinModel
import SkeinServer

/// Executions over HTTP on the loopback address; client and server share the machine.
struct HTTPLoad {
    let workload: Workload
    let folder: String
    let concurrency: Int

    init(_ workload: Workload, folder: String, concurrency: Int) {
        self.workload = workload
        self.folder = folder
        self.concurrency = concurrency
    }

    func run(_ count: Int) async throws -> LoadResult {
        var configuration = ServerConfiguration()
        configuration.address = .network(host: "127.0.0.1", port: 0)
        configuration.database = "\(self.folder)/http-\(self.workload)-\(self.concurrency).db"
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(configuration, functions: try Workload.functions, logger: logger)
        return try await server.whileServing { address in
            let client = HTTPClient()
            do {
                let result = try await self.load(client, address, count)
                try await client.shutdown()
                return result
            } catch {
                try? await client.shutdown()
                throw error
            }
        }
    }

    private func load(_ client: HTTPClient, _ address: String, _ count: Int) async throws -> LoadResult {
        try await Self.post(client, address + "/api/v1/workflows", JSONWriter.bytes(self.workload.definition))
        _ = try await self.lane(client, address, 10)
        let share = count / self.concurrency
        let watch = Stopwatch()
        let samples = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<self.concurrency { group.addTask { try await self.lane(client, address, share) } }
            var all: [Double] = []
            for try await samples in group { all += samples }
            return all
        }
        return LoadResult(executions: share * self.concurrency, seconds: watch.seconds, latency: Latency(samples))
    }

    private func lane(_ client: HTTPClient, _ address: String, _ count: Int) async throws -> [Double] {
        let url = "\(address)/api/v1/workflows/\(self.workload.key)/execute?wait=60s"
        let body = JSONWriter.bytes(["input": Workload.input])
        var samples: [Double] = []
        for _ in 0..<count {
            let watch = Stopwatch()
            try await Self.post(client, url, body)
            samples.append(watch.seconds)
        }
        return samples
    }

    private static func post(_ client: HTTPClient, _ url: String, _ body: [UInt8]) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await client.execute(request, timeout: .seconds(70))
        _ = try await response.body.collect(upTo: 1 << 20)
        precondition((200..<300).contains(response.status.code), "The server answered with \(response.status).")
    }
}
