// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

/// Something that is asked of a storage, so that what its driver makes of it can be looked at.
package struct StorageCall: Sendable, CustomStringConvertible {
    package let name: String
    package let run: @Sendable (any Storage) async throws -> Void

    package var description: String { self.name }

    init(_ name: String, _ run: @escaping @Sendable (any Storage) async throws -> Void) {
        self.name = name
        self.run = run
    }

    /// Every question of the protocols of SkeinStorage, with every combination of the conditions of lists, to a database
    /// that ``ManyExecutions`` filled, and what a node does.
    package static func reads(of data: ManyExecutions) -> [StorageCall] {
        [
            self.definitions, self.executions(data), self.one(data), self.people(data), self.engine(data),
            self.nodes(data),
        ].flatMap(\.self)
    }

    /// The first page and one from the middle.
    static func pages(_ middle: Int) -> [(name: String, page: PageRequest)] {
        [("first page", PageRequest()), ("later page", PageRequest(after: Cursor(key: Int64(middle))))]
    }

    private static let definitions: [StorageCall] = {
        let selector = DefinitionSelector.key("d3")
        let id = DefinitionSelector.id(ManyExecutions.id(.definition, 3))
        var calls = [
            StorageCall("definition by key") { _ = try await $0.definition(selector) },
            StorageCall("definition by identifier") { _ = try await $0.definition(id) },
            StorageCall("version") { _ = try await $0.version(3, of: selector) },
            StorageCall("statistics") { _ = try await $0.statistics(of: selector) },
        ]
        for (name, page) in Self.pages(20) {
            calls.append(StorageCall("versions, \(name)") { _ = try await $0.versions(of: selector, page) })
            for discipline in [nil, "discipline1"] {
                for status in [nil, DefinitionStatus.active] {
                    for tags in [[], ["tag1"], ["tag1", "tag2"]] {
                        let filter = DefinitionFilter(discipline: discipline, status: status, tags: tags)
                        let words = ["\(tags.count) tags", discipline, status?.rawValue, name].compactMap { $0 }
                        calls.append(
                            StorageCall("definitions, " + words.joined(separator: ", ")) {
                                _ = try await $0.definitions(filter, page)
                            }
                        )
                    }
                }
            }
        }
        return calls
    }()

    private static func executions(_ data: ManyExecutions) -> [StorageCall] {
        var calls: [StorageCall] = []
        let definitions: [DefinitionSelector?] = [nil, .key("d3"), .id(ManyExecutions.id(.definition, 3))]
        // Few wait, most have completed, none is paused.
        for status in [nil, ExecutionStatus.waiting, .completed, .paused] {
            for definition in definitions {
                for parent in [nil, data.execution(3), data.execution(5)] {
                    for (name, page) in Self.pages(data.count / 2) {
                        let filter = ExecutionFilter(definition: definition, status: status, parentID: parent)
                        let words = [
                            status?.rawValue, definition?.description, parent.map { "children of \($0)" }, name,
                        ]
                        calls.append(
                            StorageCall("executions, " + words.compactMap { $0 }.joined(separator: ", ")) {
                                _ = try await $0.executions(filter, page)
                            }
                        )
                    }
                }
            }
        }
        return calls
    }

    private static func one(_ data: ManyExecutions) -> [StorageCall] {
        let id = data.execution(4)
        return [
            StorageCall("execution") { _ = try await $0.execution(id) },
            StorageCall("history") { _ = try await $0.history(of: id, after: 0, limit: 100) },
            StorageCall("history, later page") { _ = try await $0.history(of: id, after: 1, limit: 100) },
            StorageCall("step runs") { _ = try await $0.stepRuns(of: id, after: nil, limit: 100) },
            StorageCall("step runs, later page") { _ = try await $0.stepRuns(of: id, after: "work", limit: 100) },
            StorageCall("chain head") { _ = try await $0.chainHead(of: id) },
        ]
    }

    private static func people(_ data: ManyExecutions) -> [StorageCall] {
        var calls = [
            StorageCall("approval") { _ = try await $0.approval(ManyExecutions.id(.approval, 200)) },
            StorageCall("human task") { _ = try await $0.humanTask(ManyExecutions.id(.humanTask, 100)) },
        ]
        for status in [nil, ApprovalStatus.pending, .approved, .expired] {
            for (name, page) in Self.pages(data.count / 40) {
                calls.append(
                    StorageCall("approvals, \(status?.rawValue ?? "all"), \(name)") {
                        _ = try await $0.approvals(status: status, page)
                    }
                )
            }
        }
        for status in [nil, HumanTaskStatus.open, .completed, .closed] {
            for execution in [nil, data.execution(100)] {
                for person in [nil, "person7", "nobody"] {
                    for role in [nil, "role10", "none"] {
                        for (name, page) in Self.pages(data.count / 20) {
                            let filter = HumanTaskFilter(
                                status: status,
                                executionID: execution,
                                person: person,
                                role: role
                            )
                            let words = [status?.rawValue, execution?.description, person, role, name]
                            calls.append(
                                StorageCall("human tasks, " + words.compactMap { $0 }.joined(separator: ", ")) {
                                    _ = try await $0.humanTasks(filter, page)
                                }
                            )
                        }
                    }
                }
            }
        }
        return calls
    }

    private static func engine(_ data: ManyExecutions) -> [StorageCall] {
        let now = Timestamp(microseconds: (1_767_225_600 + Int64(data.count) / 2) * 1_000_000)
        return [
            StorageCall("executions with open tasks") { _ = try await $0.executionsWithOpenTasks() },
            StorageCall("due timers") { _ = try await $0.dueTimers(at: now, limit: 100) },
            StorageCall("next timer") { _ = try await $0.nextTimer() },
            StorageCall("ended children") { _ = try await $0.endedChildren() },
            StorageCall("orphaned children") { _ = try await $0.orphanedChildren() },
            StorageCall("unwakeable executions") { _ = try await $0.unwakeableExecutions(limit: 100) },
            StorageCall("waiting for a signal") {
                _ = try await $0.executions(waitingFor: "signal7", PageRequest())
            },
            StorageCall("waiting for a signal, later page") {
                _ = try await $0.executions(
                    waitingFor: "signal7",
                    PageRequest(after: Cursor(key: Int64(data.count / 2)))
                )
            },
            StorageCall("audit log") { _ = try await $0.audit(after: data.count / 20, limit: 100) },
            StorageCall("audit head") { _ = try await $0.auditHead() },
        ]
    }
}
