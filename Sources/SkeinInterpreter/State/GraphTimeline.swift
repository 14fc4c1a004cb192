// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition

/// The versions that an execution was pinned to, one after the other.
///
/// Most have one; an execution that was retried on a newer version has more. An event belongs to the version that was
/// in force when it was recorded; the event that changes the version belongs to the new one.
package struct GraphTimeline: Sendable {
    private var entries: [(from: Int, graph: Graph)]

    /// A timeline of one version.
    package init(_ graph: Graph) { self.entries = [(1, graph)] }

    /// Adds the version that is in force from the event with that number.
    package mutating func change(to graph: Graph, at sequence: Int) { self.entries.append((sequence, graph)) }

    /// The version that the event with that number belongs to.
    package func graph(at sequence: Int) -> Graph {
        (self.entries.last { $0.from <= sequence } ?? self.entries[0]).graph
    }
}
