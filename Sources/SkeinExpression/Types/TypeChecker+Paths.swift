// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TypeChecker {
    /// The type at the end of a path.
    mutating func path(_ syntax: Syntax) -> StaticType {
        let path = PathSyntax(syntax)
        for step in path.steps {
            if case .computed(let index) = step.kind { _ = self.type(of: index) }
        }
        let isOptional = path.steps.contains { $0.isOptional }
        guard let read = ReadPath(path, locals: self.localNames) else {
            let base = self.base(of: path)
            return isOptional ? StaticType(.optional) : self.walk(path, from: .present(base), read: nil)
        }
        let root = self.environment.member(ofRoot: read.root)
        if case .impossible(let reason) = root {
            self.report(
                .pathImpossible,
                self.text(syntax),
                "'\(self.text(path.base))' cannot be read: \(reason).",
                nearest: NearestName.among(self.environment.rootNames, to: read.root)
            )
            return .any
        }
        let type = self.walk(path, from: root, read: read)
        return isOptional ? StaticType(.optional) : type
    }

    /// What a path starts from that is no root: a variable of a macro, the name of a type, any expression.
    private mutating func base(of path: PathSyntax) -> StaticType {
        guard case .name(let name, _, _) = path.base.kind else { return self.type(of: path.base) }
        return self.locals.last { $0.name == name }?.type ?? .any
    }

    /// Walks down a path; reports the first place where it cannot or may not go on.
    private mutating func walk(_ path: PathSyntax, from start: StaticMember, read: ReadPath?) -> StaticType {
        var member = start
        var end = path.base.end
        var isCertain = self.isGuarded
        var nearest: String?
        for (position, step) in path.steps.enumerated() {
            let parent = self.text(path.base.start, end)
            let prefix = read?.prefix(position)
            isCertain = self.checkPresence(member, parent, prefix, isCertain || step.isOptional, nearest)
            let type = member.type
            if !isCertain, type.isKnownNullable, !(prefix.map { self.facts.isNonNull($0) } ?? false) {
                let name = Self.name(of: step)
                self.mayBeNull(type, parent, "so it may have no \(name)", read: self.text(path.base.start, step.end))
                isCertain = true
            }
            guard let next = self.step(step, into: type, parent, whole: self.text(path.base.start, step.end)) else {
                return .any
            }
            let name = Self.name(of: step)
            // Only what nothing says that it is there is likely a slip.
            if case .undeclared = next {
                nearest = NearestName.among((type.structure?.names ?? []).filter { $0 != name }, to: name)
            } else {
                nearest = nil
            }
            member = next
            end = step.end
        }
        let whole = self.text(path.base.start, end)
        _ = self.checkPresence(member, whole, read, isCertain, nearest)
        let isNonNull = read.map { self.facts.isNonNull($0) } ?? false
        return isNonNull ? member.type.nonNull : member.type
    }

    /// Reports a part that may be absent, once; returns whether what follows needs no further report.
    private mutating func checkPresence(
        _ member: StaticMember,
        _ path: String,
        _ read: ReadPath?,
        _ isCertain: Bool,
        _ nearest: String?
    ) -> Bool {
        guard !isCertain else { return true }
        if let read, self.facts.hasValue(at: read) { return false }
        switch member {
        case .present, .impossible: return false
        case .optional(_, let reason), .undeclared(_, let reason):
            let message = "'\(path)' may be absent: \(reason)."
            let isDeclared = if case .optional = member { true } else { false }
            let remedy = "Write `\(path) ?? default`, or test it before: `has(\(path))`."
            self.report(.pathUncertain, path, message, nearest: isDeclared ? nil : nearest, remedy: remedy)
        }
        return true
    }

    /// What one step leads to; `nil`, with a report, when it cannot lead to anything.
    private mutating func step(
        _ step: PathSyntax.Step,
        into type: StaticType,
        _ parent: String,
        whole: String
    ) -> StaticMember? {
        let member: StaticMember
        switch step.kind {
        case .member(let name):
            guard self.canLook(into: type, for: [.map, .optional], parent, whole) else { return nil }
            member = type.structure?.member(name) ?? .present(.any)
        case .index(let position):
            guard self.canLook(into: type, for: [.list, .map, .optional], parent, whole) else { return nil }
            member = type.structure?.element(at: Int(clamping: position)) ?? .present(.any)
        case .computed:
            guard self.canLook(into: type, for: [.list, .map, .optional], parent, whole) else { return nil }
            // Whether a computed key is there cannot be told.
            let element = type.kinds.contains(.map) ? nil : type.structure?.element(at: nil).type
            return .present(element ?? .any)
        }
        guard case .impossible(let reason) = member, type.kinds.isSubset(of: [.map, .list, .null]) else {
            if case .impossible = member { return .present(.any) }
            return member
        }
        self.report(
            .pathImpossible,
            whole,
            "'\(whole)' is never there: \(reason).",
            nearest: NearestName.among(type.structure?.names ?? [], to: Self.name(of: step))
        )
        return nil
    }

    private mutating func canLook(
        into type: StaticType,
        for kinds: StaticType.Kinds,
        _ parent: String,
        _ whole: String
    ) -> Bool {
        guard type.kinds.isDisjoint(with: kinds.union(.null)) else { return true }
        self.report(
            .pathImpossible,
            whole,
            "'\(whole)' is never there: '\(parent)' is \(type.kinds), which has nothing of that kind."
        )
        return false
    }

    mutating func mayBeNull(_ type: StaticType, _ path: String, _ consequence: String, read: String) {
        let reason = type.nullReason.map { " because \($0)" } ?? ""
        let remedy = "Write `\(read) ?? default`, or test it before: `\(path) != null`."
        self.report(.pathUncertain, path, "'\(path)' may be null\(reason), \(consequence).", remedy: remedy)
    }

    private static func name(of step: PathSyntax.Step) -> String {
        switch step.kind {
        case .member(let name): name
        case .index(let position): "[\(position)]"
        case .computed: "such element"
        }
    }
}
