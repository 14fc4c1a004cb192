// SPDX-License-Identifier: Apache-2.0

/// A path as written: `../items.[0].name`, `@index`.
struct PathSyntax: Sendable {
    /// The path without brackets, as messages and names of partials have it.
    let original: String
    var isData = false
    /// How many contexts (or data frames) up.
    var depth = 0
    var parts: [String]
    let range: Range<Int>

    /// Whether the path says where it starts, so that it can be no helper and no block parameter.
    var isScoped: Bool {
        if self.original.hasPrefix(".") { return true }
        var rest = Substring(self.original)
        while let place = rest.firstRange(of: "this") {
            guard let next = rest[place.upperBound...].unicodeScalars.first else { return true }
            if !next.isWordCharacter { return true }
            rest = rest[place.upperBound...]
        }
        return false
    }

    /// Whether the path is one name that may be a helper.
    var isSimple: Bool { self.parts.count == 1 && self.depth == 0 && !self.isScoped }
}

/// An argument, or the name of a partial.
indirect enum ExpressionSyntax: Sendable {
    case path(PathSyntax)
    case string(String)
    case int(Int64)
    case double(Double)
    case bool(Bool)
    case null
    case undefined
    case call(CallSyntax)
}

/// A name with arguments; an object, so that nested calls take little of the stack.
final class CallSyntax: Sendable {
    let path: PathSyntax
    let arguments: [ExpressionSyntax]
    let hash: [(name: String, value: ExpressionSyntax)]
    let range: Range<Int>

    init(
        path: PathSyntax,
        arguments: [ExpressionSyntax],
        hash: [(name: String, value: ExpressionSyntax)],
        range: Range<Int>
    ) {
        self.path = path
        self.arguments = arguments
        self.hash = hash
        self.range = range
    }

    var hasArguments: Bool { !self.arguments.isEmpty || !self.hash.isEmpty }
}

/// Whether a tag strips the space before it and after it.
struct Strip: Sendable {
    var open = false
    var close = false
}

/// Text between tags; kept apart from the tree, so that whitespace control can change it.
struct ContentSyntax: Sendable {
    let original: String
    var value: String
    var isLeftStripped = false
    var isRightStripped = false
}

struct ProgramSyntax: Sendable {
    var body: [NodeSyntax]
    var blockParameters: [String] = []
    /// Whether it holds the block of an `{{else if}}`.
    var isChained = false
    /// The inline partials and other decorators in it, which work from its beginning.
    let decorators: [BlockSyntax]

    init(_ body: [NodeSyntax], blockParameters: [String] = [], isChained: Bool = false) {
        self.body = body
        self.blockParameters = blockParameters
        self.isChained = isChained
        self.decorators = body.compactMap { node in
            if case .block(let block) = node, block.isDecorator { block } else { nil }
        }
    }
}

indirect enum NodeSyntax: Sendable {
    /// The position of the text among the template's contents.
    case content(Int)
    case comment(Strip)
    case mustache(MustacheSyntax)
    case block(BlockSyntax)
    case partial(PartialSyntax)
}

struct MustacheSyntax: Sendable {
    let call: CallSyntax
    let isEscaped: Bool
    let isDecorator: Bool
    let strip: Strip
    let range: Range<Int>
}

struct BlockSyntax: Sendable {
    let call: CallSyntax
    var isDecorator = false
    var isRaw = false
    var program: ProgramSyntax?
    var inverse: ProgramSyntax?
    var openStrip = Strip()
    var inverseStrip = Strip()
    var closeStrip = Strip()
}

struct PartialSyntax: Sendable {
    let name: ExpressionSyntax
    /// The name as written, when it is not computed.
    let staticName: String?
    let call: CallSyntax
    /// What stands between the tags of a partial block.
    var program: ProgramSyntax?
    var strip = Strip()
    var closeStrip = Strip()
    /// The position of the indentation among the template's indentations.
    let indent: Int
}
