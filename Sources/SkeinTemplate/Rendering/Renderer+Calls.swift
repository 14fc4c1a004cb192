// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Renderer {
    /// What a name with or without arguments is.
    enum CallKind {
        /// A call of a helper, or the error that there is none.
        case helper
        /// A helper if there is one, else a path.
        case ambiguous
        case path
    }

    /// Names that Handlebars keeps for what it calls itself.
    private static let reserved: Set<String> = ["helperMissing", "blockHelperMissing"]

    /// Whether a name is that of a helper whatever the values are.
    static func isReserved(_ name: String) -> Bool {
        BuiltInHelper(rawValue: name) != nil || Self.reserved.contains(name)
    }

    func kind(of call: CallSyntax, isNested: Bool, _ scope: RenderScope) -> CallKind {
        let isSimple = call.path.isSimple
        if isSimple, BlockParameters.value(call.path.parts[0], in: scope.parameters) != nil { return .path }
        if isNested || call.hasArguments { return .helper }
        guard isSimple, !call.path.isData else { return .path }
        let name = call.path.parts[0]
        if Self.isReserved(name) { return .helper }
        if self.options.knownHelpersOnly { return .path }
        return .ambiguous
    }

    /// The value of a place or sub-expression.
    mutating func value(
        of call: CallSyntax,
        isNested: Bool = false,
        _ scope: RenderScope
    ) throws(TemplateError) -> RenderedValue {
        try self.step()
        guard case .helper = self.kind(of: call, isNested: isNested, scope) else {
            return try self.resolve(call.path, scope, .whole)
        }
        if call.path.isSimple, !call.path.isData, let value = try self.helperValue(call, scope) { return value }
        return try self.missingHelper(call, scope)
    }

    /// What a helper gives; `nil` when no helper has the name.
    private mutating func helperValue(_ call: CallSyntax, _ scope: RenderScope) throws(TemplateError) -> RenderedValue?
    {
        let name = call.path.parts[0]
        switch BuiltInHelper(rawValue: name) {
        case .lookup?: return try self.lookup(call, scope)
        case .log?:
            _ = try self.arguments(of: call, scope)
            return .undefined
        case .some:
            let arguments = try self.arguments(of: call, scope)
            try self.requireOne(arguments.values.count, name, call, scope)
            let error = TemplateError(.argumentsInvalid, "#\(name) is a block", hint: "Write {{#\(name) ...}}.")
            throw scope.run.place(error, at: call.range)
        case nil: break
        }
        guard self.options.helpers == .standard, let helper = TemplateHelper.named(name) else { return nil }
        let arguments = try self.arguments(of: call, scope, allowsAbsent: helper.allowsAbsent)
        do throws(TemplateError) {
            try helper.check(arguments)
            if helper.comparesParts { try self.step(arguments.wholeWeight) }
            let value = try helper.body(arguments)
            try self.step(arguments.weight + ValueText.text(value, .json).utf8.count / 64)
            if let text = value?.string, text.utf8.count > self.limits.output { throw arguments.tooLarge }
            return value.map { RenderedValue.json($0) } ?? .undefined
        } catch {
            throw scope.run.place(error, at: call.range)
        }
    }

    /// A call of something that is no helper: nothing without arguments, else an error.
    mutating func missingHelper(_ call: CallSyntax, _ scope: RenderScope) throws(TemplateError) -> RenderedValue {
        let name = call.path.original
        let hint = TemplateHelper.hint(for: name, self.options)
        if self.options.knownHelpersOnly {
            let message = "You specified knownHelpersOnly, but used the unknown helper \(name)"
            throw scope.run.place(TemplateError(.helperUnknown, message, hint: hint), at: call.range)
        }
        let value = try self.resolve(call.path, scope, .whole)
        let isCalled = !call.arguments.isEmpty || Self.reserved.contains(name)
        guard isCalled || self.options.isStrict || value.json?.isTruthy ?? false else { return .undefined }
        let message = "Missing helper: \"\(name)\"" + (value.isNothing ? "" : "; it is \(value.description)")
        throw scope.run.place(TemplateError(.helperUnknown, message, hint: hint), at: call.range)
    }

    private mutating func lookup(_ call: CallSyntax, _ scope: RenderScope) throws(TemplateError) -> RenderedValue {
        let arguments = try self.arguments(of: call, scope)
        guard let container = arguments.values.first else { return .undefined }
        if container.isNothing { return container }
        guard arguments.values.count > 1 else { return .undefined }
        return self.member(ValueText.text(arguments.values[1].json, .script), of: container)
    }

    // MARK: Arguments

    /// The arguments of a call; with `allowsAbsent` a path may lead nowhere although rendering is strict.
    mutating func arguments(
        of call: CallSyntax,
        _ scope: RenderScope,
        allowsAbsent: Bool = true
    ) throws(TemplateError) -> HelperArguments {
        var arguments = HelperArguments(name: call.path.original, limit: self.limits.output)
        let demand: Demand = !allowsAbsent ? .whole : self.options.helpers == .standard ? .nothing : .parent
        for argument in call.arguments {
            arguments.values.append(try self.evaluate(argument, scope, demand))
        }
        for (name, value) in call.hash {
            arguments.hash[name] = try self.evaluate(value, scope, demand)
        }
        return arguments
    }

    mutating func evaluate(
        _ expression: ExpressionSyntax,
        _ scope: RenderScope,
        _ demand: Demand = .parent
    ) throws(TemplateError) -> RenderedValue {
        try self.step()
        switch expression {
        case .path(let path): return try self.resolve(path, scope, demand)
        case .string(let text): return .json(.string(text))
        case .int(let number): return .json(.int(number))
        case .double(let number): return .json(.double(number))
        case .bool(let value): return .json(.bool(value))
        case .null: return .json(.null)
        case .undefined: return .undefined
        case .call(let call):
            try self.nest()
            defer { self.unnest() }
            return try self.value(of: call, isNested: true, scope)
        }
    }

    func requireOne(_ count: Int, _ name: String, _ call: CallSyntax, _ scope: RenderScope) throws(TemplateError) {
        guard count != 1 else { return }
        let error = TemplateError(.argumentsInvalid, "#\(name) requires exactly one argument")
        throw scope.run.place(error, at: call.range)
    }
}
