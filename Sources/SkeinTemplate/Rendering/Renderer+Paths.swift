// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// How much of a path must exist in strict rendering.
enum Demand {
    /// All of it.
    case whole
    /// All but its last name, as Handlebars demands it of arguments.
    case parent
    /// Nothing.
    case nothing
}

extension Renderer {
    /// The value at a path, of which as much must exist as is demanded when rendering is strict.
    mutating func resolve(
        _ path: PathSyntax,
        _ scope: RenderScope,
        _ demand: Demand
    ) throws(TemplateError) -> RenderedValue {
        var parts = path.parts[...]
        var value: RenderedValue
        var isLoose = false
        if path.depth == 0, !path.isScoped, let name = parts.first,
            let parameter = BlockParameters.value(name, in: scope.parameters)
        {
            value = parameter
            parts = parts.dropFirst()
        } else if parts.isEmpty {
            value = self.context(path, scope)
        } else if path.isData {
            value = try self.variable(path, scope, demand)
            parts = parts.dropFirst()
            isLoose = true
        } else if self.options.isCompatible, path.depth == 0, !path.isScoped, let name = parts.first {
            value = self.nearest(name, scope)
            parts = parts.dropFirst()
        } else {
            value = self.context(path, scope)
        }
        for index in parts.indices {
            let isLast = index == parts.endIndex - 1
            value = try self.next(
                path,
                index,
                value,
                scope,
                isLast ? demand : demand == .whole ? .parent : demand,
                isLoose: isLoose
            )
        }
        if self.explains, let origin = value.origin { self.pathsRead.append(origin.path) }
        return value
    }

    private func context(_ path: PathSyntax, _ scope: RenderScope) -> RenderedValue {
        path.depth == 0 ? scope.context : scope.contexts?.up(path.depth)?.value ?? .undefined
    }

    /// `@name`.
    private func variable(
        _ path: PathSyntax,
        _ scope: RenderScope,
        _ demand: Demand
    ) throws(TemplateError) -> RenderedValue {
        var frame: DataFrame? = scope.data
        for _ in 0..<path.depth { frame = frame?.parent }
        if let value = frame?.values[path.parts[0]] { return value }
        // A partial may ask whether it was called with a block.
        if path.parts[0] == "partial-block" { return frame?.partialBlock == nil ? .undefined : .json(true) }
        let isNeeded = demand == .whole || (demand == .parent && path.parts.count > 1)
        guard self.options.isStrict, isNeeded else { return .undefined }
        let hint = frame.flatMap { NearestName.among($0.values.keys.sorted(), to: path.parts[0]) }
        let message = "\"\(path.original)\" not defined in the variables of this place"
        let error = TemplateError(.pathAbsent, message, hint: hint.map { "Did you mean '@\($0)'?" })
        throw scope.run.place(error, at: path.range)
    }

    /// The member of the nearest context that has it.
    private func nearest(_ name: String, _ scope: RenderScope) -> RenderedValue {
        var contexts = scope.contexts
        while let current = contexts {
            let value = self.member(name, of: current.value)
            if !value.isNothing { return value }
            contexts = current.parent
        }
        return .undefined
    }

    private mutating func next(
        _ path: PathSyntax,
        _ index: Int,
        _ value: RenderedValue,
        _ scope: RenderScope,
        _ demand: Demand,
        isLoose: Bool
    ) throws(TemplateError) -> RenderedValue {
        if value.isNothing {
            let isError = self.options.isStrict || self.options.assumesObjects
            guard isError, demand != .nothing else { return value }
            throw self.absent(path, index, value, scope)
        }
        // What is false in a variable has no members, and stands for them.
        if isLoose, !self.options.isStrict, let json = value.json, !json.isTruthy { return value }
        let result = self.member(path.parts[index], of: value)
        if demand == .whole, self.options.isStrict, result.isUndefined { throw self.absent(path, index, value, scope) }
        return result
    }

    /// A member of a value.
    func member(_ name: String, of value: RenderedValue) -> RenderedValue {
        switch value.content {
        case .undefined: return .undefined
        case .roots:
            let root = Template.rootName(name)
            return self.roots?(root).map { .json($0, .name(root)) } ?? .undefined
        case .json(let json):
            if let given = value.given[name] { return given }
            guard let member = json.templateMember(name) else { return .undefined }
            return .json(member, value.origin.map { $0 == .root ? .name(name) : .member($0, name) })
        }
    }

    /// The error of a path that leads nowhere.
    private func absent(
        _ path: PathSyntax,
        _ index: Int,
        _ value: RenderedValue,
        _ scope: RenderScope
    ) -> TemplateError {
        let name = path.parts[index]
        let parent = path.parts[..<index].joined(separator: ".")
        var nearest: String?
        if case .json(.object(let object)) = value.content { nearest = NearestName.among(object.keys, to: name) }
        let message: String
        if parent.isEmpty {
            message = "\"\(path.original)\" not defined in the context: nothing is named '\(name)' here."
        } else {
            let what = "'\(parent)' is \(value.description) without '\(name)'"
            message = "\"\(path.original)\" not defined in the context: \(what)."
        }
        let suggestion = nearest.map {
            "Did you mean '\(([parent, $0]).filter { !$0.isEmpty }.joined(separator: "."))'?"
        }
        return scope.run.place(TemplateError(.pathAbsent, message, hint: suggestion), at: path.range)
    }
}
