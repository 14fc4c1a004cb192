// SPDX-License-Identifier: Apache-2.0

/// Names and addresses of hosts, and mail addresses.
enum HostFormat {
    /// A host name of RFC 1123; with Unicode allowed, any other letter as well.
    static func isHostname(_ bytes: UnsafeBufferPointer<UInt8>, allowsUnicode: Bool) -> Bool {
        guard !bytes.isEmpty, bytes.count <= 253 else { return false }
        var label = 0
        for (index, byte) in bytes.enumerated() {
            let isLast = index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: ".")
            if byte == UInt8(ascii: ".") {
                guard label > 0, index + 1 < bytes.count else { return false }
                label = 0
            } else if byte == UInt8(ascii: "-") {
                guard label > 0, !isLast else { return false }
                label += 1
            } else {
                guard ASCII.isAlphanumeric(byte) || (allowsUnicode && byte >= 0x80) else { return false }
                label += 1
            }
            guard label <= 63 else { return false }
        }
        return true
    }

    static func isIPv4(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        return Self.ipv4(&scanner) && scanner.isAtEnd
    }

    static func isIPv6(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        var groups = 0
        var isCompressed = false
        if scanner.take(":") {
            guard scanner.take(":") else { return false }
            isCompressed = true
        }
        while !scanner.isAtEnd {
            var ahead = scanner
            if Self.ipv4(&ahead), ahead.isAtEnd {
                groups += 2
                return isCompressed ? groups <= 7 : groups == 8
            }
            guard (1...4).contains(scanner.skip(while: ASCII.isHexDigit)) else { return false }
            groups += 1
            if scanner.isAtEnd { break }
            guard scanner.take(":") else { return false }
            if scanner.take(":") {
                guard !isCompressed else { return false }
                isCompressed = true
            } else if scanner.isAtEnd {
                return false
            }
        }
        return isCompressed ? groups <= 7 : groups == 8
    }

    /// A mailbox of RFC 5321: a dotted or quoted local part and a host name or an address in brackets.
    static func isEmail(_ bytes: UnsafeBufferPointer<UInt8>, allowsUnicode: Bool) -> Bool {
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > 0, at <= 64, at + 1 < bytes.count else {
            return false
        }
        let local = UnsafeBufferPointer(rebasing: bytes[..<at])
        let domain = UnsafeBufferPointer(rebasing: bytes[(at + 1)...])
        guard Self.isLocalPart(local, allowsUnicode) else { return false }
        guard domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]") else {
            return Self.isHostname(domain, allowsUnicode: allowsUnicode)
        }
        let address = UnsafeBufferPointer(rebasing: domain[1..<domain.count - 1])
        if address.starts(with: "IPv6:".utf8) { return Self.isIPv6(UnsafeBufferPointer(rebasing: address[5...])) }
        return Self.isIPv4(address)
    }

    private static func isLocalPart(_ bytes: UnsafeBufferPointer<UInt8>, _ allowsUnicode: Bool) -> Bool {
        if bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
            var isEscaped = false
            for byte in bytes[1..<bytes.count - 1] {
                guard byte >= 0x20, byte < 0x7F || (allowsUnicode && byte >= 0x80) else { return false }
                guard isEscaped || byte != UInt8(ascii: "\"") else { return false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            }
            return !isEscaped
        }
        var wasDot = true
        for byte in bytes {
            let isDot = byte == UInt8(ascii: ".")
            guard isDot ? !wasDot : Self.isAtom(byte) || (allowsUnicode && byte >= 0x80) else { return false }
            wasDot = isDot
        }
        return !wasDot
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        ASCII.isAlphanumeric(byte) || ASCII.isOne(byte, of: "!#$%&'*+-/=?^_`{|}~")
    }

    private static func ipv4(_ scanner: inout FormatScanner) -> Bool {
        for part in 0..<4 {
            if part > 0, !scanner.take(".") { return false }
            var value: Int64 = 0
            var count = 0
            while let digit = scanner.digits(1) {
                if count > 0, value == 0 { return false }
                value = value * 10 + digit
                count += 1
                if value > 255 { return false }
            }
            if count == 0 { return false }
        }
        return true
    }
}
