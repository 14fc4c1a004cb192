// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// An error at the current position, or at `offset`.
    func error(_ kind: JSONError.Kind, _ message: String, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? self.position
        var line = 1
        var lineStart = 0
        for position in 0..<min(offset, self.bytes.count) where self.bytes[position] == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + 1
        }
        return JSONError(kind: kind, offset: offset, line: line, column: offset - lineStart + 1, message: message)
    }

    /// An error for whatever stands at the current position instead of what was expected.
    func unexpected(_ expected: String) -> JSONError {
        guard self.position < self.bytes.count else {
            return self.error(.unexpectedEnd, "The text ends where \(expected) should stand.")
        }
        let byte = self.bytes[self.position]
        let found = (0x21..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte 0x" + String(byte, radix: 16)
        return self.error(.unexpectedCharacter, "Found \(found) where \(expected) should stand.")
    }
}
