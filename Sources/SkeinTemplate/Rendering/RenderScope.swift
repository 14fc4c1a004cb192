// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The contexts around a place, the innermost first.
final class Contexts {
    let value: RenderedValue
    let parent: Contexts?

    init(_ value: RenderedValue, parent: Contexts? = nil) {
        self.value = value
        self.parent = parent
    }

    func up(_ depth: Int) -> Contexts? {
        var contexts: Contexts? = self
        for _ in 0..<depth { contexts = contexts?.parent }
        return contexts
    }
}

/// The variables `@name` of a place, and those around it.
final class DataFrame {
    var values: [String: RenderedValue]
    var partialBlock: PartialBlock?
    let parent: DataFrame?

    init(_ values: [String: RenderedValue]) {
        self.values = values
        self.parent = nil
    }

    /// A frame with what another one has, to be changed.
    init(in parent: DataFrame) {
        self.values = parent.values
        self.partialBlock = parent.partialBlock
        self.parent = parent
    }
}

/// The parameters of the blocks around a place, the innermost first.
final class BlockParameters {
    let names: [String]
    let values: [RenderedValue]
    let parent: BlockParameters?

    init(_ names: [String], _ values: [RenderedValue], parent: BlockParameters?) {
        self.names = names
        self.values = values
        self.parent = parent
    }

    static func value(_ name: String, in parameters: BlockParameters?) -> RenderedValue? {
        var frame = parameters
        while let current = frame {
            if let position = current.names.firstIndex(of: name) {
                return position < current.values.count ? current.values[position] : .undefined
            }
            frame = current.parent
        }
        return nil
    }
}

/// One rendering of one template: inline partials come and go while it runs.
final class TemplateRun {
    let template: Template
    /// The name that the template has as a partial.
    let name: String?
    var partials: [String: PartialSource]

    init(_ template: Template, name: String?, partials: [String: PartialSource]) {
        self.template = template
        self.name = name
        self.partials = partials
    }

    func place(_ error: TemplateError, at range: Range<Int>) -> TemplateError {
        error.placed(at: self.template.text.position(range.lowerBound), partial: self.name)
    }
}

/// Where a partial's text comes from.
enum PartialSource {
    case template(Template)
    case block(Closure)
}

/// What stands between the tags of a partial block, as the partial calls it.
final class PartialBlock {
    let closure: Closure
    /// What `@partial-block` means inside it.
    let outer: PartialBlock?

    init(_ closure: Closure, outer: PartialBlock?) {
        self.closure = closure
        self.outer = outer
    }
}

/// A part of a template, with what it sees.
final class Closure {
    let program: ProgramSyntax
    let scope: RenderScope
    /// The inline partials that the part defines.
    var partials: [String: PartialSource] = [:]

    init(_ program: ProgramSyntax, _ scope: RenderScope) {
        self.program = program
        self.scope = scope
    }
}

/// What a place in a template sees.
struct RenderScope {
    let run: TemplateRun
    var context: RenderedValue
    var contexts: Contexts?
    var data: DataFrame
    var parameters: BlockParameters?
}
