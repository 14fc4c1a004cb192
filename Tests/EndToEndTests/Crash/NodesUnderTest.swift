// SPDX-License-Identifier: Apache-2.0

import Foundation
import SeededRandom
import SkeinTestKit
import Synchronization

/// Servers that share a database, of which some are gone at any moment.
final class NodesUnderTest: Sendable {
    private struct Node {
        var server: ServerUnderTest
        /// Whether it stands still, as one that the network does not reach.
        var isPaused = false
    }

    private let nodes: Mutex<[Node]>
    private let start: @Sendable () throws -> ServerUnderTest

    init(_ count: Int, start: @escaping @Sendable () throws -> ServerUnderTest) throws {
        self.start = start
        self.nodes = Mutex(try (0..<count).map { _ in Node(server: try start()) })
    }

    /// Where the nodes listen that do not stand still; one may be gone by the time it is asked.
    var addresses: [String] { self.nodes.withLock { $0.filter { !$0.isPaused }.map(\.server.address) } }

    /// Kills a node, and starts another one in its place.
    func replace(_ index: Int) throws {
        guard let old = self.nodes.withLock({ $0[index].isPaused ? nil : $0[index].server }) else { return }
        old.process.kill()
        let new = try self.start()
        self.nodes.withLock { $0[index].server = new }
    }

    func pause(_ index: Int) {
        self.nodes.withLock { nodes in
            nodes[index].isPaused = true
            kill(nodes[index].server.process.identifier, SIGSTOP)
        }
    }

    func resume(_ index: Int) {
        self.nodes.withLock { nodes in
            kill(nodes[index].server.process.identifier, SIGCONT)
            nodes[index].isPaused = false
        }
    }

    func stop() {
        for node in self.nodes.withLock({ $0 }) { node.server.process.kill() }
    }
}
