// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinModel
import SkeinSchema
import SkeinTemplate

extension FieldReader {
    /// A member that holds an expression.
    func expression(_ name: String) -> Expression? {
        guard let source = self.string(name) else { return nil }
        return self.compile(source, at: self.pointer.appending(name))
    }

    /// A member that may refer to other values.
    package func template(_ name: String) -> ValueTemplate? {
        guard let value = self.value(name) else { return nil }
        return self.template(value, at: self.pointer.appending(name))
    }

    /// A member that holds a JSON Schema.
    func schema(_ name: String) -> Schema? {
        guard let document = self.value(name) else { return nil }
        do throws(SchemaError) {
            return try Schema(document)
        } catch {
            for problem in error.problems {
                let place = JSONPointer(tokens: self.pointer.tokens + [name] + problem.pointer.tokens)
                self.collector.add(Problem(problem.code, at: place, problem.message, hint: problem.hint))
            }
            return nil
        }
    }

    /// Compiles an expression; a fault becomes a problem.
    package func compile(_ source: String, at pointer: JSONPointer) -> Expression? {
        do throws(ExpressionError) {
            return try Expression(source)
        } catch {
            let message = "\(error.message) (character \(error.offset + 1) of '\(source.prefix(200))')"
            self.collector.add(Problem(error.code, at: pointer, message, hint: error.hint))
            return nil
        }
    }

    /// Reads a value in which texts may be references, expressions or templates.
    package func template(_ value: JSONValue, at pointer: JSONPointer) -> ValueTemplate? {
        switch value {
        case .string(let text): return self.textTemplate(text, at: pointer)
        case .array(let values):
            let parts = values.enumerated().compactMap { self.template($0.element, at: pointer.appending($0.offset)) }
            guard parts.count == values.count else { return nil }
            return parts.allSatisfy(\.isLiteral) && !Self.hasEscape(value) ? .literal(value) : .list(parts)
        case .object(let object):
            var parts: [(key: String, value: ValueTemplate)] = []
            for (key, member) in object {
                if let part = self.template(member, at: pointer.appending(key)) { parts.append((key, part)) }
            }
            guard parts.count == object.count else { return nil }
            return parts.allSatisfy(\.value.isLiteral) && !Self.hasEscape(value) ? .literal(value) : .object(parts)
        default: return .literal(value)
        }
    }

    private func textTemplate(_ text: String, at pointer: JSONPointer) -> ValueTemplate? {
        if text.hasPrefix("=") {
            return self.compile(String(text.dropFirst()), at: pointer).map { .expression($0) }
        }
        if text.hasPrefix("$$") { return .literal(.string(String(text.dropFirst()))) }
        if Template.isTemplate(text) {
            do throws(TemplateError) {
                return .template(try Template(text))
            } catch {
                let message = error.message + (error.place.map { " (\($0))" } ?? "")
                self.collector.add(Problem(error.code, at: pointer, message, hint: error.hint))
                return nil
            }
        }
        guard text.hasPrefix("$"), text.utf8.count > 1 else { return .literal(.string(text)) }
        guard let expression = self.compile(text, at: pointer) else { return nil }
        guard expression.isReference else {
            let hint = "Write '= \(text)' to compute a value, or '$\(text)' for the text itself."
            let message = "'\(text)' starts with '$' and is more than one reference."
            self.collector.add(Problem("reference-malformed", at: pointer, message, hint: hint))
            return nil
        }
        return .expression(expression)
    }

    /// Whether a literal part would change when it is read: `$$` stands for one dollar.
    private static func hasEscape(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.hasPrefix("$$")
        case .array(let values): values.contains(where: Self.hasEscape)
        case .object(let object): object.contains { Self.hasEscape($0.value) }
        default: false
        }
    }
}
