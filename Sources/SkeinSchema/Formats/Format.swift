// SPDX-License-Identifier: Apache-2.0

/// The formats that texts are checked for.
enum Format: String, CaseIterable, Hashable, Sendable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case email
    case internationalEmail = "idn-email"
    case hostname
    case internationalHostname = "idn-hostname"
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case iri
    case iriReference = "iri-reference"
    case uriTemplate = "uri-template"
    case uuid
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"
    case regex

    /// Whether a text has the format.
    func matches(_ text: String) -> Bool {
        if self == .regex { return Self.isRegex(text) }
        var text = text
        return text.withUTF8 { self.matches($0) }
    }

    private func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .dateTime: TimeFormat.isDateTime(bytes)
        case .date: TimeFormat.isDate(bytes)
        case .time: TimeFormat.isTime(bytes)
        case .duration: TimeFormat.isDuration(bytes)
        case .email: HostFormat.isEmail(bytes, allowsUnicode: false)
        case .internationalEmail: HostFormat.isEmail(bytes, allowsUnicode: true)
        case .hostname: HostFormat.isHostname(bytes, allowsUnicode: false)
        case .internationalHostname: HostFormat.isHostname(bytes, allowsUnicode: true)
        case .ipv4: HostFormat.isIPv4(bytes)
        case .ipv6: HostFormat.isIPv6(bytes)
        case .uri: URIFormat.isReference(bytes, needsScheme: true, allowsUnicode: false)
        case .uriReference: URIFormat.isReference(bytes, needsScheme: false, allowsUnicode: false)
        case .iri: URIFormat.isReference(bytes, needsScheme: true, allowsUnicode: true)
        case .iriReference: URIFormat.isReference(bytes, needsScheme: false, allowsUnicode: true)
        case .uriTemplate: URITemplateFormat.isTemplate(bytes)
        case .uuid: Self.isUUID(bytes)
        case .jsonPointer: Self.isJSONPointer(bytes)
        case .relativeJSONPointer: Self.isRelativeJSONPointer(bytes)
        case .regex: false
        }
    }

    /// An example, which says more than the grammar does.
    var example: String {
        switch self {
        case .dateTime: "2026-01-31T09:30:00Z"
        case .date: "2026-01-31"
        case .time: "09:30:00Z"
        case .duration: "PT1H30M"
        case .email, .internationalEmail: "name@example.com"
        case .hostname, .internationalHostname: "host.example.com"
        case .ipv4: "192.0.2.1"
        case .ipv6: "2001:db8::1"
        case .uri, .iri: "https://example.com/a"
        case .uriReference, .iriReference: "/a?b=c"
        case .uriTemplate: "/users/{id}{?fields*}"
        case .uuid: "0198b2f0-5c3a-7d20-9f4e-3a5b6c7d8e9f"
        case .jsonPointer: "/items/0/name"
        case .relativeJSONPointer: "1/name"
        case .regex: "^[a-z]+$"
        }
    }

    /// Whether a text is a regular expression; what Skein itself cannot run is one too.
    private static func isRegex(_ text: String) -> Bool {
        do throws(RegexError) {
            _ = try RegexProgram(text)
            return true
        } catch {
            return error.kind != .malformed
        }
    }

    private static func isUUID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == 36 else { return false }
        for (index, byte) in bytes.enumerated() {
            let isHyphen = index == 8 || index == 13 || index == 18 || index == 23
            guard isHyphen ? byte == UInt8(ascii: "-") : ASCII.isHexDigit(byte) else { return false }
        }
        return true
    }

    private static func isJSONPointer(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Bool {
        guard start < bytes.count else { return true }
        guard bytes[start] == UInt8(ascii: "/") else { return false }
        for index in start..<bytes.count where bytes[index] == UInt8(ascii: "~") {
            guard index + 1 < bytes.count, ASCII.isOne(bytes[index + 1], of: "01") else { return false }
        }
        return true
    }

    private static func isRelativeJSONPointer(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        let leadsWithZero = scanner.next == UInt8(ascii: "0")
        let digits = scanner.skip(while: ASCII.isDigit)
        guard digits == 1 || (digits > 1 && !leadsWithZero) else { return false }
        if scanner.take("#") { return scanner.isAtEnd }
        return Self.isJSONPointer(bytes, from: scanner.position)
    }
}
