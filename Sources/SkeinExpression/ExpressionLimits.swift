// SPDX-License-Identifier: Apache-2.0

/// What an expression may use; beyond it, compiling or evaluating is an error.
package struct ExpressionLimits: Hashable, Sendable {
    /// How many bytes the source may have.
    package var length: Int
    /// How deep the source may be nested.
    ///
    /// Chains (`a + b + c`, `a && b`, `a ? b : c ? d : e`) do not nest.
    package var depth: Int
    /// How many steps an evaluation may take: one for each node visited, more where the work grows with the data.
    package var cost: Int

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - length: How many bytes the source may have.
    ///   - depth: How deep the source may be nested.
    ///   - cost: How many steps an evaluation may take.
    package init(length: Int = 65_536, depth: Int = 100, cost: Int = 1_000_000) {
        self.length = length
        self.depth = depth
        self.cost = cost
    }

    /// 64 KiB of source, 100 levels, 1,000,000 steps.
    package static let standard = ExpressionLimits()
}
