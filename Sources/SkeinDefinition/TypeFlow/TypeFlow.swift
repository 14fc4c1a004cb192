// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
package import SkeinModel
import SkeinSchema

extension Graph {
    /// What is wrong with the definition given the functions that exist: calls that cannot work, and values that do
    /// not fit where they are read, from the schemas of the input and the functions to every reference.
    ///
    /// A path that cannot exist and an operand that never fits are errors; a path that may be absent, a value that may
    /// be null and a comparison with one outcome are warnings. What no schema tells is never reported.
    ///
    /// - Parameter functions: The registered functions by name.
    /// - Returns: The problems, in the order of the document.
    package func problems(calling functions: [String: FunctionSignature]) -> [Problem] {
        var flow = TypeFlow(graph: self, functions: functions)
        flow.run()
        return flow.problems
    }
}

/// Follows types through a definition in the order in which its steps run.
struct TypeFlow: Sendable {
    let graph: Graph
    let functions: [String: FunctionSignature]
    let input: StaticType
    /// What the steps come to that have been visited; `nil` for the others.
    var outputs: [StaticType?]
    var problems: [Problem] = []

    init(graph: Graph, functions: [String: FunctionSignature]) {
        self.graph = graph
        self.functions = functions
        let schema = graph.definition.inputSchema
        self.input = StaticType(of: schema.shape, source: "input_schema", filled: schema.fillingDefaults([:]))
        self.outputs = Array(repeating: nil, count: graph.nodes.count)
    }

    mutating func run() {
        self.visit(scope: 0, Reader())
        self.visitEnd()
    }

    private mutating func visit(scope: Int, _ reader: Reader) {
        for index in self.graph.scopes[scope].nodes {
            var reader = reader
            reader.node = index
            self.visit(self.graph.nodes[index], reader)
        }
    }

    private mutating func visit(_ node: Graph.Node, _ outer: Reader) {
        var reader = outer
        if let condition = node.step.condition {
            self.check(condition, "condition", of: node.step, reader)
            reader = reader.knowing(condition, isTrue: true, in: self.environment(reader))
        }
        let type = self.visitKind(node, reader)
        self.outputs[node.index] = self.afterFailure(node.step, type, reader)
        if let action = node.step.compensation {
            let place = node.step.pointer.appending("compensate_with")
            self.checkCall(action.function, action.input, at: place, reader)
        }
    }

    /// What a step comes to when its error handling has done its part.
    private mutating func afterFailure(_ step: StepDefinition, _ type: StaticType, _ reader: Reader) -> StaticType {
        switch step.errorHandling.onError {
        case .fail, .compensate: return type
        case .skip: return type.orNull(because: "step '\(step.name)' is skipped when it fails")
        case .continue:
            let place = step.pointer.appending("error_handling").appending("fallback_value")
            let fallback = self.type(of: step.errorHandling.fallback, at: place, reader)
            guard fallback.kinds == .null else { return type.union(fallback) }
            return type.orNull(because: "step '\(step.name)' goes on with null when it fails")
        }
    }

    func environment(_ reader: Reader) -> StepEnvironment { StepEnvironment(flow: self, reader: reader) }

    // MARK: Steps that hold steps

    /// Visits what is inside of a step, with what is known there.
    mutating func visitChildren(of node: Graph.Node, _ reader: Reader) {
        guard case .branch(let branch) = node.step.kind else {
            for scope in node.children { self.visit(scope: scope, reader) }
            return
        }
        var reader = reader
        for (position, scope) in node.children.enumerated() {
            guard position < branch.arms.count else {
                self.visit(scope: scope, reader)
                continue
            }
            let condition = branch.arms[position].condition
            self.visit(scope: scope, reader.knowing(condition, isTrue: true, in: self.environment(reader)))
            reader = reader.knowing(condition, isTrue: false, in: self.environment(reader))
        }
    }

    /// What is read after the last step.
    private mutating func visitEnd() {
        let definition = self.graph.definition
        let reader = Reader()
        self.check(definition.validationRules, at: JSONPointer(tokens: ["validation_rules"]), reader)
        for (index, factor) in definition.risk.factors.enumerated() {
            let place = JSONPointer(tokens: ["risk_config", "factors", String(index)])
            if let when = factor.when { self.check(condition: when, at: place.appending("when"), reader) }
            if let level = factor.level {
                let type = self.type(of: level, at: place.appending("level"), reader)
                self.require(type, .number, "level", at: place.appending("level"))
            }
        }
        guard let output = definition.output else { return }
        let place = JSONPointer(tokens: ["output"])
        let type = self.type(of: output, at: place, reader)
        if let schema = definition.outputSchema {
            self.checkFit(
                output,
                type,
                Target(shape: schema.shape, name: "output_schema", code: "output", reader: reader),
                at: place
            )
        }
    }
}
