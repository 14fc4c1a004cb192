// SPDX-License-Identifier: Apache-2.0

/// URI templates of RFC 6570, of all levels.
enum URITemplateFormat {
    static func isTemplate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        while let next = scanner.next {
            if scanner.take("{") {
                guard Self.expression(&scanner) else { return false }
            } else if scanner.take("%") {
                guard Self.hexPair(&scanner) else { return false }
            } else {
                guard next > 0x20, next != 0x7F, !ASCII.isOne(next, of: "\"<>\\^`|}") else { return false }
                _ = scanner.take(Unicode.Scalar(next))
            }
        }
        return true
    }

    /// What follows a brace: an operator, and variables up to the closing brace.
    private static func expression(_ scanner: inout FormatScanner) -> Bool {
        _ = scanner.take(anyOf: "+#./;?&=,!@|")
        repeat {
            guard Self.name(&scanner) else { return false }
            if scanner.take("*") { continue }
            guard scanner.take(":") else { continue }
            guard scanner.next != UInt8(ascii: "0"), (1...4).contains(scanner.skip(while: ASCII.isDigit)) else {
                return false
            }
        } while scanner.take(",")
        return scanner.take("}")
    }

    private static func name(_ scanner: inout FormatScanner) -> Bool {
        repeat {
            var count = 0
            while true {
                count += scanner.skip { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
                guard scanner.take("%") else { break }
                guard Self.hexPair(&scanner) else { return false }
                count += 1
            }
            guard count > 0 else { return false }
        } while scanner.take(".")
        return true
    }

    private static func hexPair(_ scanner: inout FormatScanner) -> Bool {
        for _ in 0..<2 {
            guard let next = scanner.next, ASCII.isHexDigit(next) else { return false }
            _ = scanner.take(Unicode.Scalar(next))
        }
        return true
    }
}
