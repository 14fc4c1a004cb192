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
        // By bytes: a combining mark after a slash would make one character of the two.
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else {
            self = .root
            return
        }
        guard bytes[0] == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for part in bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
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

    private static func unescape(_ part: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                result.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension JSONPointer {
    /// Whether both have the same tokens, byte by byte.
    public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        guard left.tokens.count == right.tokens.count else { return false }
        return zip(left.tokens, right.tokens).allSatisfy { ByteString.equal($0, $1) }
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer's text, with `~` and `/` escaped.
    public var description: String {
        var result: [UInt8] = []
        for token in self.tokens {
            result.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): result += Array("~0".utf8)
                case UInt8(ascii: "/"): result += Array("~1".utf8)
                default: result.append(byte)
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
