// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TemplateHelper {
    static let lists: [TemplateHelper] = [
        TemplateHelper(
            "join",
            "list [separator] last=separator",
            "The elements in a row, with the separator (`, `) between them and another one before the last.",
            counts: 1...2,
            options: ["separator", "last"]
        ) { arguments throws(TemplateError) in
            let texts = try arguments.list(0).map { ValueText.text($0, .json) }
            let separator = try arguments.option("separator", or: 1, default: ", ")
            let last = try arguments.option("last", default: separator)
            let bytes = texts.reduce(0) { $0 + $1.utf8.count } + texts.count * separator.utf8.count + last.utf8.count
            return try arguments.bounded(bytes) {
                texts.count < 2
                    ? texts.joined() : texts.dropLast().joined(separator: separator) + last + texts[texts.count - 1]
            }
        },
        TemplateHelper(
            "first",
            "list",
            "The first element; nothing when the list is empty.",
            counts: 1...1
        ) { arguments throws(TemplateError) in try arguments.list(0).first },
        TemplateHelper(
            "last",
            "list",
            "The last element; nothing when the list is empty.",
            counts: 1...1
        ) { arguments throws(TemplateError) in try arguments.list(0).last },
        TemplateHelper(
            "length",
            "value",
            "How many elements a list, members an object or characters a text has.",
            counts: 1...1
        ) { arguments throws(TemplateError) in
            switch arguments[0] {
            case .array(let values): return .int(Int64(values.count))
            case .object(let object): return .int(Int64(object.count))
            case .string(let text): return .int(Int64(text.count))
            case let value: throw arguments.mismatch("a list, an object or a text", value)
            }
        },
        TemplateHelper(
            "sort_by",
            "list [member] order=\"asc\"",
            "The list in the order of a member of its elements, or of the elements; `order=\"desc\"` turns it round.",
            counts: 1...2,
            options: ["order"]
        ) { arguments throws(TemplateError) in
            let order = try arguments.option("order", default: "asc")
            guard order == "asc" || order == "desc" else {
                throw TemplateError(.valueOutOfRange, "The order is \"asc\" or \"desc\".")
            }
            return .array(try Self.sorted(arguments, isDescending: order == "desc"))
        },
        TemplateHelper(
            "where",
            "list member [value]",
            "The elements whose member has that value; without a value those whose member holds.",
            counts: 2...3,
            comparesParts: true
        ) { arguments throws(TemplateError) in
            let path = try arguments.text(1)
            let wanted = arguments.values.count > 2 ? arguments[2] : nil
            let kept = try arguments.list(0).filter { element in
                let member = Self.member(path, of: element)
                return wanted.map { $0 == member } ?? RenderedValue.json(member).holds
            }
            return .array(kept)
        },
        TemplateHelper(
            "sum",
            "list [member]",
            "The sum of the elements, or of a member of them.",
            counts: 1...2
        ) { arguments throws(TemplateError) in
            let path = arguments.values.count > 1 ? try arguments.text(1) : ""
            return try Self.sum(try arguments.list(0).map { Self.member(path, of: $0) }, arguments)
        },
    ]

    /// The member at a path with dots; `null` when there is none.
    private static func member(_ path: String, of value: JSONValue) -> JSONValue {
        guard !path.isEmpty else { return value }
        var current = value
        for name in path.split(separator: ".") { current = current.templateMember(String(name)) ?? .null }
        return current
    }

    private static func sorted(
        _ arguments: HelperArguments,
        isDescending: Bool
    ) throws(TemplateError) -> [JSONValue] {
        let path = arguments.values.count > 1 ? try arguments.text(1) : ""
        let keyed = try arguments.list(0).enumerated().map {
            (key: Self.member(path, of: $0.element), position: $0.offset, value: $0.element)
        }
        // Every key is compared with the first one before sorting, as sorting cannot fail.
        if let first = keyed.first?.key {
            for item in keyed where ValueOrder.compare(first, item.key) == nil {
                throw arguments.mismatch("numbers only or texts only to sort by", item.key)
            }
        }
        return keyed.sorted { left, right in
            let order = ValueOrder.compare(left.key, right.key) ?? 0
            return order == 0 ? left.position < right.position : isDescending ? order > 0 : order < 0
        }.map(\.value)
    }

    private static func sum(_ values: [JSONValue], _ arguments: HelperArguments) throws(TemplateError) -> JSONValue {
        var whole: Int64? = 0
        var total = 0.0
        for value in values {
            guard let number = value.number else { throw arguments.mismatch("numbers to add", value) }
            total += number
            guard case .int(let next) = value, let sum = whole else {
                whole = nil
                continue
            }
            let (result, overflow) = sum.addingReportingOverflow(next)
            whole = overflow ? nil : result
        }
        return whole.map { .int($0) } ?? .double(total)
    }
}

/// The order of numbers, and of texts by their UTF-8 bytes.
enum ValueOrder {
    /// Below, at or above zero; `nil` for values that have no order.
    static func compare(_ left: JSONValue, _ right: JSONValue) -> Int? {
        switch (left, right) {
        case (.int(let left), .int(let right)): return left < right ? -1 : left > right ? 1 : 0
        case (.string(let left), .string(let right)):
            if left.utf8.elementsEqual(right.utf8) { return 0 }
            return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
        default:
            guard let left = left.number, let right = right.number else { return nil }
            return left < right ? -1 : left > right ? 1 : 0
        }
    }
}
