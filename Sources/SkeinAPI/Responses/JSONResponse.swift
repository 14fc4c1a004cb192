// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import SkeinEngine
import SkeinModel
import SkeinStorage

/// Answers with JSON.
enum JSONResponse {
    static func make(
        _ value: JSONValue,
        status: HTTPResponse.Status = .ok,
        type: String = "application/json",
        headers: [String: String] = [:]
    ) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = type
        for case (let name?, let value) in headers.map({ (HTTPField.Name($0.key), $0.value) }) { fields[name] = value }
        let buffer = ByteBuffer(bytes: JSONWriter.bytes(value))
        return Response(status: status, headers: fields, body: .init(byteBuffer: buffer))
    }

    /// An execution after a request that changes it; a repeated request is marked as such.
    static func execution(
        _ detail: ExecutionDetail,
        status: HTTPResponse.Status = .ok,
        headers: [String: String] = [:]
    ) -> Response {
        var headers = headers
        if detail.isRepeat { headers["Idempotency-Replayed"] = "true" }
        return self.make(detail.json, status: status, headers: headers)
    }

    /// A page of a list: `{items, next_cursor}`.
    static func page<Item>(_ page: Page<Item>, _ json: (Item) -> JSONValue) -> Response {
        self.make([
            "items": .array(page.items.map(json)),
            "next_cursor": page.next.map { .string($0.description) } ?? .null,
        ])
    }
}
