// SPDX-License-Identifier: Apache-2.0

/// A part of a list, newest first unless the list says otherwise.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Where the next page starts; `nil` on the last one.
    package let next: Cursor?

    package init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }

    package func map<Other: Sendable>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try self.items.map(transform), next: self.next)
    }
}

/// Where a page ended: the key of its last row.
///
/// Rows that come or go elsewhere do not shift the next page.
package struct Cursor: Hashable, Sendable {
    package let key: Int64

    package init(key: Int64) { self.key = key }

    /// Reads what ``description`` wrote.
    package init?(_ text: String) {
        guard let key = Int64(text, radix: 36), key >= 0 else { return nil }
        self.key = key
    }
}

extension Cursor: CustomStringConvertible {
    /// The cursor as callers see it: opaque, short, safe in URLs.
    package var description: String { String(self.key, radix: 36) }
}

/// Which part of a list to read.
package struct PageRequest: Hashable, Sendable {
    package let after: Cursor?
    /// At most this many items, 1 to 500.
    package let limit: Int

    package init(after: Cursor? = nil, limit: Int = 50) {
        self.after = after
        self.limit = min(max(limit, 1), 500)
    }
}
