// SPDX-License-Identifier: Apache-2.0

/// The place of a value inside a JSON document (RFC 6901), as errors name it: `/workflow_steps/0/condition`.
public struct JSONPointer: Hashable, Sendable {
    /// The names and positions on the way, unescaped.
    public let tokens: [String]

    /// The whole document.
    public static let root = JSONPointer(tokens: [])

    /// Makes a pointer of unescaped tokens.
    public init(tokens: [String]) { self.tokens = tokens }

    /// Reads a pointer's text; `nil` when it neither is empty nor starts with `/`, or has a stray `~`.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        guard text.first == "/" else { return nil }
        var tokens: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescape(part) else { return nil }
            tokens.append(token)
        }
        self.init(tokens: tokens)
    }

    /// The pointer to a member of the value it points to.
    public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: self.tokens + [token]) }

    /// The pointer to an element of the list it points to.
    public func appending(_ index: Int) -> JSONPointer { self.appending(String(index)) }

    /// The value it points to in a document, when there is one.
    public func value(in document: JSONValue) -> JSONValue? {
        var value = document
        for token in self.tokens {
            let next: JSONValue? =
                switch value {
                case .object(let object): object[token]
                case .array: Self.index(token).flatMap { value[$0] }
                default: nil
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    /// A list position as RFC 6901 writes it: digits without a leading zero.
    private static func index(_ token: String) -> Int? {
        guard token == "0" || token.first != "0", token.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(token)
    }

    private static func unescape(_ part: Substring) -> String? {
        guard part.contains("~") else { return String(part) }
        var result = ""
        var rest = part
        while let character = rest.popFirst() {
            guard character == "~" else {
                result.append(character)
                continue
            }
            switch rest.popFirst() {
            case "0": result.append("~")
            case "1": result.append("/")
            default: return nil
            }
        }
        return result
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer's text, with `~` and `/` escaped.
    public var description: String {
        self.tokens.map { token in
            guard token.contains(where: { $0 == "~" || $0 == "/" }) else { return "/" + token }
            var escaped = "/"
            for character in token {
                switch character {
                case "~": escaped += "~0"
                case "/": escaped += "~1"
                default: escaped.append(character)
                }
            }
            return escaped
        }.joined()
    }
}
