// SPDX-License-Identifier: Apache-2.0

/// Finds calls of helpers that do not exist or do not take their arguments, before anything is rendered.
struct HelperCheck {
    private let template: Template

    static func check(_ template: Template) throws(TemplateError) {
        try HelperCheck(template: template).visit(template.root, parameters: [])
    }

    private func visit(_ program: ProgramSyntax?, parameters: [String]) throws(TemplateError) {
        guard let program else { return }
        let parameters = parameters + program.blockParameters
        for node in program.body {
            switch node {
            case .content, .comment: break
            case .mustache(let mustache):
                if mustache.isDecorator { throw self.decorator(mustache.call) }
                try self.call(mustache.call, parameters)
            case .block(let block):
                if block.isDecorator, block.call.path.original != "inline" { throw self.decorator(block.call) }
                if block.isDecorator { try self.arguments(block.call, parameters) }
                if !block.isDecorator { try self.call(block.call, parameters, isBlock: true) }
                try self.visit(block.program, parameters: parameters)
                try self.visit(block.inverse, parameters: parameters)
            case .partial(let partial):
                if case .call(let name) = partial.name { try self.call(name, parameters, isNested: true) }
                try self.arguments(partial.call, parameters)
                try self.visit(partial.program, parameters: parameters)
            }
        }
    }

    private func call(
        _ call: CallSyntax,
        _ parameters: [String],
        isNested: Bool = false,
        isBlock: Bool = false
    ) throws(TemplateError) {
        try self.arguments(call, parameters)
        let name = call.path.original
        let isParameter = call.path.isSimple && parameters.contains(name)
        if let builtIn = BuiltInHelper(rawValue: name), !isParameter {
            return try self.builtIn(builtIn, call, isBlock: isBlock)
        }
        guard !isParameter, isNested || call.hasArguments else { return }
        guard let helper = self.template.options.helpers == .standard ? TemplateHelper.named(name) : nil else {
            let hint = TemplateHelper.hint(for: name, self.template.options)
            throw self.place(TemplateError(.helperUnknown, "There is no helper '\(name)'.", hint: hint), call)
        }
        do throws(TemplateError) {
            try helper.check(call.arguments.count, call.hash.map(\.name))
        } catch {
            throw self.place(error, call)
        }
    }

    private func builtIn(_ helper: BuiltInHelper, _ call: CallSyntax, isBlock: Bool) throws(TemplateError) {
        let count = call.arguments.count
        let name = helper.rawValue
        switch helper {
        case .log: return
        case .lookup:
            guard count != 2 else { return }
            let message = "'lookup' takes 2 arguments, not \(count)."
            throw self.place(TemplateError(.argumentsInvalid, message, hint: "Usage: {{lookup list index}}."), call)
        default:
            guard count == 1 else {
                let message = "#\(name) requires exactly one argument"
                throw self.place(TemplateError(.argumentsInvalid, message), call)
            }
            guard !isBlock else { return }
            let hint = "Write {{#\(name) ...}} ... {{/\(name)}}."
            throw self.place(TemplateError(.argumentsInvalid, "#\(name) is a block", hint: hint), call)
        }
    }

    private func arguments(_ call: CallSyntax, _ parameters: [String]) throws(TemplateError) {
        for argument in call.arguments + call.hash.map(\.value) {
            if case .call(let nested) = argument { try self.call(nested, parameters, isNested: true) }
        }
    }

    private func decorator(_ call: CallSyntax) -> TemplateError {
        let message = "There is no decorator '\(call.path.original)'; 'inline' is the only one."
        return self.place(TemplateError(.decoratorUnknown, message), call)
    }

    private func place(_ error: TemplateError, _ call: CallSyntax) -> TemplateError {
        error.placed(at: self.template.text.position(call.range.lowerBound))
    }
}
