// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A table for people.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) { self.headings = headings }

    mutating func add(_ cells: String...) { self.rows.append(cells) }

    mutating func add(_ cells: [String]) { self.rows.append(cells) }

    /// The table's lines: columns as wide as their widest cell.
    var text: String {
        let all = [self.headings] + self.rows
        let widths = self.headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let lines = all.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }
}

extension JSONValue {
    /// A member as people read it: texts as they are, numbers short, nothing for what is absent.
    func text(_ keys: String...) -> String {
        var value = self
        for key in keys { value = value[key] ?? .null }
        return value.forPeople
    }

    /// The value on one line.
    var forPeople: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .double(let number): Self.short(number)
        case .array(let values): values.map(\.forPeople).joined(separator: ", ")
        default: JSONWriter.text(self)
        }
    }

    private static func short(_ number: Double) -> String {
        let rounded = (number * 1000).rounded() / 1000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : String(rounded)
    }
}

/// Prints what commands return: JSON for programs, or what `human` makes of it.
///
/// Both throw what ``Console/out(_:)`` throws.
enum Output {
    static func show(_ value: JSONValue, json: Bool, human: (JSONValue) -> String) throws {
        try Console.out(json ? JSONWriter.pretty(value) : human(value))
    }

    /// A list as a table, with a hint at its next page.
    static func list(
        _ page: JSONValue,
        json: Bool,
        empty: String,
        _ headings: [String],
        _ row: (JSONValue) -> [String]
    ) throws {
        try self.show(page, json: json) { page in
            let items = page["items"]?.array ?? []
            if items.isEmpty { return empty }
            var table = Table(headings)
            for item in items { table.add(row(item)) }
            guard let cursor = page["next_cursor"]?.string else { return table.text }
            return table.text + "\n(more: --cursor \(cursor))"
        }
    }
}

extension Table {
    init(_ headings: [String]) { self.headings = headings }
}
