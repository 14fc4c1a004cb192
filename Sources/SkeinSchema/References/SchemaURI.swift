// SPDX-License-Identifier: Apache-2.0

/// A URI reference, split and resolved as RFC 3986 (sections 5.2 and 5.3, appendix B) says.
struct SchemaURI {
    var scheme: String?
    var authority: String?
    var path: String
    var query: String?
    var fragment: String?

    init(_ text: String) {
        var rest = Array(text.utf8)[...]
        func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            self.fragment = string(rest[(hash + 1)...])
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            self.query = string(rest[(mark + 1)...])
            rest = rest[..<mark]
        }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), colon > rest.startIndex,
            !rest[..<colon].contains(UInt8(ascii: "/"))
        {
            self.scheme = string(rest[..<colon])
            rest = rest[(colon + 1)...]
        }
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            self.authority = string(rest[..<end])
            rest = rest[end...]
        }
        self.path = string(rest)
    }

    /// The URI without its fragment.
    var withoutFragment: String {
        var text = self.scheme.map { $0 + ":" } ?? ""
        text += self.authority.map { "//" + $0 } ?? ""
        text += self.path
        text += self.query.map { "?" + $0 } ?? ""
        return text
    }

    /// The reference seen from a base URI.
    func resolved(against base: SchemaURI) -> SchemaURI {
        var target = self
        guard self.scheme == nil else {
            target.path = Self.removingDots(self.path)
            return target
        }
        target.scheme = base.scheme
        guard self.authority == nil else {
            target.path = Self.removingDots(self.path)
            return target
        }
        target.authority = base.authority
        if self.path.isEmpty {
            target.path = base.path
            target.query = self.query ?? base.query
        } else if self.path.utf8.first == UInt8(ascii: "/") {
            target.path = Self.removingDots(self.path)
        } else {
            target.path = Self.removingDots(base.directory + self.path)
        }
        return target
    }

    /// The path up to its last slash.
    private var directory: String {
        if self.authority != nil, self.path.isEmpty { return "/" }
        guard let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(self.path[...slash])
    }

    private static func removingDots(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var output: [Substring.UTF8View] = []
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment.elementsEqual(".".utf8) {
                if isLast { output.append(""[...].utf8) }
            } else if segment.elementsEqual("..".utf8) {
                if output.count > 1 || (output.count == 1 && output[0].isEmpty == false) { output.removeLast() }
                if isLast { output.append(""[...].utf8) }
            } else {
                output.append(segment)
            }
        }
        return output.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// The text with `%XX` replaced by the bytes they stand for; `nil` when one is malformed or the bytes are not UTF-8.
    static func percentDecoded(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ ASCII.isHexDigit($0) }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
