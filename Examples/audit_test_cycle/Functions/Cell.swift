// SPDX-License-Identifier: Apache-2.0

/// One value of a table: what a JSON document can hold in a cell.
enum Cell: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
}

extension Cell {
    /// Whether the cell holds nothing: null, or a text of white space.
    var isBlank: Bool {
        switch self {
        case .null: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .bool, .number: false
        }
    }

    /// The number of a cell that holds one.
    var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The value as people read it; a blank one is empty.
    var display: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .number(let value): Figures.plain(value)
        case .text(let text): Figures.trimmed(text)
        }
    }
}

extension Cell: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = Int(exactly: value), abs(value) < 9e15 {
                try container.encode(whole)
            } else {
                try container.encode(value)
            }
        case .text(let text): try container.encode(text)
        }
    }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
}
