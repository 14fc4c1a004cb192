// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension Row {
    func identifier<Subject>(_ column: String) throws -> Identifier<Subject> { Identifier(try self.uuid(column)) }

    func optionalIdentifier<Subject>(_ column: String) throws -> Identifier<Subject>? {
        try self.optionalUUID(column).map { Identifier($0) }
    }

    /// A raw value that Skein has written.
    func choice<Value: RawRepresentable>(_ column: String) throws -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try self.text(column)) else { throw Self.damaged(column) }
        return value
    }

    func optionalChoice<Value: RawRepresentable>(_ column: String) throws -> Value? where Value.RawValue == String {
        try self.optionalText(column).flatMap { Value(rawValue: $0) }
    }

    /// JSON text that Skein has written.
    func json(_ column: String) throws -> JSONValue {
        do {
            return try JSONParser.parse(try self.bytes(column))
        } catch is JSONError {
            throw Self.damaged(column)
        }
    }

    func strings(_ column: String) throws -> [String] { try self.json(column).array?.compactMap(\.string) ?? [] }
}

extension Parameter {
    /// A list of texts as JSON that is searched.
    static func strings(_ texts: [String]) -> Parameter { .jsonb(JSONText.strings(texts)) }
}

/// Texts as PostgreSQL's `jsonb` can keep them: U+FFFD stands for U+0000.
enum JSONText {
    static func strings(_ texts: [String]) -> [UInt8] {
        JSONWriter.bytes(.array(texts.map { .string($0.contains("\0") ? $0.replacing("\0", with: "\u{FFFD}") : $0) }))
    }
}

/// Conditions and their values, for lists.
struct SQLConditions {
    private(set) var clauses: [String] = []
    private(set) var parameters: [Parameter] = []

    /// Adds a condition.
    ///
    /// - Parameters:
    ///   - clause: The condition, with `?` for the value, any number of times.
    ///   - value: The value.
    mutating func add(_ clause: String, _ value: Parameter) {
        let place = self.place(of: value)
        self.clauses.append(clause.replacing("?", with: place))
    }

    /// Adds the condition that a column has a status.
    ///
    /// The status stands in the text, because a plan that is kept for every status would not know that few rows have
    /// this one.
    mutating func add<Status: RawRepresentable>(_ column: String, is status: Status) where Status.RawValue == String {
        self.clauses.append("\(column) = '\(status.rawValue)'")
    }

    /// Adds a value that belongs to no condition.
    ///
    /// - Returns: What stands for it in the text.
    mutating func place(of value: Parameter) -> String {
        self.parameters.append(value)
        return "$\(self.parameters.count)"
    }

    /// Adds the definition that a selector names.
    mutating func add(_ selector: DefinitionSelector) {
        switch selector {
        case .key(let key): self.add("definitions.key = ?", .text(key))
        case .id(let id): self.add("definitions.uuid = ?", .uuid(id.uuid))
        }
    }

    var sql: String { self.clauses.isEmpty ? "" : "WHERE " + self.clauses.joined(separator: " AND ") }
}

extension Connection {
    /// Reads a page: one row more than fits, so that the last page is known for one.
    ///
    /// - Parameters:
    ///   - select: What to read, up to the conditions.
    ///   - conditions: Which rows.
    ///   - order: The column whose values are the cursor, with `DESC` for a list that starts with the newest.
    ///   - page: Which part.
    ///   - make: Makes an item of a row; the cursor's column is called `cursor` in it.
    /// - Returns: The page.
    /// - Throws: ``PostgresError``, or what `make` threw.
    func page<Item: Sendable>(
        _ select: String,
        _ conditions: SQLConditions,
        newestBy order: String,
        _ page: PageRequest,
        _ make: (Row) throws -> Item
    ) throws -> Page<Item> {
        var conditions = conditions
        if let after = page.after { conditions.add("\(order) < ?", .int8(after.key)) }
        let limit = conditions.place(of: .int8(page.limit + 1))
        let sql = "\(select) \(conditions.sql) ORDER BY \(order) DESC LIMIT \(limit)"
        return try self.page(Statement(sql, conditions.parameters), limit: page.limit, make)
    }

    func page<Item: Sendable>(
        _ statement: Statement,
        limit: Int,
        _ make: (Row) throws -> Item
    ) throws -> Page<Item> {
        let rows = try self.run([statement])[0].map { (key: try $0.int8("cursor"), item: try make($0)) }
        let next = rows.count > limit ? Cursor(key: rows[limit - 1].key) : nil
        return Page(items: rows.prefix(limit).map(\.item), next: next)
    }
}
