// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A template made of what most templates are made of: text, paths, `if`, `unless`, `each`, `with`, sections and helpers.
///
/// What can be decided before rendering is decided here, so that ``PlainRenderer`` only walks and writes. A template with
/// partials, decorators, block parameters or anything else has none, and ``Renderer`` renders it.
final class PlainProgram: Sendable {
    let parts: PlainParts
    let options: TemplateOptions
    let limits: TemplateLimits

    init(_ parts: PlainParts, options: TemplateOptions, limits: TemplateLimits) {
        self.parts = parts
        self.options = options
        self.limits = limits
    }
}

/// The parts of a plain program.
///
/// They name each other by their positions in these lists: what holds no object is walked without counting references.
struct PlainParts: Sendable {
    /// The nodes, each block's in one piece.
    var nodes: [PlainNode] = []
    /// Those that are not inside a block.
    var root = 0..<0
    /// All text between tags.
    var text: [UInt8] = []
    /// The names of all paths.
    var names: [String] = []
    var blocks: [PlainBlock] = []
    /// Literals; `nil` for `undefined`.
    var literals: [JSONValue?] = []
    var calls: [PlainCall] = []
    /// Whether a path starts at a context around the one at hand.
    var usesOuterContexts = false

    /// Hands out what rendering reads most, where it lies in memory.
    func withLists<Result>(_ body: (PlainLists) -> Result) -> Result {
        self.nodes.withUnsafeBufferPointer { nodes in
            self.text.withUnsafeBufferPointer { text in
                self.names.withUnsafeBufferPointer { names in
                    self.blocks.withUnsafeBufferPointer { blocks in
                        body(PlainLists(nodes: nodes, text: text, names: names, blocks: blocks))
                    }
                }
            }
        }
    }
}

/// Lists of a plain program, as long as it is rendered.
struct PlainLists {
    let nodes: UnsafeBufferPointer<PlainNode>
    let text: UnsafeBufferPointer<UInt8>
    let names: UnsafeBufferPointer<String>
    let blocks: UnsafeBufferPointer<PlainBlock>
}

enum PlainNode: Sendable {
    case text(Range<Int>)
    case comment
    /// A place that is filled.
    case place(PlainExpression, isEscaped: Bool)
    case block(Int)
}

enum PlainExpression: Sendable {
    case path(PlainPath)
    case variable(LoopVariable)
    case literal(Int)
    case call(Int)
}

/// A path from the context, or from one around it.
struct PlainPath: Sendable {
    /// The positions of the names, one after the other.
    let names: Range<Int>
    /// The position of the first name as scopes know it.
    let rootName: Int
    /// How many contexts up.
    let depth: Int
    /// How much of it must exist when rendering is strict.
    let demand: Demand
}

/// A variable of the innermost loop.
enum LoopVariable: String, Sendable {
    case index, key, first, last
}

/// A block, with its parts.
struct PlainBlock: Sendable {
    enum Kind: Sendable {
        case condition, unless, each, with
        /// A block named after a value.
        case section
    }

    let kind: Kind
    let argument: PlainExpression
    let body: Range<Int>?
    let inverse: Range<Int>?
}

/// A call of a helper.
final class PlainCall: Sendable {
    let helper: TemplateHelper
    let arguments: [PlainExpression]
    let hash: [(name: String, value: PlainExpression)]

    init(helper: TemplateHelper, arguments: [PlainExpression], hash: [(name: String, value: PlainExpression)]) {
        self.helper = helper
        self.arguments = arguments
        self.hash = hash
    }
}
