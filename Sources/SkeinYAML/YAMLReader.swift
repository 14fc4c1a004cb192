// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
import Yams

/// Reads YAML, which people type, into the JSON that everything else works with.
///
/// Only what JSON can say is accepted: one document, text keys, each once. Aliases are written out, as long as they do not
/// make much of little. Plain scalars mean what YAML 1.2's core schema says: `no` is a text, `true` a boolean.
package enum YAMLReader {
    /// A document and the lines of its parts.
    package struct Document: Sendable {
        package let value: JSONValue
        fileprivate let lines: [JSONPointer: Int]

        /// The line on which a part stands, or the nearest enclosing part.
        package func line(of pointer: JSONPointer) -> Int? {
            var tokens = pointer.tokens
            while true {
                if let line = self.lines[JSONPointer(tokens: tokens)] { return line }
                if tokens.popLast() == nil { return nil }
            }
        }
    }

    /// How deep lists and maps may be nested.
    private static let depthLimit = 200
    private static let noAliases = "The aliases of this document stand for too much; write the values out."

    /// Reads a text.
    ///
    /// - Throws: ``SkeinError`` `document-malformed` with the line of the first thing wrong.
    package static func read(_ text: String) throws(SkeinError) -> Document {
        guard text.utf8.count <= 1 << 20 else {
            throw SkeinError(.requestTooLarge, "A YAML document may have 1 MiB; send larger ones as JSON.")
        }
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch {
            throw Self.malformed("The document is not valid YAML: \("\(error)".prefix(500))", nil)
        }
        guard let node else { throw Self.malformed("The document is empty.", nil) }
        var lines: [JSONPointer: Int] = [:]
        let value = try Self.value(node, at: .root, depth: 0, limit: 2 * text.utf8.count + 16, &lines)
        return Document(value: value, lines: lines)
    }

    private static func value(
        _ node: Node,
        at pointer: JSONPointer,
        depth: Int,
        limit: Int,
        _ lines: inout [JSONPointer: Int]
    ) throws(SkeinError) -> JSONValue {
        guard depth < Self.depthLimit else {
            throw Self.malformed("Lists and maps are nested deeper than \(Self.depthLimit) levels.", node.mark)
        }
        // Yams resolves aliases itself. A text without them has fewer parts than twice its bytes; with them, a few
        // lines could become a billion values.
        guard lines.count <= limit else { throw Self.malformed(Self.noAliases, node.mark) }
        lines[pointer] = node.mark?.line
        switch node {
        case .scalar(let scalar): return try Self.scalar(scalar)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for (index, item) in sequence.enumerated() {
                values.append(
                    try Self.value(item, at: pointer.appending(index), depth: depth + 1, limit: limit, &lines)
                )
            }
            return .array(values)
        case .mapping(let mapping):
            var object = JSONObject(minimumCapacity: mapping.count)
            for (key, item) in mapping {
                guard case .scalar(let name) = key else { throw Self.malformed("A key is not a text.", key.mark) }
                let place = pointer.appending(name.string)
                let value = try Self.value(item, at: place, depth: depth + 1, limit: limit, &lines)
                lines[place] = key.mark?.line
                guard object.insertNew(name.string, value) else {
                    throw Self.malformed("The key '\(name.string)' stands twice.", key.mark)
                }
            }
            return .object(object)
        case .alias: throw Self.malformed(Self.noAliases, node.mark)
        }
    }

    private static func scalar(_ scalar: Node.Scalar) throws(SkeinError) -> JSONValue {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".inf", "-.inf", ".nan": throw Self.malformed("JSON has no number '\(text)'.", scalar.mark)
        default: break
        }
        // What JSON reads as a number is one; YAML's other forms of numbers are texts here.
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            let number = try? JSONParser.parse(text)
        else { return .string(text) }
        return number
    }

    private static func malformed(_ message: String, _ mark: Mark?) -> SkeinError {
        let problem = Problem("yaml-malformed", at: .root, message, line: mark?.line)
        let place = mark.map { " (line \($0.line), column \($0.column))" } ?? ""
        return SkeinError(.documentMalformed, message + place, problems: [problem])
    }
}
