// SPDX-License-Identifier: Apache-2.0

/// Comparison of strings by their UTF-8 bytes.
///
/// Swift's `==` is canonical equivalence: "é" as one scalar equals "e" with a combining accent. JSON names and
/// identifiers are different when their bytes are.
package enum ByteString {
    /// Whether both strings have the same bytes.
    package static func equal(_ left: String, _ right: String) -> Bool {
        // Different to Swift means different bytes; equal to Swift is settled by the bytes.
        guard left == right else { return false }
        return left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    /// Whether `left` sorts before `right` by bytes, which is also their order by Unicode scalar.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    package static func hash(_ string: String, into hasher: inout Hasher) {
        let done: Void? = string.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if done == nil {
            for byte in string.utf8 { hasher.combine(byte) }
        }
        hasher.combine(0xFF as UInt8)
    }
}

/// A dictionary key that compares by bytes.
package struct ByteKey: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: ByteKey, right: ByteKey) -> Bool { ByteString.equal(left.text, right.text) }

    package func hash(into hasher: inout Hasher) { ByteString.hash(self.text, into: &hasher) }
}
