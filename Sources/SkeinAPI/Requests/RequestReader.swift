// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import SkeinDefinition
import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinYAML

/// Reads the parts of a request; whatever does not fit is a ``SkeinError`` that says what and where.
struct RequestReader {
    let request: Request
    let context: APIContext

    init(_ request: Request, _ context: APIContext) {
        self.request = request
        self.context = context
    }

    // MARK: Path

    func definition() throws -> DefinitionSelector {
        DefinitionSelector(try self.context.parameters.require("id"))
    }

    func executionID() throws -> ExecutionID { try self.identifier("execution", .executionNotFound) }

    func approvalID() throws -> ApprovalID { try self.identifier("approval", .approvalNotFound) }

    func humanTaskID() throws -> HumanTaskID { try self.identifier("task", .taskNotFound) }

    private func identifier<Subject>(_ what: String, _ code: SkeinError.Code) throws -> Identifier<Subject> {
        let text = try self.context.parameters.require("id")
        guard let id = Identifier<Subject>(text) else {
            throw SkeinError(code, "There is no \(what) '\(text.prefix(100))'; identifiers are UUIDs.")
        }
        return id
    }

    func versionNumber() throws -> Int {
        let text = try self.context.parameters.require("version")
        guard let version = Int(text), version > 0 else {
            throw SkeinError(.versionNotFound, "There is no version '\(text.prefix(100))'; versions count from 1.")
        }
        return version
    }

    // MARK: Query

    /// The query's parameters, each of which must be known and stand at most once.
    func query(_ known: String...) throws(SkeinError) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in self.request.uri.queryParameters {
            let name = String(name)
            guard known.contains(name) else {
                let names = known.isEmpty ? "none" : known.joined(separator: ", ")
                let hint = NearestName.hint(known, for: name).map { " \($0)" } ?? ""
                let message =
                    "The query has an unknown parameter '\(name.prefix(100))'; this route knows \(names).\(hint)"
                throw SkeinError(.requestMalformed, message)
            }
            guard result.updateValue(String(value), forKey: name) == nil else {
                throw SkeinError(.requestMalformed, "The query has '\(name)' twice.")
            }
        }
        return result
    }

    /// How long to wait, from `wait=30s`; nothing without it.
    func wait(_ query: [String: String]) throws(SkeinError) -> Duration {
        guard let text = query["wait"] else { return .zero }
        guard let wait = DurationText.parse(text), wait <= APILimits.wait else {
            let limit = DurationText.format(APILimits.wait)
            let message = "'wait' is '\(text.prefix(100))'; write a duration of at most \(limit), such as 30s."
            throw SkeinError(.requestMalformed, message)
        }
        return wait
    }

    /// Which part of a list, from `limit` and `cursor`.
    func page(_ query: [String: String]) throws(SkeinError) -> PageRequest {
        var cursor: Cursor?
        if let text = query["cursor"] {
            cursor = Cursor(text)
            if cursor == nil {
                let message = "'cursor' is not one that a list has given; start without it."
                throw SkeinError(.requestMalformed, message)
            }
        }
        return PageRequest(after: cursor, limit: try self.number("limit", query, 1...500) ?? 50)
    }

    func number(_ name: String, _ query: [String: String], _ range: ClosedRange<Int>) throws(SkeinError) -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let bounds = "\(range.lowerBound) to \(range.upperBound)"
            throw SkeinError(.requestMalformed, "'\(name)' is '\(text.prefix(100))'; write a number from \(bounds).")
        }
        return number
    }

    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String,
        _ query: [String: String],
        _ type: Value.Type
    ) throws(SkeinError) -> Value? where Value.RawValue == String {
        guard let text = query[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = type.allCases.map(\.rawValue)
            let hint = NearestName.hint(names, for: text).map { " \($0)" } ?? ""
            let message = "'\(name)' is '\(text.prefix(100))', none of \(names.joined(separator: ", ")).\(hint)"
            throw SkeinError(.requestMalformed, message)
        }
        return value
    }

    // MARK: Headers

    /// Who asks.
    ///
    /// Until there are keys and tokens the caller says so itself, which is why the server then listens on the loopback
    /// address only.
    func actor() throws(SkeinError) -> Actor {
        let name = self.header("Skein-User") ?? "anonymous"
        let roles = (self.header("Skein-Roles") ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard (1...200).contains(name.utf8.count), roles.count <= 50, roles.allSatisfy({ $0.utf8.count <= 100 }) else {
            throw SkeinError(.requestMalformed, "The headers Skein-User or Skein-Roles are empty or too long.")
        }
        return Actor(name: name, roles: roles.filter { !$0.isEmpty })
    }

    /// The version that `If-Match` names; `nil` without the header or for `*`.
    func expectedVersion() throws(SkeinError) -> Int? {
        guard let text = self.header("If-Match"), text != "*" else { return nil }
        guard let version = Self.version(ofTag: text) else {
            let message = "If-Match is '\(text.prefix(100))', not an ETag of a definition such as \"3\"."
            throw SkeinError(.versionConflict, message)
        }
        return version
    }

    /// Whether the caller has this version already.
    func hasVersion(_ version: Int) -> Bool {
        self.header("If-None-Match")?.split(separator: ",").contains { Self.version(ofTag: String($0)) == version }
            ?? false
    }

    /// The caller's identity of the request.
    func idempotencyKey() throws(SkeinError) -> String? {
        guard let key = self.header("Idempotency-Key") else { return nil }
        guard (1...APILimits.idempotencyKeyLength).contains(key.utf8.count) else {
            let message = "The Idempotency-Key has \(key.utf8.count) characters; write 1 to 255."
            throw SkeinError(.requestMalformed, message)
        }
        return key
    }

    /// The promise of an `Idempotency-Key`.
    func claim(_ body: ByteBuffer, by actor: Actor) throws(SkeinError) -> IdempotencyClaim? {
        guard let key = try self.idempotencyKey() else { return nil }
        let target = "\(self.request.method.rawValue) \(self.request.uri.string)"
        return IdempotencyClaim(
            scope: "\(actor.name) \(self.request.method.rawValue) \(self.request.uri.path)",
            key: key,
            fingerprint: HashChain.sha256(Array(target.utf8) + [0] + Array(body.readableBytesView))
        )
    }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self.request.headers[$0] }
    }

    private static func version(ofTag text: String) -> Int? {
        var tag = text.drop { $0 == " " }
        if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
        if tag.first == "\"", tag.last == "\"", tag.count > 1 { tag = tag.dropFirst().dropLast() }
        return Int(tag)
    }
}
