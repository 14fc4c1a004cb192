// SPDX-License-Identifier: Apache-2.0

/// Names and addresses of hosts, and mail addresses.
enum HostFormat {
    /// A host name of RFC 1123, in which labels that start with `xn--` are those of RFC 5890; with Unicode allowed, also
    /// those as people write them.
    static func isHostname(_ bytes: UnsafeBufferPointer<UInt8>, allowsUnicode: Bool) -> Bool {
        guard allowsUnicode, bytes.contains(where: { $0 >= 0x80 }) else {
            return !bytes.isEmpty && bytes.count <= 253
                && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                    .allSatisfy { Self.isLabel(Array($0)[...], isInternational: allowsUnicode) }
        }
        // 253 bytes at most when encoded, and no scalar takes less than one.
        guard bytes.count <= 253 * 4 else { return false }
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        let labels = scalars.split(omittingEmptySubsequences: false) {
            [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains($0)
        }
        var length = labels.count - 1
        for label in labels {
            let isASCII = label.allSatisfy(\.isASCII)
            length += isASCII ? label.count : Punycode.encode(Array(label)).count + 4
            let isLabel =
                isASCII
                ? Self.isLabel(label.map { UInt8($0.value) }[...], isInternational: true)
                : InternationalLabel.isValid(Array(label))
            guard isLabel, length <= 253 else { return false }
        }
        return true
    }

    /// A label of ASCII letters, digits and inner hyphens.
    private static func isLabel(_ label: ArraySlice<UInt8>, isInternational: Bool) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen,
            label.allSatisfy({ ASCII.isAlphanumeric($0) || $0 == hyphen })
        else { return false }
        if InternationalLabel.claimsEncoding(label) { return InternationalLabel.isEncoded(label) }
        // IDNA keeps two hyphens in that place for encodings to come.
        return !isInternational || !label.dropFirst(2).starts(with: "--".utf8)
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
