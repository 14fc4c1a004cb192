// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension StorageConformance {
    static let nodeChecks: [Check] = [
        Self.check("a node is listed from when it joins until it leaves, under a number of its own") { storage in
            let first = try await storage.join(Self.node("a"), now: Self.time(1))
            let listed = try await storage.nodes()
            try Self.same(listed.map(\.number), [first], "numbers")
            try Self.same(listed.map(\.node), [Self.node("a")], "descriptions")
            try Self.same(listed.map(\.isAlive), [true], "alive")
            try await storage.leave()
            try Self.same(try await storage.nodes(), [], "after it left")
            let second = try await storage.join(Self.node("a"), now: Self.time(2))
            guard second > first else { throw Violation(description: "number \(second) after \(first)") }
            try await storage.leave()
        },
        Self.check("a node takes on once what was left behind, as much as it has room for") { storage in
            let task = OpenTask(path: "ask", attempt: 1, function: "outside.ask")
            _ = try storage.commit([Self.start(1, tasks: [task]), Self.start(2)])
            _ = try await storage.join(Self.node("a"), now: Self.time(1))
            try Self.same(try await storage.attend(takingOn: 0).executions, [], "without room")
            let taken = try await storage.attend(takingOn: 10)
            try Self.same(taken.executions, [Self.execution(1)], "taken on")
            try Self.same(taken.isMember, true, "a member")
            try Self.same(try await storage.attend(takingOn: 10).executions, [], "again")
            try Self.same(try await storage.nodes().map(\.executions), [1], "owned")
            try await storage.leave()
            _ = try await storage.join(Self.node("b"), now: Self.time(2))
            try Self.same(try await storage.attend(takingOn: 10).executions, [Self.execution(1)], "given back")
            try await storage.leave()
        },
        Self.check("the numbers of last events are told of executions that are stored") { storage in
            _ = try storage.commit([Self.start(1), Self.start(2)])
            _ = try storage.commit([Self.turn(2, after: 2)])
            let ids = (1...3).map { Self.execution($0) }
            let expected = [Self.execution(1): 2, Self.execution(2): 3]
            try Self.same(try await storage.lastSequences(of: ids), expected, "last sequences")
        },
    ]

    package static func node(_ name: String, _ roles: Set<NodeRole> = [.api, .engine]) -> NodeDescription {
        NodeDescription(name: name, version: "1", roles: roles)
    }
}
