// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinModel
package import SkeinTemplate

/// A value of a document that may refer to others: the right-hand sides of mappings.
package indirect enum ValueTemplate: Sendable {
    /// The value itself.
    case literal(JSONValue)
    /// `$path` or `= expression`: keeps its JSON type.
    case expression(Expression)
    /// A text with `{{ }}` places: becomes a text.
    case template(Template)
    case list([ValueTemplate])
    case object([(key: String, value: ValueTemplate)])

    /// Whether the value refers to nothing.
    package var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }

    /// The value with every reference resolved.
    ///
    /// - Throws: ``Failure`` with the code of the expression's or template's error, and where it stands.
    package func resolve(in scope: some ExpressionScope, at pointer: JSONPointer) throws(Failure) -> JSONValue {
        switch self {
        case .literal(let value): return value
        case .expression(let expression): return try expression.value(in: scope, at: pointer)
        case .template(let template):
            do throws(TemplateError) {
                return .string(try template.render { scope.value(of: $0) })
            } catch {
                // In a text of one line the message says enough.
                let place = template.source.contains("\n") ? error.place.map { " (\($0))" } : nil
                let message = error.message + (place ?? "")
                throw Failure.unresolved(error.code, message, error.hint, source: template.source, at: pointer)
            }
        case .list(let values):
            var result: [JSONValue] = []
            result.reserveCapacity(values.count)
            for (index, value) in values.enumerated() {
                result.append(try value.resolve(in: scope, at: pointer.appending(index)))
            }
            return .array(result)
        case .object(let members):
            var result = JSONObject(minimumCapacity: members.count)
            for (key, value) in members { result[key] = try value.resolve(in: scope, at: pointer.appending(key)) }
            return .object(result)
        }
    }
}

extension Expression {
    /// The value of the expression, with its error as a failure that says where it stands.
    package func value(in scope: some ExpressionScope, at pointer: JSONPointer) throws(Failure) -> JSONValue {
        do throws(ExpressionError) {
            return try self.evaluate(in: scope)
        } catch {
            throw Failure.unresolved(error.code, error.message, error.hint, source: self.source, at: pointer)
        }
    }

    /// Whether the condition holds, with its error as a failure that says where it stands.
    package func holds(in scope: some ExpressionScope, at pointer: JSONPointer) throws(Failure) -> Bool {
        do throws(ExpressionError) {
            return try self.evaluateCondition(in: scope)
        } catch {
            throw Failure.unresolved(error.code, error.message, error.hint, source: self.source, at: pointer)
        }
    }
}

extension Failure {
    /// The failure of an expression or template: what, the source, where, and what to do.
    fileprivate static func unresolved(
        _ code: String,
        _ message: String,
        _ hint: String?,
        source: String,
        at pointer: JSONPointer
    ) -> Failure {
        // A template may be long, and a failure is stored with each attempt.
        let source = String(source.prefix(500))
        var details: JSONObject = ["pointer": .string(pointer.description), "source": .string(source)]
        details["hint"] = hint.map { .string($0) }
        let advice = hint.map { " " + $0 } ?? ""
        return Failure(code: code, message: "\(message) (in '\(source)')\(advice)", details: .object(details))
    }
}
