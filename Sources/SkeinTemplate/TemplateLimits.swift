// SPDX-License-Identifier: Apache-2.0

/// What a template may use; beyond it, compiling or rendering is an error.
package struct TemplateLimits: Hashable, Sendable {
    /// How many bytes the source may have.
    package var length: Int
    /// How deep blocks, `else` chains and sub-expressions may be nested in the source.
    package var nesting: Int
    /// How deep rendering may be nested, over blocks and partials.
    package var depth: Int
    /// How many bytes the output, and each text that a helper makes, may have.
    package var output: Int
    /// How many steps rendering may take: one for each piece, argument and turn of a loop, more where the work of a
    /// helper grows with its data.
    package var cost: Int

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - length: How many bytes the source may have.
    ///   - nesting: How deep the source may be nested.
    ///   - depth: How deep rendering may be nested.
    ///   - output: How many bytes the output may have.
    ///   - cost: How many steps rendering may take.
    package init(
        length: Int = 1_048_576,
        nesting: Int = 64,
        depth: Int = 96,
        output: Int = 4_194_304,
        cost: Int = 1_000_000
    ) {
        self.length = length
        self.nesting = nesting
        self.depth = depth
        self.output = output
        self.cost = cost
    }

    /// 1 MiB of source, 64 levels of source and 96 of rendering, 4 MiB of output, 1,000,000 steps.
    package static let standard = TemplateLimits()
}
