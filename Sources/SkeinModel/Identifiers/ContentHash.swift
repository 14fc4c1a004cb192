// SPDX-License-Identifier: Apache-2.0

/// A SHA-256 of some content, written as 64 hexadecimal digits.
///
/// The pure modules do not compute it: a ``ContentDigest`` function comes in as an argument.
public struct ContentHash: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Wraps a digest.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads 64 hexadecimal digits; `nil` for anything else.
    public init?(_ text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The first twelve digits, enough for a person to tell two apart.
    public var short: String { String(self.description.prefix(12)) }
}

extension ContentHash: CustomStringConvertible {
    /// The 64 hexadecimal digits in lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            for (position, byte) in self.bytes.prefix(32).enumerated() {
                for (offset, value) in [byte >> 4, byte & 15].enumerated() {
                    buffer[position * 2 + offset] = value < 10 ? 0x30 + value : 0x57 + value
                }
            }
            return min(self.bytes.count, 32) * 2
        }
    }
}

/// A function that computes the SHA-256 of bytes.
package typealias ContentDigest = @Sendable ([UInt8]) -> ContentHash
