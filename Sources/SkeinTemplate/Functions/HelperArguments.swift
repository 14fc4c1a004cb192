// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What a helper is called with, and the errors of wrong arguments.
struct HelperArguments {
    let name: String
    /// How many bytes a text may have that the helper makes.
    let limit: Int
    var values: [RenderedValue] = []
    var hash: [String: RenderedValue] = [:]

    init(name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }

    /// How much there is to work through.
    var weight: Int {
        self.values.reduce(0) { sum, value in
            switch value.json {
            case .array(let values)?: sum + values.count
            case .object(let object)?: sum + object.count
            case .string(let text)?: sum + text.utf8.count / 64
            default: sum
            }
        }
    }

    /// How much there is to work through where all parts are compared.
    var wholeWeight: Int { self.values.reduce(0) { $0 + Self.weight(of: $1.json ?? .null) } / 8 }

    private static func weight(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): elements.reduce(1) { $0 + Self.weight(of: $1) }
        case .object(let object): object.reduce(1) { $0 + Self.weight(of: $1.value) + $1.key.utf8.count / 16 }
        case .string(let text): 1 + text.utf8.count / 16
        case .null, .bool, .int, .double: 1
        }
    }

    // MARK: Arguments by position

    /// A value; `null` for nothing.
    subscript(_ index: Int) -> JSONValue {
        index < self.values.count ? self.values[index].json ?? .null : .null
    }

    /// A text; numbers and the like are written as text.
    func text(_ index: Int) throws(TemplateError) -> String {
        switch self[index] {
        case .array, .object: throw self.mismatch("a text", self[index])
        case let value: return ValueText.text(value, .json)
        }
    }

    /// A number; a text that is one counts.
    func number(_ index: Int) throws(TemplateError) -> JSONValue {
        let value = self[index]
        if value.number != nil { return value }
        if let text = value.string, let number = Self.number(text) { return number }
        throw self.mismatch("a number", value)
    }

    func decimal(_ index: Int) throws(TemplateError) -> Decimal {
        let value = try self.number(index)
        guard let decimal = Decimal(value) else { throw self.mismatch("a finite number", value) }
        return decimal
    }

    func list(_ index: Int) throws(TemplateError) -> [JSONValue] {
        guard let list = self[index].array else { throw self.mismatch("a list", self[index]) }
        return list
    }

    // MARK: Arguments by name

    /// A text by name or at a position, whichever there is.
    func option(_ name: String, or index: Int? = nil, default fallback: String) throws(TemplateError) -> String {
        guard let value = self.value(name, or: index) else { return fallback }
        guard let text = value.string else { throw self.mismatch("a text as \(name)", value) }
        return text
    }

    /// A whole number by name or at a position, whichever there is.
    func option(
        _ name: String,
        or index: Int? = nil,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) throws(TemplateError) -> Int {
        guard let value = self.value(name, or: index) else { return fallback }
        guard let number = value.int else { throw self.mismatch("a whole number as \(name)", value) }
        guard let whole = Int(exactly: number), range.contains(whole) else {
            let message = "'\(self.name)' takes \(range.lowerBound) to \(range.upperBound) as \(name), not \(number)."
            throw TemplateError(.valueOutOfRange, message)
        }
        return whole
    }

    private func value(_ name: String, or index: Int?) -> JSONValue? {
        if let value = self.hash[name]?.json { return value }
        return index.flatMap { $0 < self.values.count ? self.values[$0].json : nil }
    }

    // MARK: Errors

    func mismatch(_ wanted: String, _ value: JSONValue) -> TemplateError {
        let found = RenderedValue.json(value).description
        return TemplateError(.typeMismatch, "'\(self.name)' takes \(wanted), not \(found).")
    }

    var tooLarge: TemplateError {
        TemplateError(.outputTooLarge, "'\(self.name)' makes a text larger than \(self.limit) bytes.")
    }

    /// The text, when it is not too large.
    func bounded(_ bytes: Int, _ text: () -> String) throws(TemplateError) -> JSONValue {
        guard bytes <= self.limit else { throw self.tooLarge }
        return .string(text())
    }

    private static func number(_ text: String) -> JSONValue? {
        if let whole = Int64(text) { return .int(whole) }
        let isPlain = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
        }
        return isPlain ? Double(text).flatMap { $0.isFinite ? .double($0) : nil } : nil
    }
}
