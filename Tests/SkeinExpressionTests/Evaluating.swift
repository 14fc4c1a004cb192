// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

/// An expression and what it gives; `code` when that is an error.
struct Row: Sendable, CustomTestStringConvertible {
    let expression: String
    var value: JSONValue?
    var code: String?
    var testDescription: String { self.expression }

    static func gives(_ expression: String, _ value: JSONValue) -> Row { Row(expression: expression, value: value) }
    static func fails(_ expression: String, _ code: String) -> Row { Row(expression: expression, code: code) }

    /// What evaluating gave instead of what it should; `nil` when it is right.
    func fault(in scope: JSONObject = [:]) -> String? {
        do throws(ExpressionError) {
            let result = try Expression(self.expression).evaluate(in: scope)
            // Types count here: 1 and 1.0 are equal, and print differently.
            return result.description == self.value?.description ? nil : "gave \(result)"
        } catch {
            return error.code == self.code ? nil : "failed with \(error.code): \(error.message)"
        }
    }
}

/// The error of an expression; `nil` when it has none.
func failure(_ expression: String, in scope: JSONObject = [:]) -> ExpressionError? {
    do throws(ExpressionError) {
        _ = try Expression(expression).evaluate(in: scope)
        return nil
    } catch {
        return error
    }
}
