// SPDX-License-Identifier: Apache-2.0

/// Looks for nodes that wait for each other.
enum DependencyCycle {
    /// The positions of a cycle, each waiting for the next; `nil` without one.
    static func find(in dependencies: [[Int]]) -> [Int]? {
        enum Mark { case unseen, onPath, done }
        var marks = [Mark](repeating: .unseen, count: dependencies.count)
        for start in dependencies.indices where marks[start] == .unseen {
            // Each entry is a node of the path and how many of its dependencies have been looked at.
            var path: [(node: Int, next: Int)] = [(start, 0)]
            marks[start] = .onPath
            while let (node, next) = path.last {
                guard next < dependencies[node].count else {
                    marks[node] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let other = dependencies[node][next]
                switch marks[other] {
                case .done: break
                case .onPath:
                    let first = path.firstIndex { $0.node == other } ?? 0
                    return path[first...].map(\.node)
                case .unseen:
                    marks[other] = .onPath
                    path.append((other, 0))
                }
            }
        }
        return nil
    }
}
