// SPDX-License-Identifier: Apache-2.0

import Glibc
import SkeinExpression
import SkeinModel
import SkeinSchema
import SkeinTemplate

/// Something compiled, with its data, to be run over and over.
protocol Workload {
    /// What one run gives, to be compared with what the peers give.
    func result() throws -> JSONValue

    func run(_ count: Int) throws
}

enum Workloads {
    /// Compiles a workload as `compare.py` describes it.
    static func make(_ description: JSONValue) throws -> any Workload {
        let source = description["source"] ?? .null
        let data = description["data"] ?? .null
        switch description["language"]?.string {
        case "expression":
            return ExpressionWorkload(expression: try Expression(source.string ?? ""), scope: data.object ?? [:])
        case "template":
            return TemplateWorkload(template: try Template(source.string ?? "", options: .html), context: data)
        case "schema": return SchemaWorkload(schema: try Schema(source), instance: data)
        default: throw UnknownLanguage()
        }
    }

    private struct UnknownLanguage: Error {}
}

private struct ExpressionWorkload: Workload {
    let expression: Expression
    let scope: JSONObject

    func result() throws -> JSONValue { try self.expression.evaluate(in: self.scope) }

    func run(_ count: Int) throws {
        for _ in 0..<count { _ = try self.expression.evaluate(in: self.scope) }
    }
}

private struct TemplateWorkload: Workload {
    let template: Template
    let context: JSONValue

    func result() throws -> JSONValue { .string(try self.template.render(context: self.context)) }

    func run(_ count: Int) throws {
        for _ in 0..<count { _ = try self.template.render(context: self.context) }
    }
}

private struct SchemaWorkload: Workload {
    let schema: Schema
    let instance: JSONValue

    func result() throws -> JSONValue { .bool(self.schema.isValid(self.instance)) }

    func run(_ count: Int) throws {
        for _ in 0..<count { _ = self.schema.isValid(self.instance) }
    }
}

/// Hands what was printed to the reader at the other end of the pipe.
func flush() { fflush(nil) }
