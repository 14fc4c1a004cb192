// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import SkeinModel

/// Talks to a server.
struct Client: Sendable {
    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let value: JSONValue
        let tag: String?
    }

    private let http: HTTPClient
    private let address: ServerAddress
    private let user: String
    private let roles: [String]

    /// Runs `body` with a client.
    ///
    /// - Parameters:
    ///   - address: `http://HOST:PORT`, `https://HOST:PORT`, or `unix:PATH`.
    ///   - user: Who asks.
    ///   - roles: The roles of who asks.
    ///   - body: What to do with the client.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw; ``SkeinError`` `configuration-invalid` for another address.
    static func with<Value: Sendable>(
        _ address: String,
        user: String,
        roles: [String],
        _ body: @Sendable (Client) async throws -> Value
    ) async throws -> Value {
        let address = try ServerAddress(address)
        // A person who waits for an answer is better told at once than after ten seconds of trying again.
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(configuration: configuration)
        let client = Client(http: http, address: address, user: user, roles: roles)
        do {
            let value = try await body(client)
            try await http.shutdown()
            return value
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    /// The same server, asked by somebody else.
    func acting(as user: String, roles: [String] = []) -> Client {
        Client(http: self.http, address: self.address, user: user, roles: roles)
    }

    func get(_ path: String) async throws -> Answer { try await self.send("GET", path) }

    func post(_ path: String, _ body: JSONValue) async throws -> Answer { try await self.send("POST", path, body) }

    func put(_ path: String, _ body: JSONValue, ifMatch tag: String?) async throws -> Answer {
        try await self.send("PUT", path, body, tag)
    }

    func delete(_ path: String) async throws -> Answer { try await self.send("DELETE", path) }

    private func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        _ tag: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: try self.address.url(path))
        request.method = .init(rawValue: method)
        request.headers.add(name: "Skein-User", value: self.user)
        if !self.roles.isEmpty { request.headers.add(name: "Skein-Roles", value: self.roles.joined(separator: ",")) }
        if let tag { request.headers.add(name: "If-Match", value: tag) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: JSONWriter.bytes(body)))
        }
        let response: HTTPClientResponse
        let bytes: ByteBuffer
        do {
            response = try await self.http.execute(request, timeout: .seconds(330))
            bytes = try await response.body.collect(upTo: 1 << 28)
        } catch {
            throw self.address.unreachable(error)
        }
        let value = try Self.parse(bytes, from: self.address.text)
        guard (200..<300).contains(response.status.code) else { throw Self.error(value, response.status.code) }
        return Answer(status: Int(response.status.code), value: value, tag: response.headers.first(name: "ETag"))
    }

    private static func parse(_ bytes: ByteBuffer, from address: String) throws(SkeinError) -> JSONValue {
        guard bytes.readableBytes > 0 else { return .null }
        do throws(JSONError) {
            return try JSONParser.parse(bytes.readableBytesView)
        } catch {
            throw SkeinError(.serverUnreachable, "What answers at \(address) is not Skein: its answer is not JSON.")
        }
    }

    /// The error that the server described.
    private static func error(_ value: JSONValue, _ status: UInt) -> SkeinError {
        guard let code = value["code"]?.string, let message = value["detail"]?.string else {
            return SkeinError(.internalError, "The server answered with status \(status).")
        }
        let problems = (value["errors"]?.array ?? []).map { problem in
            Problem(
                problem["code"]?.string ?? "",
                at: JSONPointer(problem["pointer"]?.string ?? "") ?? .root,
                problem["message"]?.string ?? "",
                hint: problem["hint"]?.string,
                severity: Problem.Severity(rawValue: problem["severity"]?.string ?? "") ?? .error,
                line: problem["line"]?.int.map { Int($0) }
            )
        }
        // The API calls the note after its member, which nobody has typed here.
        let isNoteMissing = code == SkeinError.Code.changeNoteMissing.rawValue
        let said = isNoteMissing ? "A change needs a note that says why: --note TEXT." : message
        return SkeinError(.init(rawValue: code), said, problems: problems)
    }
}

extension String {
    /// The text as one segment of a path, or one value of a query.
    var urlEncoded: String {
        self.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? ""
    }
}
