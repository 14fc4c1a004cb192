// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DefinitionVersionTests {
    private static let key = DefinitionSelector.key("doubling")

    private static func merge(
        _ changes: JSONObject,
        _ harness: EngineHarness,
        note: String? = "A reason",
        expected: Int? = nil,
        by author: Actor = Sample.other
    ) async throws -> VersionRecord {
        try await harness.library.update(
            Self.key,
            merging: changes,
            note: note,
            expectedVersion: expected,
            by: author
        )
    }

    // MARK: Update

    @Test
    func anUpdateStoresTheNextVersionAndKeepsTheOneBefore() async throws {
        try await EngineHarness.withSamples { harness in
            let first = try await harness.create()
            let second = try await Self.merge(["display_name": "Twice"], harness)

            #expect(second.version == 2)
            #expect(second.note == "A reason")
            #expect(second.contentHash != first.contentHash)
            let snapshot = try await harness.library.version(1, of: Self.key)
            #expect(snapshot.document == Sample.document())
            #expect(snapshot.contentHash == first.contentHash)
            let entry = try #require(try await harness.engine.storage.audit(after: 1, limit: 10).first?.entry)
            #expect(entry.action == "definition.updated")
            #expect(entry.actor == "ben")
            #expect(entry.details["note"] == "A reason")
        }
    }

    @Test
    func anUpdateRecordsWhenAndByWhom() async throws {
        let clock = ManualClock()
        try await EngineHarness.withSamples(clock: clock) { harness in
            try await harness.create()
            clock.advance(by: .seconds(3600))
            _ = try await Self.merge(["display_name": "Twice"], harness)

            let record = try await harness.library.definition(Self.key)
            #expect(record.updatedAt - record.createdAt == .seconds(3600))
            #expect(record.createdBy == "asha")
            #expect(record.updatedBy == "ben")
            #expect(record.displayName == "Twice")
        }
    }

    @Test(arguments: [nil, "", "   \n"] as [String?])
    func anUpdateWithoutANoteIsRefused(_ note: String?) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            await #expect(throws: SkeinError(.changeNoteMissing, "")) {
                try await Self.merge(["display_name": "Twice"], harness, note: note)
            }
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }

    @Test
    func publishingTheSameAgainNeedsNoNote() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            let record = try await harness.library.update(
                Self.key,
                to: Sample.document(),
                note: nil,
                expectedVersion: nil,
                by: Sample.author
            )
            #expect(record.version == 1)
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }

    @Test(arguments: [0, 1, 3])
    func anUpdateOfAnotherVersionThanTheCurrentOneIsRefused(_ expected: Int) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            _ = try await Self.merge(["display_name": "Twice"], harness)
            let error = await #expect(throws: SkeinError.self) {
                try await Self.merge(["display_name": "Thrice"], harness, expected: expected)
            }
            #expect(error?.code == .versionConflict)
            #expect(error?.metadata["current_version"] == "2")
            #expect(try await harness.counts() == [1, 2, 0, 2])
        }
    }

    @Test
    func anUpdateThatSaysTheSameMakesNoVersion() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            let same = try await harness.library.update(
                Self.key,
                to: Sample.document(),
                note: "Nothing",
                expectedVersion: 1,
                by: Sample.other
            )
            #expect(same.version == 1)
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }

    @Test
    func aMergeReplacesMembersAndRemovesThoseSetToNull() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(["description": "Doubles", "risk_config": ["auto_approve_threshold": 0.2]])
            let changes: JSONObject = [
                "description": .null, "tags": ["gamma"], "risk_config": ["require_review_threshold": 0.6],
            ]
            let document = try await Self.merge(changes, harness).document
            #expect(document["description"] == nil)
            #expect(document["tags"] == ["gamma"])
            #expect(
                document["risk_config"] == ["auto_approve_threshold": 0.2, "require_review_threshold": 0.6]
            )
            #expect(document["display_name"] == "Doubling")
        }
    }

    @Test
    func theKeyCannotChange() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            let error = await #expect(throws: SkeinError.self) {
                try await Self.merge(["deliverable_type": "tripling"], harness)
            }
            #expect(error?.code == .definitionInvalid)
            #expect(error?.problems.first?.pointer.description == "/deliverable_type")
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }

    @Test
    func ofConcurrentUpdatesOfOneVersionExactlyOneWins() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            let outcomes = await withTaskGroup(of: Bool?.self) { group in
                for number in 1...10 {
                    group.addTask {
                        do {
                            let changes: JSONObject = ["display_name": .string("Edition \(number)")]
                            return try await Self.merge(changes, harness, expected: 1).version == 2
                        } catch let error as SkeinError where error.code == .versionConflict {
                            return false
                        } catch {
                            return nil
                        }
                    }
                }
                return await group.reduce(into: [Bool?]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == true }.count == 1)
            #expect(outcomes.filter { $0 == false }.count == 9)
            #expect(try await harness.counts() == [1, 2, 0, 2])
        }
    }

    @Test
    func anInvalidUpdateIsRefusedAndChangesNothing() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            await #expect(throws: SkeinError(.definitionInvalid, "")) {
                try await Self.merge(["workflow_steps": []], harness)
            }
            await #expect(throws: SkeinError(.definitionNotFound, "")) {
                try await harness.library.update(
                    .key("missing"),
                    merging: ["tags": []],
                    note: "Why",
                    expectedVersion: nil,
                    by: Sample.author
                )
            }
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }

    // MARK: Delete

    @Test
    func deletingDeprecatesAndKeepsVersionsAndExecutions() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            let done = try await harness.run(["n": 1])
            let record = try await harness.library.setStatus(
                Self.key,
                .deprecated,
                note: "Old",
                expectedVersion: 1,
                by: Sample.other
            )

            #expect(record.status == .deprecated)
            #expect(record.version == 1)
            #expect(try await harness.library.version(1, of: Self.key).document == Sample.document())
            #expect(try await harness.engine.execution(done.id).status == .completed)
            await #expect(throws: SkeinError(.definitionNotExecutable, "")) { try await harness.run(["n": 1]) }
            #expect(
                try await harness.engine.storage.audit(after: 1, limit: 9).map(\.entry.action) == [
                    "definition.status_changed"
                ]
            )
        }
    }

    private static func deprecate(_ harness: EngineHarness) async throws {
        _ = try await harness.library.setStatus(
            self.key,
            .deprecated,
            note: nil,
            expectedVersion: nil,
            by: Sample.author
        )
    }

    @Test
    func changingADeprecatedDefinitionDoesNotPutItBackIntoUse() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            try await Self.deprecate(harness)
            _ = try await Self.merge(["display_name": "Twice"], harness)
            #expect(try await harness.library.definition(Self.key).status == .deprecated)
            _ = try await Self.merge(["status": "active"], harness)
            #expect(try await harness.library.definition(Self.key).status == .active)
        }
    }

    @Test(arguments: [[:], ["display_name": "Twice"]] as [JSONObject])
    func publishingADeprecatedDefinitionAgainDoesNotPutItBackIntoUse(_ changes: JSONObject) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            try await Self.deprecate(harness)
            func publish(_ changes: JSONObject) async throws {
                _ = try await harness.library.update(
                    Self.key,
                    to: Sample.document().merging(["status": .null]).merging(.object(changes)),
                    note: "Again",
                    expectedVersion: nil,
                    by: Sample.author
                )
            }
            try await publish(changes)
            #expect(try await harness.library.definition(Self.key).status == .deprecated)
            try await publish(["status": "active"])
            #expect(try await harness.library.definition(Self.key).status == .active)
        }
    }

    // MARK: History and rollback

    @Test
    func theHistoryListsEveryVersionNewestFirst() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            for number in 2...5 {
                let changes: JSONObject = ["display_name": .string("Edition \(number)")]
                _ = try await Self.merge(changes, harness, note: "Change \(number)")
            }
            let first = try await harness.library.versions(of: Self.key, PageRequest(limit: 3))
            let rest = try await harness.library.versions(of: Self.key, PageRequest(after: first.next, limit: 3))
            #expect((first.items + rest.items).map(\.version) == [5, 4, 3, 2, 1])
            #expect(first.items.map(\.note) == ["Change 5", "Change 4", "Change 3"])
            #expect(rest.next == nil)
        }
    }

    @Test
    func aRollbackStoresTheOldContentAsANewVersionWithTheSameHash() async throws {
        try await EngineHarness.withSamples { harness in
            let first = try await harness.create()
            _ = try await Self.merge(["display_name": "Twice"], harness)
            let back = try await harness.library.rollBack(
                Self.key,
                to: 1,
                note: nil,
                expectedVersion: 2,
                by: Sample.other
            )
            #expect(back.version == 3)
            #expect(back.contentHash == first.contentHash)
            #expect(back.document == first.document)
            #expect(back.rolledBackTo == 1)
            #expect(try await harness.library.definition(Self.key).displayName == "Doubling")
            #expect(try await harness.library.version(2, of: Self.key).document["display_name"] == "Twice")
            #expect(
                try await harness.engine.storage.audit(after: 2, limit: 9).map(\.entry.action) == [
                    "definition.rolled_back"
                ]
            )
        }
    }

    @Test(arguments: [0, 2, -1, Int.max])
    func aRollbackToAVersionThatIsNotThereIsRefused(_ target: Int) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            await #expect(throws: SkeinError(.versionNotFound, "")) {
                try await harness.library.rollBack(
                    Self.key,
                    to: target,
                    note: nil,
                    expectedVersion: nil,
                    by: Sample.author
                )
            }
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }
}
