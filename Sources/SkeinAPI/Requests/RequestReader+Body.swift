// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import NIOCore
import SkeinModel
import SkeinYAML

/// A body that has been read: the value, and what its text says about lines.
struct RequestBody {
    let value: JSONValue
    let bytes: ByteBuffer
    /// The line on which a part of the value stands.
    let line: (JSONPointer) -> Int?
}

extension RequestReader {
    /// The body's bytes, up to the limit.
    func bytes() async throws -> ByteBuffer {
        let limit = APILimits.bodyBytes
        if let length = self.header("Content-Length").flatMap({ Int($0) }), length > limit {
            throw Self.tooLarge(limit)
        }
        do {
            return try await self.request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        }
    }

    /// The body as JSON, or as YAML where that is what it says it is.
    ///
    /// - Throws: ``SkeinError`` `request-too-large`, `media-type-unsupported`, `document-malformed`.
    func body() async throws -> RequestBody {
        try self.body(of: try await self.bytes())
    }

    /// The same, for bytes that have been read.
    func body(of bytes: ByteBuffer) throws -> RequestBody {
        let type = (self.header("Content-Type") ?? "application/json").lowercased()
        let media = String(type.prefix { $0 != ";" && $0 != " " })
        switch media {
        case "application/json", "application/merge-patch+json": return try Self.json(bytes)
        case "application/yaml", "application/x-yaml", "text/yaml":
            guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
                throw SkeinError(.documentMalformed, "The body is not UTF-8.")
            }
            let document = try YAMLReader.read(text)
            return RequestBody(value: document.value, bytes: bytes) { document.line(of: $0) }
        default:
            let message = "The body is '\(media.prefix(100))'; send application/json or application/yaml."
            throw SkeinError(.mediaTypeUnsupported, message)
        }
    }

    /// The body's members, when it is an object of known ones.
    ///
    /// - Throws: ``SkeinError`` `request-malformed` with every unknown member.
    func object(_ body: RequestBody, known: [String]) throws(SkeinError) -> JSONObject {
        guard case .object(let object) = body.value else {
            let message = "The body is \(body.value.typeName); send an object with \(known.joined(separator: ", "))."
            throw SkeinError(.requestMalformed, message, problems: [Problem("type-mismatch", at: .root, message)])
        }
        let problems = object.keys.filter { !known.contains($0) }.map { key in
            let pointer = JSONPointer(tokens: [key])
            let hint = NearestName.hint(known, for: key) ?? "Members: \(known.joined(separator: ", "))."
            let message = "'\(key.prefix(100))' is no member of this request."
            return Problem("field-unknown", at: pointer, message, hint: hint, line: body.line(pointer))
        }
        guard problems.isEmpty else {
            throw SkeinError(.requestMalformed, "The body has members that this request does not.", problems: problems)
        }
        return object
    }

    /// The body's members; none when there is no body.
    ///
    /// - Throws: ``SkeinError`` `request-malformed` with every unknown member.
    func optionalObject(known: [String]) async throws -> JSONObject {
        let bytes = try await self.bytes()
        if bytes.readableBytes == 0 { return [:] }
        return try self.object(try self.body(of: bytes), known: known)
    }

    /// A member that must be a list of texts, or one text.
    func strings(_ name: String, _ object: JSONObject) throws(SkeinError) -> [String] {
        switch object[name] {
        case .string(let text): return [text]
        case .array(let values) where values.allSatisfy({ $0.string != nil }): return values.compactMap(\.string)
        case let value: throw Self.mismatch(name, value ?? .null, "a text or a list of texts")
        }
    }

    /// A member that must be a text; `nil` when it is absent or `null`.
    func string(_ name: String, _ object: JSONObject) throws(SkeinError) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else { throw Self.mismatch(name, value, "a text") }
        return text
    }

    /// A member that must be a whole number from 1; `nil` when it is absent or `null`.
    func positive(_ name: String, _ object: JSONObject) throws(SkeinError) -> Int? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let number = value.int.flatMap({ Int(exactly: $0) }), number > 0 else {
            throw Self.mismatch(name, value, "a whole number from 1")
        }
        return number
    }

    /// A member that must be true or false; false when it is absent.
    func flag(_ name: String, _ object: JSONObject) throws(SkeinError) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.bool else { throw Self.mismatch(name, value, "true or false") }
        return flag
    }

    /// The refusal of a body that lacks something.
    static func missing(_ message: String) -> SkeinError {
        SkeinError(.requestMalformed, message, problems: [Problem("field-missing", at: .root, message)])
    }

    static func mismatch(_ name: String, _ value: JSONValue, _ expected: String) -> SkeinError {
        let message = "'\(name)' must be \(expected), not \(value.typeName)."
        let problem = Problem("type-mismatch", at: JSONPointer(tokens: [name]), message)
        return SkeinError(.requestMalformed, message, problems: [problem])
    }

    private static func json(_ bytes: ByteBuffer) throws(SkeinError) -> RequestBody {
        guard bytes.readableBytes > 0 else {
            throw SkeinError(.documentMalformed, "The body is empty; send JSON.")
        }
        do throws(JSONError) {
            let value = try JSONParser.parse(bytes.readableBytesView)
            return RequestBody(value: value, bytes: bytes) { pointer in
                JSONLocator.line(of: pointer, in: Array(bytes.readableBytesView))
            }
        } catch {
            let problem = Problem(error.kind.rawValue, at: .root, error.message, line: error.line)
            throw SkeinError(.documentMalformed, "The body is not valid JSON: \(error)", problems: [problem])
        }
    }

    private static func tooLarge(_ limit: Int) -> SkeinError {
        SkeinError(.requestTooLarge, "The body is larger than the limit of \(limit) bytes.")
    }
}

extension SkeinError {
    /// The error with the lines on which its problems stand.
    func located(_ body: RequestBody, at prefix: JSONPointer = .root) -> SkeinError {
        let problems = self.problems.map { problem in
            var located = problem
            located.line = problem.line ?? body.line(JSONPointer(tokens: prefix.tokens + problem.pointer.tokens))
            return located
        }
        return SkeinError(self.code, self.message, problems: problems, metadata: self.metadata, cause: self.cause)
    }
}
