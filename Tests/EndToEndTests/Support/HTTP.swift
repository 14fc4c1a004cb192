// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SkeinModel

/// A client without opinions: it says what came back.
struct HTTP: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: JSONValue
    }

    let client: HTTPClient
    let address: String
    /// How long an answer is waited for.
    var patience = TimeAmount.seconds(20)

    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: self.address + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: JSONWriter.bytes(body)))
        }
        let response = try await self.client.execute(request, timeout: self.patience)
        let bytes = try await response.body.collect(upTo: 1 << 26)
        let value = bytes.readableBytes > 0 ? try JSONParser.parse(bytes.readableBytesView) : .null
        return Answer(status: Int(response.status.code), body: value)
    }

    /// Every item of a list, page by page.
    func all(_ path: String) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let page = "\(path)\(path.contains("?") ? "&" : "?")limit=500\(cursor.map { "&cursor=\($0)" } ?? "")"
            let answer = try await self.send("GET", page)
            items += answer.body["items"]?.array ?? []
            cursor = answer.body["next_cursor"]?.string
        } while cursor != nil
        return items
    }
}
