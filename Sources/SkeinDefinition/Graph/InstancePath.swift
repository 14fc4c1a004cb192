// SPDX-License-Identifier: Apache-2.0

/// The identity of a step run: the names of the steps on the way, with the item, iteration or branch in brackets, as in
/// `rfi/owners[DO-17]/upload`.
package enum InstancePath {
    /// The path of a step run in a scope; the definition's own scope has the empty path.
    package static func step(_ name: String, in scope: String) -> String { scope.isEmpty ? name : "\(scope)/\(name)" }

    /// The path of an item's, iteration's or branch's scope.
    package static func scope(of owner: String, instance: String) -> String { "\(owner)[\(Self.escape(instance))]" }

    /// The path of the scope that a step run stands in.
    package static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(path[..<slash])
    }

    /// The path of the step that opened a scope; `nil` for the definition's own.
    package static func owner(ofScope path: String) -> String? {
        if path.isEmpty { return nil }
        guard path.utf8.last == UInt8(ascii: "]"), let bracket = path.utf8.lastIndex(of: UInt8(ascii: "[")) else {
            return path
        }
        return String(path[..<bracket])
    }

    /// The item, iteration or branch of a scope; `nil` for a scope that there is one of.
    package static func instance(ofScope path: String) -> String? {
        guard let owner = Self.owner(ofScope: path), owner.utf8.count < path.utf8.count else { return nil }
        return Self.unescape(path.dropFirst(owner.count + 1).dropLast())
    }

    /// Whether a step run stands inside another one, at any depth.
    package static func isInside(_ path: String, of outer: String) -> Bool {
        guard path.utf8.count > outer.utf8.count, path.hasPrefix(outer) else { return false }
        let next = path.utf8[path.utf8.index(path.utf8.startIndex, offsetBy: outer.utf8.count)]
        return next == UInt8(ascii: "/") || next == UInt8(ascii: "[")
    }

    /// The path in the definition.
    package static func withoutInstances(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        var bytes: [UInt8] = []
        var isInside = false
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "["): isInside = true
            case UInt8(ascii: "]"): isInside = false
            default: if !isInside { bytes.append(byte) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What stands for the characters that paths are made of: `%`, `/`, `[` and `]`, each as `%` and two digits.
    private static let escapes: [(character: Character, code: String)] = [
        ("%", "%25"), ("/", "%2F"), ("[", "%5B"), ("]", "%5D"),
    ]

    private static func escape(_ text: String) -> String {
        guard text.contains(where: { character in Self.escapes.contains { $0.character == character } }) else {
            return text
        }
        return text.map { character in
            Self.escapes.first { $0.character == character }?.code ?? String(character)
        }.joined()
    }

    private static func unescape(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while let first = rest.first {
            if let escape = Self.escapes.first(where: { rest.hasPrefix($0.code) }) {
                result.append(escape.character)
                rest.removeFirst(escape.code.count)
            } else {
                result.append(first)
                rest.removeFirst()
            }
        }
        return result
    }
}
