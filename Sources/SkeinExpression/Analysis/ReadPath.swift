// SPDX-License-Identifier: Apache-2.0

/// A path from a root, as an expression reads it.
package struct ReadPath: Hashable, Sendable {
    /// The name of the root, without `$`.
    package let root: String
    package let segments: [Reference.Segment]

    package init(root: String, segments: [Reference.Segment]) {
        self.root = root
        self.segments = segments
    }

    /// The path that is read from the scope; `nil` for variables of macros and names of types.
    init?(_ path: PathSyntax, locals: [String]) {
        guard case .name(let name, let isRoot, let isAbsolute) = path.base.kind else { return nil }
        if !isAbsolute, locals.contains(name) { return nil }
        if !isRoot {
            let names = path.qualifiedNames(name)
            if names.count == path.steps.count + 1, let last = names.last, ValueType(rawValue: last) != nil {
                return nil
            }
        }
        self.init(root: name, segments: path.steps.map(\.segment))
    }

    /// The first steps of the path.
    func prefix(_ count: Int) -> ReadPath { ReadPath(root: self.root, segments: Array(self.segments.prefix(count))) }

    /// Whether the other path starts with this one.
    func leads(to other: ReadPath) -> Bool { self.segments.count <= other.segments.count && self.isAlong(other) }

    /// Whether one of the two paths starts with the other.
    func isAlong(_ other: ReadPath) -> Bool {
        self.root == other.root && zip(self.segments, other.segments).allSatisfy { $0 == $1 }
    }
}

/// What a condition that has come out one way says about the paths it reads.
package struct PathFacts: Sendable {
    /// The paths that can be walked to their ends.
    private(set) var present: [ReadPath] = []
    /// Those whose values are not null.
    private(set) var nonNull: [ReadPath] = []

    package init() {}

    /// It is known that there is something at each path: the names, the root first.
    package init(nonNull paths: [[String]]) {
        for path in paths where !path.isEmpty {
            self.insert(nonNull: ReadPath(root: path[0], segments: path.dropFirst().map { .member($0) }))
        }
    }

    /// What is known when both are known.
    package mutating func formUnion(_ other: PathFacts) {
        self.present += other.present
        self.nonNull += other.nonNull
    }

    private mutating func insert(nonNull path: ReadPath) {
        self.present.append(path)
        self.nonNull.append(path)
    }

    /// Whether there is something at the end of the path.
    func hasValue(at path: ReadPath) -> Bool { self.present.contains { path.leads(to: $0) } }

    /// Whether what is at the end of the path is not null.
    func isNonNull(_ path: ReadPath) -> Bool {
        self.nonNull.contains(path) || self.present.contains { $0 != path && path.leads(to: $0) }
    }

    // MARK: What conditions tell

    /// What holds when the condition has that outcome.
    ///
    /// - Parameters:
    ///   - syntax: The condition.
    ///   - isTrue: Its outcome.
    ///   - locals: The variables of macros around it.
    ///   - testsOnly: Whether only `has` counts, and not that what was read without an error is there.
    init(_ syntax: Syntax, isTrue: Bool, locals: [String], testsOnly: Bool) {
        self.init()
        switch syntax.kind {
        case .group(let inner): self = PathFacts(inner, isTrue: isTrue, locals: locals, testsOnly: testsOnly)
        case .not(let inner): self = PathFacts(inner, isTrue: !isTrue, locals: locals, testsOnly: testsOnly)
        case .logic(let isAnd, let operands) where isAnd == isTrue:
            for operand in operands {
                self.formUnion(PathFacts(operand, isTrue: isTrue, locals: locals, testsOnly: testsOnly))
            }
        case .call(target: nil, function: "has", _, let arguments) where isTrue && arguments.count == 1:
            if let path = ReadPath(PathSyntax(arguments[0]), locals: locals) { self.present.append(path) }
        case .chain(let left, let links) where links.count == 1 && !testsOnly:
            let right = links[0].operand
            self.compare(left, links[0].operation, right, isTrue: isTrue, locals)
            self.compare(right, links[0].operation, left, isTrue: isTrue, locals)
        case .name, .select, .index:
            guard isTrue, !testsOnly, let path = ReadPath(PathSyntax(syntax), locals: locals) else { return }
            self.insert(nonNull: path)
        default: break
        }
    }

    /// A path that was compared with a literal: it is there, and not null unless null was what it was found to be.
    private mutating func compare(
        _ side: Syntax,
        _ operation: BinaryOperator,
        _ other: Syntax,
        isTrue: Bool,
        _ locals: [String]
    ) {
        guard case .literal(let literal) = other.ungrouped.kind,
            let path = ReadPath(PathSyntax(side.ungrouped), locals: locals)
        else { return }
        switch operation {
        case .equal where literal.isNull != isTrue, .notEqual where literal.isNull == isTrue,
            .less, .lessOrEqual, .greater, .greaterOrEqual:
            self.insert(nonNull: path)
        default: self.present.append(path)
        }
    }
}
