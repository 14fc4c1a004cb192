// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SkeinModel

extension Row {
    func time(_ column: String) -> Timestamp { Timestamp(microseconds: self[column]) }

    func optionalTime(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map { Timestamp(microseconds: $0) }
    }

    func hash(_ column: String) -> ContentHash { ContentHash(bytes: Array(self[column] as Data)) }

    /// A UUID that Skein has written.
    func identifier<Subject>(_ column: String) throws -> Identifier<Subject> {
        guard let id = Identifier<Subject>(self[column] as String) else { throw self.damaged(column) }
        return id
    }

    /// A raw value that Skein has written.
    func choice<Value: RawRepresentable>(_ column: String) throws -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: self[column] as String) else { throw self.damaged(column) }
        return value
    }

    func optionalChoice<Value: RawRepresentable>(_ column: String) -> Value? where Value.RawValue == String {
        (self[column] as String?).flatMap { Value(rawValue: $0) }
    }

    /// JSON text that Skein has written.
    func json(_ column: String) throws -> JSONValue {
        do {
            return try JSONParser.parse(self[column] as String)
        } catch {
            throw self.damaged(column)
        }
    }

    func strings(_ column: String) throws -> [String] { try self.json(column).array?.compactMap(\.string) ?? [] }

    private func damaged(_ column: String) -> SkeinError {
        SkeinError(.storageUnavailable, "A row has a value in '\(column)' that Skein did not write.")
    }
}

/// Conditions and their values, for lists.
struct SQLConditions {
    private(set) var clauses: [String] = []
    private(set) var arguments: [any DatabaseValueConvertible] = []

    mutating func add(_ clause: String, _ values: any DatabaseValueConvertible...) {
        self.clauses.append(clause)
        self.arguments += values
    }

    var sql: String { self.clauses.isEmpty ? "" : "WHERE " + self.clauses.joined(separator: " AND ") }
    var statementArguments: StatementArguments { StatementArguments(self.arguments) }
}
