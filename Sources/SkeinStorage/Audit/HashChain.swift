// SPDX-License-Identifier: Apache-2.0

import Crypto
package import SkeinModel

/// Tamper evidence: each entry's hash covers the entry and the hash before it.
///
/// Changing, removing or inserting an entry breaks every link from there on. The hash of an entry is the SHA-256 of
/// the previous hash, the number and the time (microseconds) as 8 bytes each, big-endian, the kind, a zero byte,
/// and the content. The first link starts from the SHA-256 of the chain's name.
package enum HashChain {
    /// The SHA-256 of bytes.
    package static let sha256: ContentDigest = { bytes in ContentHash(bytes: Array(SHA256.hash(data: bytes))) }

    /// The hash before the first entry.
    ///
    /// - Parameter name: What the chain belongs to: an execution's identifier, or `audit`.
    /// - Returns: The hash that the first entry's link covers.
    package static func start(of name: String) -> ContentHash { Self.sha256(Array(name.utf8)) }

    /// The hash of an entry.
    package static func link(
        after previous: ContentHash,
        sequence: Int,
        at time: Timestamp,
        kind: String,
        content: [UInt8]
    ) -> ContentHash {
        var hash = SHA256()
        hash.update(data: previous.bytes)
        withUnsafeBytes(of: Int64(sequence).bigEndian) { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: time.microseconds.bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: Array(kind.utf8))
        hash.update(data: [0])
        hash.update(data: content)
        return ContentHash(bytes: Array(hash.finalize()))
    }
}

/// A SHA-256 of bytes that come in parts.
package struct RunningDigest: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: [UInt8]) { self.hash.update(data: bytes) }

    /// The hash of everything so far.
    package var value: ContentHash { ContentHash(bytes: Array(self.hash.finalize())) }
}
