// SPDX-License-Identifier: Apache-2.0

/// Comparison of strings by their UTF-8 bytes.
///
/// Swift's `==` is canonical equivalence: "é" as one scalar equals "e" with a combining accent. JSON names and
/// identifiers are different when their bytes are.
@usableFromInline
package enum ByteString: Sendable {
    /// Whether both strings have the same bytes.
    @inlinable
    package static func equal(_ left: String, _ right: String) -> Bool {
        // Names that differ mostly differ in length, which costs nothing to compare.
        guard left.utf8.count == right.utf8.count else { return false }
        return Self.areIdentical(left, right) || Self.haveSameBytes(left, right)
    }

    /// Whether two texts of the same length have the same bytes.
    @usableFromInline
    static func haveSameBytes(_ left: String, _ right: String) -> Bool {
        let isEqual = left.utf8.withContiguousStorageIfAvailable { left in
            right.utf8.withContiguousStorageIfAvailable { right in Self.equal(left, right) }
        }
        return (isEqual ?? nil) ?? left.utf8.elementsEqual(right.utf8)
    }

    /// Whether both are the same in memory: short texts that are equal, and long ones that share their storage.
    @inlinable
    static func areIdentical(_ left: String, _ right: String) -> Bool {
        guard MemoryLayout<String>.size == MemoryLayout<(UInt64, UInt64)>.size else { return false }
        return unsafeBitCast(left, to: (UInt64, UInt64).self) == unsafeBitCast(right, to: (UInt64, UInt64).self)
    }

    /// Whether as many bytes are the same, compared eight at a time.
    private static func equal(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        let words = left.count & ~7
        var offset = 0
        while offset < words {
            guard
                left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            else { return false }
            offset += 8
        }
        while offset < left.count {
            guard left[offset] == right[offset] else { return false }
            offset += 1
        }
        return true
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
@usableFromInline
package struct ByteKey: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    @usableFromInline
    package static func == (left: ByteKey, right: ByteKey) -> Bool { ByteString.equal(left.text, right.text) }

    @usableFromInline
    package func hash(into hasher: inout Hasher) { ByteString.hash(self.text, into: &hasher) }
}
