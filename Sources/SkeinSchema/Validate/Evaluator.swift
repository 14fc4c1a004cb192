// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// One pass of a program over an instance.
///
/// Probing stops at the first violation and notes nothing; collecting goes on and notes all. A collecting pass probes
/// the alternatives of `anyOf` and its like, because their violations are none of the instance unless all fail.
struct Evaluator {
    /// Bounds the stack; JSON text is refused at this depth as well.
    private static let depthLimit = 512
    private static let frameLimit = 1600
    /// Bounds the work, which schemas that refer to one another in many ways can make grow without end.
    private static let workLimit = 10_000_000

    let program: SchemaProgram
    private let handles: [Unmanaged<SchemaNode>]
    private let hasDynamicScope: Bool
    var isCollecting: Bool
    var violations: [SchemaViolation] = []
    /// The way to the value at hand, kept only while collecting.
    var path: [PathToken] = []
    /// Whether the value at hand is a member's name.
    var isName = false
    /// The schema resources entered on the way to the node at hand, kept only when a `$dynamicRef` may ask.
    private var scope: [Int] = []
    private var depth = 0
    private var frames = 0
    /// How many steps are left.
    private(set) var work: Int
    /// The limit that was reached.
    private var exhaustion: String?

    enum PathToken {
        case key(String)
        case index(Int)
    }

    init(_ program: SchemaProgram, isCollecting: Bool, workLimit: Int = Self.workLimit) {
        self.program = program
        self.handles = program.handles
        self.hasDynamicScope = program.hasDynamicScope
        self.isCollecting = isCollecting
        self.work = workLimit
    }

    mutating func isValid(_ instance: JSONValue) -> Bool {
        var evaluated = Evaluated()
        return self.evaluate(0, instance, &evaluated) && self.exhaustion == nil
    }

    mutating func violations(of instance: JSONValue) -> [SchemaViolation] {
        var evaluated = Evaluated()
        _ = self.evaluate(0, instance, &evaluated)
        return self.violations + [self.limitViolation].compactMap { $0 }
    }

    /// What to report when the pass ended at a limit.
    var limitViolation: SchemaViolation? {
        self.exhaustion.map {
            SchemaViolation(code: "limit-exceeded", instance: .root, schema: .root, message: $0, hint: nil)
        }
    }

    /// Whether the pass must end: a limit is reached, or enough is noted.
    var isDone: Bool { self.exhaustion != nil || self.violations.count >= Schema.violationLimit }

    /// Checks a value against a node.
    mutating func evaluate(_ id: NodeID, _ value: JSONValue, _ outer: inout Evaluated) -> Bool {
        let frames = self.frames
        defer { self.frames = frames }
        guard self.enter() else { return false }
        return self.handles[id]._withUnsafeGuaranteedRef { node in
            guard let target = node.forward, !self.hasDynamicScope else { return self.evaluate(node, value, &outer) }
            return self.evaluate(target, value, &outer)
        }
    }

    private mutating func evaluate(_ node: SchemaNode, _ value: JSONValue, _ outer: inout Evaluated) -> Bool {
        if node.hasOnlyTypes, !self.isCollecting { return node.allows(value) }
        let entersResource = self.hasDynamicScope && self.scope.last != node.resource
        if entersResource { self.scope.append(node.resource) }
        defer { if entersResource { self.scope.removeLast() } }

        guard outer.isTracking || node.tracksEvaluation else { return self.check(node, value, &outer) }
        var inner = Evaluated(of: value)
        let isValid = self.check(node, value, &inner)
        // What an invalid schema has looked at does not count. While collecting it does: the instance is invalid anyhow, and
        // reporting its members as unevaluated too would only distract.
        if isValid || self.isCollecting { outer.formUnion(inner) }
        return isValid
    }

    /// Checks a member, an element or a name: a value of its own.
    mutating func descend(_ id: NodeID, _ value: JSONValue, _ token: @autoclosure () -> PathToken) -> Bool {
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= Self.depthLimit else {
            self.exhaust("The value is nested deeper than \(Self.depthLimit) levels.")
            return false
        }
        var evaluated = Evaluated()
        guard self.isCollecting else { return self.evaluate(id, value, &evaluated) }
        self.path.append(token())
        defer { self.path.removeLast() }
        return self.evaluate(id, value, &evaluated)
    }

    /// Runs a part of the pass that notes nothing.
    mutating func probe(_ body: (inout Evaluator) -> Bool) -> Bool {
        let wasCollecting = self.isCollecting
        self.isCollecting = false
        defer { self.isCollecting = wasCollecting }
        return body(&self)
    }

    /// The node that a dynamic anchor leads to: the outermost one in scope.
    func dynamicTarget(_ name: String, fallback: NodeID) -> NodeID {
        for resource in self.scope {
            guard let anchors = self.program.dynamicAnchors[resource] else { continue }
            for anchor in anchors where ByteString.equal(anchor.name, name) { return anchor.node }
        }
        return fallback
    }

    mutating func exhaust(_ reason: String) { self.exhaustion = self.exhaustion ?? reason }

    /// Pays for work that grows with the value; whether there is enough left.
    @discardableResult
    mutating func pay(_ steps: Int) -> Bool {
        self.work -= steps
        guard self.work <= 0 else { return true }
        self.exhaust("Checking the value takes too many steps.")
        return false
    }

    /// Whether a pattern matches some part of a text; false as well when there is no work left for it.
    mutating func finds(_ pattern: BoundedRegex, in text: String) -> Bool {
        // A step of a pattern is a few times as quick as the visit of a node.
        var steps = max(self.work, 0) * 4
        let isFound = pattern.matches(anywhereIn: text, steps: &steps)
        self.pay(max(self.work, 0) - max(steps, 0) / 4)
        return isFound
    }

    private mutating func enter() -> Bool {
        // To note what is wrong takes longer than to find out whether something is.
        guard self.pay(self.isCollecting ? 8 : 1) else { return false }
        guard self.frames < Self.frameLimit else {
            self.exhaust("The value and the schema together are nested too deep.")
            return false
        }
        self.frames += 1
        return true
    }

    private mutating func check(_ node: SchemaNode, _ value: JSONValue, _ evaluated: inout Evaluated) -> Bool {
        if !node.allows(value) {
            if self.isCollecting { self.reportType(node, value) }
            // Checks for other types would not apply, and values of the wrong type need no second complaint.
            return false
        }
        var isValid = true
        if let values = node.values, !self.check(values, node, value) {
            isValid = false
            if !self.isCollecting { return false }
        }
        if !self.checkType(node, value, &evaluated) {
            isValid = false
            if !self.isCollecting { return false }
        }
        for position in node.applicators.indices {
            if self.isDone { return false }
            if !self.apply(node.applicators[position], node, value, &evaluated) {
                isValid = false
                if !self.isCollecting { return false }
            }
        }
        if node.tracksEvaluation, !self.checkUnevaluated(node, value, &evaluated) { isValid = false }
        return isValid
    }

    private mutating func checkType(_ node: SchemaNode, _ value: JSONValue, _ evaluated: inout Evaluated) -> Bool {
        switch value {
        case .null, .bool: return true
        case .int(let number):
            guard let checks = node.number else { return true }
            return self.check(checks, node, .int(number))
        case .double(let number):
            guard let checks = node.number else { return true }
            return self.check(checks, node, .double(number))
        case .string(let text):
            guard let checks = node.string else { return true }
            guard self.pay(text.utf8.count / 64) else { return false }
            return self.check(checks, node, text)
        case .array(let elements):
            guard let checks = node.array else { return true }
            if checks.isUnique, !self.pay(elements.count / 4) { return false }
            return self.check(checks, node, elements, &evaluated)
        case .object(let object):
            guard let checks = node.object else { return true }
            guard self.pay((checks.required.count + object.count) / 8) else { return false }
            return self.check(checks, node, object, &evaluated)
        }
    }
}
