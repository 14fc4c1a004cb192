// SPDX-License-Identifier: Apache-2.0

/// A call of a function with one argument.
final class UnaryCallNode: Node {
    let body: Function.Unary
    let argument: any Node
    let offset: Int

    init(body: @escaping Function.Unary, argument: any Node, offset: Int) {
        self.body = body
        self.argument = argument
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let argument = try self.argument.evaluate(&context)
        do throws(ExpressionError) {
            return try self.body(argument, &context)
        } catch {
            throw error.placed(at: self.offset)
        }
    }
}

/// A call of a function with two arguments.
final class BinaryCallNode: Node {
    let body: Function.Binary
    let first: any Node
    let second: any Node
    let offset: Int

    init(body: @escaping Function.Binary, first: any Node, second: any Node, offset: Int) {
        self.body = body
        self.first = first
        self.second = second
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let first = try self.first.evaluate(&context)
        let second = try self.second.evaluate(&context)
        do throws(ExpressionError) {
            return try self.body(first, second, &context)
        } catch {
            throw error.placed(at: self.offset)
        }
    }
}

/// A call of a function with any number of arguments.
final class VariadicCallNode: Node {
    let body: Function.Variadic
    let arguments: [any Node]
    let offset: Int

    init(body: @escaping Function.Variadic, arguments: [any Node], offset: Int) {
        self.body = body
        self.arguments = arguments
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        var values: [Value] = []
        values.reserveCapacity(self.arguments.count)
        for argument in self.arguments { values.append(try argument.evaluate(&context)) }
        do throws(ExpressionError) {
            return try self.body(values, &context)
        } catch {
            throw error.placed(at: self.offset)
        }
    }
}

/// `text.matches('pattern')` with the pattern compiled once.
final class MatchesNode: Node {
    let text: any Node
    let pattern: Pattern
    let offset: Int

    init(text: any Node, pattern: Pattern, offset: Int) {
        self.text = text
        self.pattern = pattern
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let value = try self.text.evaluate(&context)
        guard case .string(let text) = value else {
            throw Function.mismatch("matches", [value, .string("")]).placed(at: self.offset)
        }
        return .bool(try self.pattern.matches(text, &context))
    }
}

/// A call of a function that does not exist, where that is found out only when it is called.
final class UnknownFunctionNode: Node {
    let error: ExpressionError

    init(error: ExpressionError) { self.error = error }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value { throw self.error }
}
