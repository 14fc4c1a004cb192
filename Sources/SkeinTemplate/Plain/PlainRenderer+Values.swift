// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension PlainRenderer {
    /// The value of a place or argument; `nil` for nothing.
    mutating func value(
        _ expression: PlainExpression,
        _ context: JSONValue,
        isArgument: Bool
    ) throws(GivesUp) -> JSONValue? {
        if isArgument { try self.step() }
        switch expression {
        case .path(let path): return try self.value(path, context)
        case .literal(let position): return self.program.parts.literals[position]
        case .variable(let variable):
            guard let loop = self.loop else { throw GivesUp() }
            switch variable {
            case .index: return .int(Int64(loop.position))
            case .key: return loop.name.map { .string($0) } ?? .int(Int64(loop.position))
            case .first: return .bool(loop.position == 0)
            case .last: return .bool(loop.isLast)
            }
        case .call(let call):
            let call = self.program.parts.calls[call]
            guard isArgument else { return try self.value(call, context) }
            try self.nest()
            defer { self.unnest() }
            try self.step()
            return try self.value(call, context)
        }
    }

    private func value(_ path: PlainPath, _ context: JSONValue) throws(GivesUp) -> JSONValue? {
        let level = self.level - path.depth
        guard level >= 0 else { return path.names.isEmpty ? JSONValue?.none : try self.nothing(JSONValue?.none, path) }
        if self.isScope(level) {
            guard let roots = self.roots, let first = path.names.first else { throw GivesUp() }
            guard let value = roots(self.lists.names[path.rootName]) else {
                return try self.absent(path, first)
            }
            return try self.member(path, first + 1, of: value)
        }
        if path.depth == 0 { return try self.member(path, path.names.lowerBound, of: context) }
        return try self.member(path, path.names.lowerBound, of: self.outer[level])
    }

    /// What the names of a path from a position on lead to.
    func member(_ path: PlainPath, _ position: Int, of value: JSONValue) throws(GivesUp) -> JSONValue? {
        guard position < path.names.upperBound else { return value }
        let member: JSONValue?
        switch value {
        case .object(let object): member = object.value(of: self.lists.names[position])
        case .null: return try self.nothing(value, path)
        default: member = value.templateMember(self.lists.names[position])
        }
        guard let member else { return try self.absent(path, position) }
        return try self.member(path, position + 1, of: member)
    }

    /// What a path gives that has no value at a position.
    private func absent(_ path: PlainPath, _ position: Int) throws(GivesUp) -> JSONValue? {
        guard position + 1 == path.names.upperBound else { return try self.nothing(JSONValue?.none, path) }
        guard path.demand != .whole || !self.isStrict else { throw GivesUp() }
        return JSONValue?.none
    }

    /// What a path gives that goes on where there is nothing.
    private func nothing(_ value: JSONValue?, _ path: PlainPath) throws(GivesUp) -> JSONValue? {
        guard !self.needsParents || path.demand == .nothing else { throw GivesUp() }
        return value
    }

    private mutating func value(_ call: PlainCall, _ context: JSONValue) throws(GivesUp) -> JSONValue? {
        var arguments = HelperArguments(name: call.helper.name, limit: self.program.limits.output)
        for argument in call.arguments {
            arguments.values.append(Self.rendered(try self.value(argument, context, isArgument: true)))
        }
        for (name, argument) in call.hash {
            arguments.hash[name] = Self.rendered(try self.value(argument, context, isArgument: true))
        }
        do throws(TemplateError) {
            try call.helper.check(arguments)
            let value = try call.helper.body(arguments)
            return try self.paid(value, arguments)
        } catch {
            throw GivesUp()
        }
    }

    /// What a helper gave, when the work was within the limits.
    private mutating func paid(_ value: JSONValue?, _ arguments: HelperArguments) throws(TemplateError) -> JSONValue? {
        do throws(GivesUp) {
            try self.step(arguments.weight + ValueText.text(value, .json).utf8.count / 64)
        } catch {
            throw arguments.tooLarge
        }
        if let text = value?.string, text.utf8.count > self.program.limits.output { throw arguments.tooLarge }
        return value
    }

    private static func rendered(_ value: JSONValue?) -> RenderedValue { value.map { .json($0) } ?? .undefined }
}
