// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of a query some hundred at a time, on a cursor of the server's: all see one snapshot.
///
/// It belongs to a transaction, and to the thread of its connection.
final class SnapshotCursor<Value> {
    private static var groupSize: Int { 500 }

    private let connection: Connection
    private let fetch: String
    private let make: (Row) throws -> Value
    private var values: ArraySlice<Value> = []
    private var isAtEnd = false

    /// Opens a cursor.
    ///
    /// - Parameters:
    ///   - connection: In the transaction.
    ///   - name: What the cursor is called; no other one of the transaction may be.
    ///   - sql: The query.
    ///   - make: Makes a value of a row.
    /// - Throws: ``PostgresError``.
    init(
        _ connection: Connection,
        _ name: String,
        _ sql: String,
        _ make: @escaping (Row) throws -> Value
    ) throws(PostgresError) {
        self.connection = connection
        self.fetch = "FETCH \(Self.groupSize) FROM \(name)"
        self.make = make
        try connection.run("DECLARE \(name) NO SCROLL CURSOR FOR \(sql)")
    }

    /// The next value; `nil` after the last one.
    func next() throws -> Value? { try self.next { _ in true } }

    /// The next value if it is one that is wanted; otherwise it stays.
    func next(if isWanted: (Value) -> Bool) throws -> Value? {
        if self.values.isEmpty, !self.isAtEnd {
            self.values = try self.connection.run(self.fetch).map(self.make)[...]
            self.isAtEnd = self.values.count < Self.groupSize
        }
        guard let value = self.values.first, isWanted(value) else { return nil }
        return self.values.removeFirst()
    }
}
