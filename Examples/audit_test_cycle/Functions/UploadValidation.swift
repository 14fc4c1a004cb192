// SPDX-License-Identifier: Apache-2.0

/// A document that a data owner hands in.
struct SourceDocument: Codable, Sendable, Equatable {
    /// Its number.
    var documentID: String
    /// The owner's short name.
    var ownerID: String
    /// Its columns and rows.
    var table: DataTable

    enum CodingKeys: String, CodingKey {
        case documentID = "document_id"
        case ownerID = "owner_id"
        case table
    }
}

/// Compares a document with the request that it answers.
enum UploadValidation: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The request.
        var request: DataRequest
        /// The document.
        var document: SourceDocument
        /// The attributes of the plan.
        var attributes: [Attribute]
    }

    /// Something wrong with a document.
    struct Issue: Codable, Sendable, Equatable {
        /// `missing_column`, `unknown_column`, `missing_key`, `unexpected_key`, `duplicate_key`, `blank_key`,
        /// `wrong_type`, `impossible_date` or `empty_value`.
        var kind: String
        /// `error`, or `warning` for what does not hinder the tests.
        var severity: String
        /// The key of the row.
        var key: String?
        /// The column.
        var column: String?
        /// What is wrong, for the owner.
        var message: String
    }

    /// What the function gives.
    struct Result: Codable, Sendable, Equatable {
        /// The request.
        var requestID: String
        /// The document's number.
        var documentID: String
        /// Whether nothing is wrong that would hinder the tests.
        var valid: Bool
        /// How many errors there are.
        var errorCount: Int
        /// How many warnings there are.
        var warningCount: Int
        /// What is wrong, in order.
        var issues: [Issue]
        /// The requested rows and columns of the document.
        var document: SourceDocument

        enum CodingKeys: String, CodingKey {
            case requestID = "request_id"
            case documentID = "document_id"
            case valid
            case errorCount = "error_count"
            case warningCount = "warning_count"
            case issues
            case document
        }
    }

    /// Checks columns, keys and the types of values; what was not asked for is a warning and left out.
    static func validateDataUpload(_ input: Input) throws(AuditError) -> Result {
        let table = input.document.table
        try table.validate(field: "document.table")
        let wanted = [input.request.key] + input.request.attributes
        var issues = self.columnIssues(table, wanted)
        issues += self.keyIssues(table, input.request)
        let requested = Set(input.request.keys)
        let columns = wanted.filter { table.index(of: $0) != nil }
        let rows = table.rows.filter { requested.contains(table.value($0, input.request.key).display) }
        for name in columns where name != input.request.key {
            guard let attribute = input.attributes.first(where: { $0.name == name }) else { continue }
            issues += try self.valueIssues(table, rows, attribute, key: input.request.key)
        }
        let errors = issues.filter { $0.severity == "error" }.count
        return Result(
            requestID: input.request.requestID,
            documentID: input.document.documentID,
            valid: errors == 0,
            errorCount: errors,
            warningCount: issues.count - errors,
            issues: issues,
            document: SourceDocument(
                documentID: input.document.documentID,
                ownerID: input.request.ownerID,
                table: DataTable(columns: columns, rows: rows.map { row in columns.map { table.value(row, $0) } })
            )
        )
    }

    private static func columnIssues(_ table: DataTable, _ wanted: [String]) -> [Issue] {
        let missing = wanted.filter { table.index(of: $0) == nil }.map { name in
            Issue(kind: "missing_column", severity: "error", column: name, message: "The column \(name) is missing.")
        }
        let unknown = table.columns.filter { !wanted.contains($0) }.map { name in
            Issue(kind: "unknown_column", severity: "warning", column: name, message: "\(name) was not asked for.")
        }
        return missing + unknown
    }

    private static func keyIssues(_ table: DataTable, _ request: DataRequest) -> [Issue] {
        let byKey = table.rowsByKey(request.key)
        let blank = table.rows.filter { table.value($0, request.key).isBlank }.count
        let requested = Set(request.keys)
        var issues: [Issue] = []
        for key in request.keys where byKey[key] == nil {
            issues.append(.init(kind: "missing_key", severity: "error", key: key, message: "\(key) is missing."))
        }
        for (key, rows) in byKey.sorted(by: { $0.key < $1.key }) {
            if !requested.contains(key) {
                let message = "\(key) was not asked for."
                issues.append(.init(kind: "unexpected_key", severity: "warning", key: key, message: message))
            } else if rows.count > 1 {
                let message = "\(key) stands \(rows.count) times."
                issues.append(.init(kind: "duplicate_key", severity: "error", key: key, message: message))
            }
        }
        if blank > 0 {
            let message = "\(Figures.count(blank, "row")) without \(request.key)."
            issues.append(.init(kind: "blank_key", severity: "error", message: message))
        }
        return issues
    }

    private static func valueIssues(
        _ table: DataTable,
        _ rows: [[Cell]],
        _ attribute: Attribute,
        key: String
    ) throws(AuditError) -> [Issue] {
        let checker = try ValueChecker(attribute)
        return rows.compactMap { row in
            let cell = table.value(row, attribute.name)
            let name = table.value(row, key).display
            if cell.isBlank {
                guard attribute.mandatory else { return nil }
                return Issue(
                    kind: "empty_value",
                    severity: "warning",
                    key: name,
                    column: attribute.name,
                    message: "\(attribute.label) of \(name) is empty."
                )
            }
            guard let kind = checker.typeViolation(cell) else { return nil }
            return Issue(
                kind: kind,
                severity: "error",
                key: name,
                column: attribute.name,
                message: "\(attribute.label) of \(name) is \"\(cell.display)\", which is no \(attribute.type.rawValue)."
            )
        }
    }
}
