// SPDX-License-Identifier: Apache-2.0

/// What an expression reads: `$step1.design.width` is the root `step1` and the path `design`, `width`.
package struct Reference: Hashable, Sendable {
    /// One step down a path.
    package enum Segment: Hashable, Sendable {
        /// `.name` or `["name"]`.
        case member(String)
        /// `[0]`.
        case index(Int64)
        /// A computed subscript.
        case dynamic
    }

    /// The name of the root, without `$`.
    package let root: String
    /// The way down from the root.
    package let path: [Segment]
    /// Whether the expression copes with absence: the reference is guarded by `has()`, `??` or an optional access.
    package let mayBeAbsent: Bool
    /// The UTF-8 offset of the root in the source.
    package let offset: Int

    /// Makes a reference.
    ///
    /// - Parameters:
    ///   - root: The name of the root, without `$`.
    ///   - path: The way down from the root.
    ///   - mayBeAbsent: Whether the expression copes with absence.
    ///   - offset: The UTF-8 offset of the root in the source.
    package init(root: String, path: [Segment], mayBeAbsent: Bool, offset: Int) {
        self.root = root
        self.path = path
        self.mayBeAbsent = mayBeAbsent
        self.offset = offset
    }
}
