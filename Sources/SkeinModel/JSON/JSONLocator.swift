// SPDX-License-Identifier: Apache-2.0

/// Finds the line on which a value stands in a JSON text, so that errors about a document can name it.
///
/// The text has been parsed before, so this scan trusts its form.
package struct JSONLocator {
    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The line, from 1, on which the value that the pointer names starts; the nearest enclosing one if it is absent.
    package static func line(of pointer: JSONPointer, in bytes: [UInt8]) -> Int {
        var locator = JSONLocator(bytes)
        locator.skipSpace()
        for token in pointer.tokens where !locator.descend(to: token) { break }
        return 1 + bytes[..<min(locator.position, bytes.count)].count { $0 == 0x0A }
    }

    /// Moves to the member or element; stays on the container's start when there is none.
    private mutating func descend(to token: String) -> Bool {
        let start = self.position
        guard let opening = self.current else { return false }
        let isObject = opening == UInt8(ascii: "{")
        guard isObject || opening == UInt8(ascii: "[") else { return false }
        self.position += 1
        var index = 0
        while true {
            self.skipSpace()
            guard let byte = self.current, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") else { break }
            var name = String(index)
            if isObject {
                let nameStart = self.position
                self.skipString()
                let text = try? JSONParser.parse(self.bytes[nameStart..<min(self.position, self.bytes.count)])
                name = text?.string ?? ""
                self.skipSpace()
                self.position += 1
                self.skipSpace()
            }
            if ByteString.equal(name, token) { return true }
            self.skipValue()
            self.skipSpace()
            if self.current == UInt8(ascii: ",") { self.position += 1 }
            index += 1
        }
        self.position = start
        return false
    }

    private var current: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func skipSpace() {
        while let byte = self.current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            self.position += 1
        }
    }

    private mutating func skipString() {
        self.position += 1
        while let byte = self.current, byte != UInt8(ascii: "\"") {
            self.position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        self.position += 1
    }

    private mutating func skipValue() {
        var depth = 0
        while let byte = self.current {
            switch byte {
            case UInt8(ascii: "\""):
                self.skipString()
                if depth == 0 { return }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                if depth == 0 {
                    self.position += 1
                    return
                }
            case UInt8(ascii: ",") where depth == 0: return
            default: break
            }
            self.position += 1
        }
    }
}
