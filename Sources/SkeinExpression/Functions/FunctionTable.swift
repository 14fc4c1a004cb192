// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Calls a built-in function on evaluated arguments.
final class CallNode: Node {
    let offset: Int
    private let function: FunctionTable.Function
    private let arguments: [any Node]

    init(_ offset: Int, _ function: FunctionTable.Function, _ arguments: [any Node]) {
        self.offset = offset
        self.function = function
        self.arguments = arguments
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        var values: [JSONValue] = []
        values.reserveCapacity(self.arguments.count)
        for argument in self.arguments { values.append(try argument.evaluate(&frame)) }
        try frame.spend(1 + values.reduce(0) { $0 + Self.weight($1) }, at: self.offset)
        return try self.function.body(Arguments(values: values, name: self.function.name, offset: self.offset))
    }

    /// How much work a function may have with a value.
    private static func weight(_ value: JSONValue) -> Int {
        switch value {
        case .string(let text): text.utf8.count / 16
        case .array(let values): values.count
        case .object(let object): object.count
        default: 0
        }
    }
}

/// The built-in functions by name.
///
/// Most can be called both ways: `size(x)` and `x.size()`.
enum FunctionTable {
    struct Function: Sendable {
        let name: String
        /// How many arguments it takes, its target included.
        let arity: ClosedRange<Int>
        let isMethodOnly: Bool
        let body: @Sendable (Arguments) throws(ExpressionError) -> JSONValue

        init(
            _ name: String,
            _ arity: ClosedRange<Int>,
            methodOnly: Bool = false,
            _ body: @escaping @Sendable (Arguments) throws(ExpressionError) -> JSONValue
        ) {
            self.name = name
            self.arity = arity
            self.isMethodOnly = methodOnly
            self.body = body
        }
    }

    private static let functions: [String: Function] = {
        let all = TextFunctions.all + NumberFunctions.all + ListFunctions.all
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }()

    /// A call of a function, or why there is none like it.
    static func node(
        _ name: String,
        isMethod: Bool,
        _ arguments: [any Node],
        _ offset: Int
    ) throws(ExpressionError) -> any Node {
        guard let function = Self.functions[name], isMethod || !function.isMethodOnly else {
            let known = Self.functions.keys.sorted() + ["has", "all", "exists", "exists_one", "map", "filter"]
            let hint =
                NearestName.hint(known.filter { $0 != name }, for: name)
                ?? (Self.functions[name] == nil ? nil : "Call it on a value: text.\(name)(...).")
            throw ExpressionError(
                "function-unknown",
                "There is no function '\(name)' to call like this.",
                at: offset,
                hint: hint
            )
        }
        guard function.arity.contains(arguments.count) else {
            let target = isMethod ? " behind its target" : ""
            let message = "'\(name)' does not take \(arguments.count - (isMethod ? 1 : 0)) arguments\(target)."
            throw ExpressionError("arguments-wrong", message, at: offset)
        }
        return CallNode(offset, function, arguments)
    }
}

/// The evaluated arguments of a call.
struct Arguments {
    let values: [JSONValue]
    let name: String
    let offset: Int

    var count: Int { self.values.count }

    func text(_ index: Int) throws(ExpressionError) -> String {
        guard case .string(let text) = self.values[index] else { throw self.mismatch(index, "a text") }
        return text
    }

    func int(_ index: Int) throws(ExpressionError) -> Int {
        guard let whole = self.values[index].int, let number = Int(exactly: whole) else {
            throw self.mismatch(index, "a whole number")
        }
        return number
    }

    func number(_ index: Int) throws(ExpressionError) -> Double {
        guard let number = self.values[index].number else { throw self.mismatch(index, "a number") }
        return number
    }

    func list(_ index: Int) throws(ExpressionError) -> [JSONValue] {
        guard case .array(let values) = self.values[index] else { throw self.mismatch(index, "a list") }
        return values
    }

    func mismatch(_ index: Int, _ expected: String) -> ExpressionError {
        let message = "'\(self.name)' takes \(expected), not \(self.values[index].typeName)."
        return ExpressionError("type-mismatch", message, at: self.offset)
    }

    func error(_ code: String, _ message: String) -> ExpressionError {
        ExpressionError(code, "'\(self.name)': \(message)", at: self.offset)
    }
}
