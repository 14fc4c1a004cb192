// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The helpers of the language itself.
enum BuiltInHelper: String, CaseIterable {
    case condition = "if"
    case unless
    case each
    case with
    case lookup
    case log
}

extension Renderer {
    /// The parts of a block, with what they see.
    struct Parts {
        let program: Closure?
        let inverse: Closure?
    }

    mutating func block(_ block: BlockSyntax, _ scope: RenderScope) throws(TemplateError) {
        let call = block.call
        do throws(TemplateError) {
            let parts = Parts(
                program: try block.program.map { program throws(TemplateError) in try self.closure(program, scope) },
                inverse: try block.inverse.map { program throws(TemplateError) in try self.closure(program, scope) }
            )
            let kind = self.kind(of: call, isNested: false, scope)
            if case .helper = kind { return try self.helperBlock(call, parts, scope) }
            if block.isRaw, call.path.original == "raw", self.options.helpers == .standard, let text = parts.program {
                return try self.call(text, scope.context)
            }
            self.pathsRead = []
            try self.section(try self.resolve(call.path, scope, .whole), parts, scope)
        } catch {
            throw scope.run.place(error, at: call.range)
        }
    }

    private mutating func helperBlock(
        _ call: CallSyntax,
        _ parts: Parts,
        _ scope: RenderScope
    ) throws(TemplateError) {
        self.pathsRead = []
        guard call.path.isSimple, !call.path.isData, let helper = BuiltInHelper(rawValue: call.path.parts[0]),
            helper != .lookup, helper != .log
        else {
            let value = try self.value(of: call, scope)
            return try self.fill(value, isEscaped: false, call.range, scope)
        }
        let arguments = try self.arguments(of: call, scope)
        if helper == .each, arguments.values.isEmpty {
            throw TemplateError(.argumentsInvalid, "Must pass iterator to #each")
        }
        if helper != .each { try self.requireOne(arguments.values.count, helper.rawValue, call, scope) }
        let value = arguments.values[0]
        switch helper {
        case .condition, .unless:
            let isZero = value.json?.number == 0 && arguments.hash["includeZero"]?.holds ?? false
            let holds = value.holds || isZero
            try self.callPart(holds == (helper == .condition) ? parts.program : parts.inverse, scope.context)
        case .with:
            let isEmpty = !value.holds && value.json?.number != 0
            guard !isEmpty, let program = parts.program else { return try self.callPart(parts.inverse, scope.context) }
            try self.call(program, value, parameters: [value])
        default: try self.each(value, parts, call, scope)
        }
    }

    private mutating func callPart(_ part: Closure?, _ context: RenderedValue) throws(TemplateError) {
        if let part { try self.call(part, context) }
    }

    /// A block whose name is a value and no helper.
    private mutating func section(
        _ value: RenderedValue,
        _ parts: Parts,
        _ scope: RenderScope
    ) throws(TemplateError) {
        switch value.content {
        case .json(.bool(true)): try self.callPart(parts.program, scope.context)
        case .undefined, .json(.null), .json(.bool(false)): try self.callPart(parts.inverse, scope.context)
        case .json(.array(let values)):
            guard !values.isEmpty, let program = parts.program else {
                return try self.callPart(values.isEmpty ? parts.inverse : nil, scope.context)
            }
            try self.iterate(values.enumerated().map { (.int(Int64($0.offset)), $0.element) }, value, program)
        default: try self.callPart(parts.program, value)
        }
    }

    private mutating func each(
        _ value: RenderedValue,
        _ parts: Parts,
        _ call: CallSyntax,
        _ scope: RenderScope
    ) throws(TemplateError) {
        var items: [(key: JSONValue, value: JSONValue)] = []
        switch try self.materialized(value, call.range, scope) {
        case .array(let values)?: items = values.enumerated().map { (.int(Int64($0.offset)), $0.element) }
        case .object(let object)?: items = self.members(of: object)
        default: break
        }
        guard !items.isEmpty else { return try self.callPart(parts.inverse, scope.context) }
        if let program = parts.program { try self.iterate(items, value, program) }
    }

    /// The members in the order in which `each` takes them.
    private func members(of object: JSONObject) -> [(key: JSONValue, value: JSONValue)] {
        let members = object.map { (key: JSONValue.string($0.key), value: $0.value) }
        guard self.options.values == .script else { return members }
        // In JavaScript names that are positions come first, in their order.
        let positions = members.filter { Self.position($0.key) != nil }
        guard !positions.isEmpty else { return members }
        let sorted = positions.sorted { Self.position($0.key) ?? 0 < Self.position($1.key) ?? 0 }
        return sorted + members.filter { Self.position($0.key) == nil }
    }

    private static func position(_ key: JSONValue) -> UInt32? {
        guard let text = key.string, let number = UInt32(text), String(number) == text, number < .max else {
            return nil
        }
        return number
    }

    private mutating func iterate(
        _ items: [(key: JSONValue, value: JSONValue)],
        _ list: RenderedValue,
        _ program: Closure
    ) throws(TemplateError) {
        let data = DataFrame(in: program.scope.data)
        for (position, item) in items.enumerated() {
            try self.step()
            data.values["key"] = .json(item.key, .data("key"))
            data.values["index"] = .json(.int(Int64(position)), .data("index"))
            data.values["first"] = .json(.bool(position == 0), .data("first"))
            data.values["last"] = .json(.bool(position == items.count - 1), .data("last"))
            let name = ValueText.text(item.key, .script)
            let origin = list.origin.map { $0 == .root ? Origin.name(name) : .member($0, name) }
            let value = RenderedValue.json(item.value, origin)
            try self.call(program, value, data: data, parameters: [value, .json(item.key, .data("key"))])
        }
    }
}
