// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// A name with its arguments.
    mutating func call() throws(TemplateError) -> CallSyntax {
        let path = try self.helperName()
        let (arguments, hash) = try self.arguments()
        let end = self.tokens[max(0, min(self.position, self.tokens.count) - 1)].range.upperBound
        return CallSyntax(path: path, arguments: arguments, hash: hash, range: path.range.lowerBound..<end)
    }

    /// `(name argument ...)`.
    mutating func nestedCall() throws(TemplateError) -> ExpressionSyntax {
        try self.enter(levels: 2)
        defer { self.leave(levels: 2) }
        self.position += 1
        let call = try self.call()
        _ = try self.expect(.closeCall, "')'")
        return .call(call)
    }

    mutating func arguments() throws(TemplateError) -> ([ExpressionSyntax], [(name: String, value: ExpressionSyntax)]) {
        var arguments: [ExpressionSyntax] = []
        while !self.isHashNext, let argument = try self.argument() { arguments.append(argument) }
        var hash: [(name: String, value: ExpressionSyntax)] = []
        while self.isHashNext {
            let name = self.next().text
            self.position += 1
            guard let value = try self.argument() else { throw self.unexpected("a value") }
            hash.append((name, value))
        }
        return (arguments, hash)
    }

    private var isHashNext: Bool {
        self.current.kind == .identifier && self.position + 1 < self.tokens.count
            && self.tokens[self.position + 1].kind == .equals
    }

    private mutating func argument() throws(TemplateError) -> ExpressionSyntax? {
        let token = self.current
        switch token.kind {
        case .openCall: return try self.nestedCall()
        case .identifier, .data: return .path(try self.path())
        case .string: return self.literal(.string(token.text))
        case .number: return self.literal(Self.number(token.text))
        case .bool: return self.literal(.bool(token.text == "true"))
        case .null: return self.literal(.null)
        case .undefined: return self.literal(.undefined)
        default: return nil
        }
    }

    private mutating func literal(_ value: ExpressionSyntax) -> ExpressionSyntax {
        self.position += 1
        return value
    }

    private static func number(_ text: String) -> ExpressionSyntax {
        if let whole = Int64(text) { return .int(whole) }
        let number = Double(text) ?? 0
        return Int64(exactly: number).map { .int($0) } ?? .double(number)
    }

    /// What stands where a helper's name is expected; a literal is the name of a member.
    mutating func helperName() throws(TemplateError) -> PathSyntax {
        let token = self.current
        let name: String
        switch token.kind {
        case .identifier, .data: return try self.path()
        case .string, .bool: name = token.text
        case .number:
            if case .int(let whole) = Self.number(token.text) { name = String(whole) } else { name = token.text }
        case .null: name = "null"
        case .undefined: name = "undefined"
        default: throw self.unexpected("a name")
        }
        self.position += 1
        return PathSyntax(original: name, parts: [name], range: token.range)
    }

    private mutating func path() throws(TemplateError) -> PathSyntax {
        let start = self.current.range.lowerBound
        let isData = self.current.kind == .data
        if isData { self.position += 1 }
        var original = isData ? "@" : ""
        var depth = 0
        var parts: [String] = []
        while true {
            let token = try self.expect(.identifier, "a name")
            original += token.text
            if !token.isBracketed, token.text == ".." || token.text == "." || token.text == "this" {
                guard parts.isEmpty else {
                    let hint = "Steps up ('..') stand at the beginning of a path; '[\(token.text)]' is a name."
                    throw self.error("Invalid path: \(original)", at: start..<token.range.upperBound, hint: hint)
                }
                if token.text == ".." { depth += 1 }
            } else {
                parts.append(token.text)
            }
            guard self.current.kind == .separator else {
                let range = start..<token.range.upperBound
                return PathSyntax(original: original, isData: isData, depth: depth, parts: parts, range: range)
            }
            original += self.next().text
        }
    }
}
