// SPDX-License-Identifier: Apache-2.0

/// URIs of RFC 3986, and IRIs of RFC 3987 in so far as every byte beyond ASCII is allowed in them.
enum URIFormat {
    static func isReference(_ bytes: UnsafeBufferPointer<UInt8>, needsScheme: Bool, allowsUnicode: Bool) -> Bool {
        let end = bytes.firstIndex { ASCII.isOne($0, of: "/?#") } ?? bytes.count
        var start = 0
        if let colon = bytes[..<end].firstIndex(of: UInt8(ascii: ":")) {
            guard Self.isScheme(bytes[..<colon]) else { return false }
            start = colon + 1
        } else if needsScheme {
            return false
        }
        var rest = bytes[start...]
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex { ASCII.isOne($0, of: "/?#") } ?? rest.endIndex
            guard Self.isAuthority(rest[..<end], allowsUnicode) else { return false }
            rest = rest[end...]
        }
        let hash = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
        return Self.consists(rest[..<hash], of: ":@/?", allowsUnicode)
            && Self.consists(rest[hash...].dropFirst(), of: ":@/?", allowsUnicode)
    }

    private static func isScheme(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = bytes.first, ASCII.isLetter(first) else { return false }
        return bytes.allSatisfy { ASCII.isAlphanumeric($0) || ASCII.isOne($0, of: "+-.") }
    }

    private static func isAuthority(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ allowsUnicode: Bool) -> Bool {
        var rest = bytes
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
            guard Self.consists(rest[..<at], of: ":", allowsUnicode) else { return false }
            rest = rest[(at + 1)...]
        }
        if rest.first == UInt8(ascii: "[") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = UnsafeBufferPointer(rebasing: rest[(rest.startIndex + 1)..<close])
            let isFuture = address.first.map { $0 | 0x20 == UInt8(ascii: "v") } ?? false
            guard isFuture || HostFormat.isIPv6(address) else { return false }
            rest = rest[(close + 1)...]
            guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { return false }
        }
        let colon = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
        return Self.consists(rest[..<colon], of: "", allowsUnicode)
            && rest[colon...].dropFirst().allSatisfy(ASCII.isDigit)
    }

    /// Whether all bytes are unreserved, sub-delimiters, percent-encoded, or one of those named.
    private static func consists(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>,
        of more: StaticString,
        _ allowsUnicode: Bool
    ) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, ASCII.isHexDigit(bytes[index + 1]), ASCII.isHexDigit(bytes[index + 2])
                else { return false }
                index += 2
            } else {
                guard
                    ASCII.isAlphanumeric(byte) || ASCII.isOne(byte, of: "-._~!$&'()*+,;=")
                        || ASCII.isOne(byte, of: more)
                        || (allowsUnicode && byte >= 0x80)
                else { return false }
            }
            index += 1
        }
        return true
    }
}
