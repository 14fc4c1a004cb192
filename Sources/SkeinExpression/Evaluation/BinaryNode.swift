// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Comparison, arithmetic and `in`.
final class BinaryNode: Node {
    enum Operator: String {
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case contained = "in"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divided = "/"
        case remainder = "%"
    }

    let offset: Int
    private let symbol: Operator
    private let left: any Node
    private let right: any Node

    init(_ offset: Int, _ symbol: Operator, _ left: any Node, _ right: any Node) {
        self.offset = offset
        self.symbol = symbol
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        let left = try self.left.evaluate(&frame)
        let right = try self.right.evaluate(&frame)
        switch self.symbol {
        case .equal: return .bool(left == right)
        case .unequal: return .bool(left != right)
        case .less: return .bool(try Ordering.less(left, right, self))
        case .lessOrEqual: return .bool(try Ordering.lessOrEqual(left, right, self))
        case .greater: return .bool(try Ordering.less(right, left, self))
        case .greaterOrEqual: return .bool(try Ordering.lessOrEqual(right, left, self))
        case .contained: return .bool(try self.contains(left, in: right, &frame))
        case .plus: return try Arithmetic.add(left, right, self, &frame)
        case .minus, .times, .divided, .remainder: return try Arithmetic.calculate(self.symbol, left, right, self)
        }
    }

    private func contains(
        _ value: JSONValue,
        in collection: JSONValue,
        _ frame: inout Frame
    ) throws(ExpressionError) -> Bool {
        switch collection {
        case .array(let values):
            try frame.spend(values.count, at: self.offset)
            return values.contains(value)
        case .object(let object):
            guard case .string(let name) = value else { return false }
            return object[name] != nil
        default: throw self.mismatch("a list or a map after 'in'", collection)
        }
    }
}

/// The order of numbers, texts and booleans.
enum Ordering {
    static func less(_ left: JSONValue, _ right: JSONValue, _ node: some Node) throws(ExpressionError) -> Bool {
        switch (left, right) {
        case (.int(let a), .int(let b)): return a < b
        case (.string(let a), .string(let b)): return ByteString.precedes(a, b)
        case (.bool(let a), .bool(let b)): return !a && b
        case (.int(let a), .double(let b)): return Self.compare(a, b) { $0 < $1 }
        case (.double(let a), .int(let b)): return Self.compare(b, a) { $0 > $1 }
        case (.double(let a), .double(let b)): return a < b
        default:
            let message = "\(left.typeName) and \(right.typeName) have no order."
            throw ExpressionError("type-mismatch", message, at: node.offset)
        }
    }

    static func lessOrEqual(_ left: JSONValue, _ right: JSONValue, _ node: some Node) throws(ExpressionError) -> Bool {
        if try self.less(left, right, node) { return true }
        return left == right
    }

    /// Compares without rounding a large integer into a double.
    private static func compare(_ integer: Int64, _ double: Double, _ order: (Double, Double) -> Bool) -> Bool {
        if double.isNaN { return false }
        if integer.magnitude <= 1 << 53 { return order(Double(integer), double) }
        if double >= 0x1p63 { return order(0, 1) }
        if double < -0x1p63 { return order(1, 0) }
        let floor = Int64(double.rounded(.down))
        if integer == floor { return order(Double(floor), double) && Double(floor) != double }
        return integer < floor ? order(0, 1) : order(1, 0)
    }
}

/// Arithmetic: integers stay integers and exact, anything with a double becomes one; so does a division with a rest.
enum Arithmetic {
    static func overflow(_ offset: Int) -> ExpressionError {
        ExpressionError("integer-overflow", "The result does not fit 64 bits.", at: offset)
    }

    /// Numbers, texts and lists add up.
    static func add(
        _ left: JSONValue,
        _ right: JSONValue,
        _ node: BinaryNode,
        _ frame: inout Frame
    ) throws(ExpressionError) -> JSONValue {
        switch (left, right) {
        case (.int(let a), .int(let b)):
            let (sum, overflowed) = a.addingReportingOverflow(b)
            if overflowed { throw Self.overflow(node.offset) }
            return .int(sum)
        case (.string(let a), .string(let b)):
            try frame.spend((a.utf8.count + b.utf8.count) / 16, at: node.offset)
            return .string(a + b)
        case (.array(let a), .array(let b)):
            try frame.spend(a.count + b.count, at: node.offset)
            return .array(a + b)
        default:
            guard let a = left.number, let b = right.number else { throw Self.mismatch(.plus, left, right, node) }
            return .double(a + b)
        }
    }

    static func calculate(
        _ symbol: BinaryNode.Operator,
        _ left: JSONValue,
        _ right: JSONValue,
        _ node: BinaryNode
    ) throws(ExpressionError) -> JSONValue {
        if case .int(let a) = left, case .int(let b) = right {
            // 35 / 100 is 0.35, not CEL's 0: JSON does not tell 35 from 35.0, so the result may not depend on it.
            if symbol == .divided, b != 0, b != -1, a % b != 0 { return .double(Double(a) / Double(b)) }
            return .int(try Self.integers(symbol, a, b, node))
        }
        guard let a = left.number, let b = right.number else { throw Self.mismatch(symbol, left, right, node) }
        switch symbol {
        case .minus: return .double(a - b)
        case .times: return .double(a * b)
        case .divided: return .double(a / b)
        default: throw Self.mismatch(symbol, left, right, node)
        }
    }

    private static func integers(
        _ symbol: BinaryNode.Operator,
        _ a: Int64,
        _ b: Int64,
        _ node: BinaryNode
    ) throws(ExpressionError) -> Int64 {
        let (result, overflowed): (Int64, Bool)
        switch symbol {
        case .minus: (result, overflowed) = a.subtractingReportingOverflow(b)
        case .times: (result, overflowed) = a.multipliedReportingOverflow(by: b)
        default:
            guard b != 0 else { throw ExpressionError("division-by-zero", "A division by zero.", at: node.offset) }
            (result, overflowed) =
                symbol == .divided ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
        }
        if overflowed { throw Self.overflow(node.offset) }
        return result
    }

    private static func mismatch(
        _ symbol: BinaryNode.Operator,
        _ left: JSONValue,
        _ right: JSONValue,
        _ node: BinaryNode
    ) -> ExpressionError {
        let message = "'\(symbol.rawValue)' does not work on \(left.typeName) and \(right.typeName)."
        return ExpressionError("type-mismatch", message, at: node.offset)
    }
}
