// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension SchemaCompiler {
    /// Reports references that lead back to where they started without going into the value: they would never end.
    ///
    /// A depth-first search with its own stack; a node is on the way while it is neither new nor done.
    mutating func checkCircles(_ nodes: [SchemaNode]) {
        enum Mark { case new, onTheWay, done }
        var marks = [Mark](repeating: .new, count: nodes.count)
        let targets = nodes.map { $0.applicators.flatMap(\.targets) }
        for start in nodes.indices where marks[start] == .new {
            var way: [(node: NodeID, next: Int)] = [(start, 0)]
            marks[start] = .onTheWay
            while let (node, next) = way.last {
                guard next < targets[node].count else {
                    marks[node] = .done
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                let target = targets[node][next]
                if marks[target] == .onTheWay {
                    self.reportCircle(nodes[target], from: nodes[node])
                } else if marks[target] == .new {
                    marks[target] = .onTheWay
                    way.append((target, 0))
                }
            }
        }
    }

    private mutating func reportCircle(_ target: SchemaNode, from node: SchemaNode) {
        let place = target.location.tokens.isEmpty ? "the root" : "'\(target.location)'"
        self.problems.append(
            Problem(
                "reference-circular",
                at: node.location,
                "This schema leads back to \(place) for the same value, so that checking it would never end.",
                hint:
                    "A schema may refer to itself only under a keyword for members or elements, such as 'properties' or 'items'."
            )
        )
    }
}
