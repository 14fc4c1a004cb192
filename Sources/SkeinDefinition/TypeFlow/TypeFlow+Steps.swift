// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import SkeinSchema

extension TypeFlow {
    /// Checks what a step reads, and tells what it comes to.
    mutating func visitKind(_ node: Graph.Node, _ reader: Reader) -> StaticType {
        let step = node.step
        switch step.kind {
        case .function(let name, let input):
            self.checkCall(name, input, at: step.pointer, reader)
            return self.outputShape(of: name).map { StaticType(of: $0, source: "the output of '\(name)'") } ?? .any
        case .transform(let set): return self.type(of: set, at: step.pointer.appending("set"), reader)
        case .validate(let validate):
            if let value = validate.value {
                _ = self.type(of: value, at: step.pointer.appending("input_mapping"), reader)
            }
            self.check(validate.rules, at: step.pointer.appending("rules"), reader)
            return StaticType(of: ["valid": true])
        case .branch(let branch):
            self.visit(branch, node, reader)
            return Self.object([("taken", StaticType([.string, .null]))])
        case .parallel:
            self.visitChildren(of: node, reader)
            return Self.object([("completed", StaticType(.number)), ("failed", StaticType(.number))])
        case .forEach(let each): return self.visit(each, node, reader)
        case .loop(let loop):
            self.visit(loop, node, reader)
            return Self.object([("iterations", StaticType(.number))])
        case .phase(let phase):
            self.visitChildren(of: node, reader)
            if let gate = phase.gate { self.check(gate, "gate", of: step, reader) }
            return StaticType(of: ["done": true])
        case .raise, .finish, .wait, .human, .workflow, .emit: return self.visitLeaf(step, reader)
        }
    }

    private mutating func visitLeaf(_ step: StepDefinition, _ reader: Reader) -> StaticType {
        let place = step.pointer
        switch step.kind {
        case .raise(let raise):
            _ = self.type(of: raise.message, at: place.appending("error").appending("message"), reader)
            return .any
        case .finish(let output):
            if let output { _ = self.type(of: output, at: place.appending("output"), reader) }
            return .any
        case .wait(let wait): return self.visit(wait, step, reader)
        case .human(let human): return self.visit(human, step, reader)
        case .workflow(let workflow):
            _ = self.type(of: workflow.input, at: place.appending("input_mapping"), reader)
            guard !workflow.waits else { return .any }
            return Self.object([("execution_id", StaticType(.string)), ("version", StaticType(.number))])
        case .emit(let emit):
            _ = self.type(of: emit.payload, at: place.appending("payload"), reader)
            return Self.object([("event_id", StaticType(.string)), ("delivered", StaticType(.number))])
        default: return .any
        }
    }

    // MARK: Blocks

    private mutating func visit(_ branch: BranchStep, _ node: Graph.Node, _ reader: Reader) {
        var known = reader
        for (index, arm) in branch.arms.enumerated() {
            let place = node.step.pointer.appending("when").appending(index).appending("condition")
            self.check(condition: arm.condition, at: place, known)
            known = known.knowing(arm.condition, isTrue: false, in: self.environment(known))
        }
        if let on = branch.on { _ = self.type(of: on, at: node.step.pointer.appending("on"), reader) }
        self.visitChildren(of: node, reader)
    }

    private mutating func visit(_ each: ForEachStep, _ node: Graph.Node, _ reader: Reader) -> StaticType {
        let place = node.step.pointer.appending("items")
        let items = self.type(of: each.items, at: place, reader)
        self.require(items, .list, "items", at: place)
        let element = items.kinds == .list ? items.structure?.element(at: nil).type ?? .any : .any
        let item = each.batch == nil ? element : StaticType(.list, structure: ListStructure(element: element))
        var inside = reader
        inside.items["item"] = item
        inside.items["index"] = StaticType(.number)
        inside.items["key"] = StaticType(.string)
        if let name = each.itemName { inside.items[name] = item }
        if let key = each.key { _ = self.type(of: key, at: node.step.pointer.appending("key"), inside) }
        self.visitChildren(of: node, inside)
        let variables = node.children.flatMap { self.variables(in: $0, for: Reader(node: node.index)) }
        let result = StaticType(.map, structure: ObjectStructure(variables))
        // An item that failed within the tolerance leaves null.
        let isTolerant = each.tolerate.limit(of: .max >> 16) > 0
        let output = isTolerant ? result.orNull(because: "an item of '\(node.step.name)' may fail") : result
        return StaticType(.list, structure: ListStructure(element: output))
    }

    /// The output variables that the steps in a scope and below leave in its frame.
    private func variables(in scope: Int, for reader: Reader) -> [(String, StaticMember)] {
        self.graph.scopes[scope].nodes.flatMap { index -> [(String, StaticMember)] in
            let node = self.graph.nodes[index]
            var variables: [(String, StaticMember)] = []
            if let name = node.step.outputVariable {
                variables.append((name, self.member(leftBy: node, self.output(of: node, for: reader), for: reader)))
            }
            // The items of a for_each inside have frames of their own.
            if case .forEach = node.step.kind { return variables }
            return variables + node.children.flatMap { self.variables(in: $0, for: reader) }
        }
    }

    private mutating func visit(_ loop: LoopStep, _ node: Graph.Node, _ reader: Reader) {
        // Before the first iteration nothing inside has a type yet, so what `while` reads of it may be anything.
        if case .whileTrue(let condition) = loop.condition { self.check(condition, "while", of: node.step, reader) }
        self.visitChildren(of: node, reader)
        if case .untilTrue(let condition) = loop.condition { self.check(condition, "until", of: node.step, reader) }
    }

    // MARK: Waiting

    private mutating func visit(_ wait: WaitStep, _ step: StepDefinition, _ reader: Reader) -> StaticType {
        let place = step.pointer
        switch wait {
        case .duration(let value):
            let type = self.type(of: value, at: place.appending("for"), reader)
            self.require(type, [.string, .number, .duration], "for", at: place.appending("for"))
            return StaticType(.null)
        case .until(let value):
            let type = self.type(of: value, at: place.appending("until"), reader)
            self.require(type, [.string, .timestamp], "until", at: place.appending("until"))
            return StaticType(.null)
        case .signal(let signal):
            if let correlate = signal.correlate {
                var inside = reader
                inside.items["signal"] = .any
                self.check(condition: correlate, at: place.appending("signal").appending("correlate"), inside)
            }
            if let timeout = signal.timeout {
                _ = self.type(of: timeout, at: place.appending("signal").appending("timeout"), reader)
            }
            guard signal.onTimeout == .skip, signal.timeout != nil else { return .any }
            return StaticType.any.orNull(because: "'\(step.name)' goes on without a signal when its time is up")
        }
    }

    private mutating func visit(_ human: HumanStep, _ step: StepDefinition, _ reader: Reader) -> StaticType {
        let place = step.pointer.appending("task")
        let parts = [
            ("title", human.title), ("instructions", human.instructions), ("show", human.show),
            ("assignees", human.assignees),
        ]
        for (name, value) in parts {
            if let value { _ = self.type(of: value, at: place.appending(name), reader) }
        }
        if let value = human.escalation?.assignees {
            _ = self.type(of: value, at: place.appending("escalate_to").appending("assignees"), reader)
        }
        let data = human.form.map { StaticType(of: $0.shape, source: "the form of '\(step.name)'") } ?? .any
        let isDecision = human.kind != .task
        let reason = "'\(step.name)' may end without it"
        let type = StaticType(
            .map,
            structure: ObjectStructure([
                ("completed_by", .present(StaticType(.string))), ("data", .present(data)),
                ("decision", isDecision ? .present(StaticType(.string)) : .optional(StaticType(.string), reason)),
                ("note", .optional(StaticType(.string), reason)),
            ])
        )
        return human.onExpiry == .skip ? type.orNull(because: "'\(step.name)' is skipped when it expires") : type
    }

    static func object(_ members: [(String, StaticType)]) -> StaticType {
        StaticType(.map, structure: ObjectStructure(members.map { ($0.0, .present($0.1)) }))
    }
}
