// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Evaluator {
    /// What the sentence of a violation is about.
    var subject: String {
        guard let last = self.path.last else { return "The value" }
        switch last {
        case .key(let key): return self.isName ? "The name '\(key)'" : "'\(key)'"
        case .index(let index):
            let list = self.path.dropLast().reversed().prefix { if case .index = $0 { true } else { false } }
            let indices = list.reversed().map { if case .index(let index) = $0 { "[\(index)]" } else { "" } }.joined()
            guard case .key(let key) = self.path.dropLast(list.count + 1).last else {
                return list.isEmpty ? "Element \(index)" : "Element \(indices)[\(index)]"
            }
            return "'\(key)\(indices)[\(index)]'"
        }
    }

    mutating func report(_ code: String, _ node: SchemaNode, _ keyword: String, _ message: String, hint: String? = nil)
    {
        self.report(code, node, [keyword], message, hint: hint)
    }

    mutating func report(_ code: String, _ node: SchemaNode, _ tokens: [String], _ message: String, hint: String? = nil)
    {
        guard self.violations.count < Schema.violationLimit else { return }
        // The sentence and the pointer name the way, which alternatives in alternatives do over and over.
        self.pay(32 + self.path.count * 8)
        let path = self.path.map { token in
            switch token {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }
        self.violations.append(
            SchemaViolation(
                code: code,
                instance: JSONPointer(tokens: path),
                schema: JSONPointer(tokens: node.location.tokens + tokens),
                message: message,
                hint: hint
            )
        )
    }

    mutating func reportType(_ node: SchemaNode, _ value: JSONValue) {
        if node.isNever {
            return self.report("never-valid", node, [], "\(self.subject) is not allowed here, whatever its value.")
        }
        let expected = ValueText.types(node.types)
        let message = "\(self.subject) must be \(expected), but is \(ValueText.typed(value))."
        self.report("type-mismatch", node, "type", message, hint: Self.hint(node.types, value))
    }

    /// What to do about the mistakes of type that are made most.
    private static func hint(_ types: TypeSet, _ value: JSONValue) -> String? {
        switch value {
        case .string(let text):
            guard let parsed = try? JSONParser.parse(text), types.contains(TypeSet(of: parsed)) else { return nil }
            switch parsed {
            case .int, .double, .bool, .null: return "Remove the quotes: \(ValueText.short(parsed))."
            default: return "The text holds JSON; give the value itself."
            }
        case .int, .double, .bool:
            return types.contains(.string) ? "Put it in quotes: \"\(ValueText.short(value))\"." : nil
        case .null: return "Leave the member out, or allow null in the schema."
        default: return types.contains(.array) ? "Put it in a list." : nil
        }
    }
}
