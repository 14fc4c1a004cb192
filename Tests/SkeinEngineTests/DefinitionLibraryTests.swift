// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DefinitionLibraryTests {
    // MARK: Create

    @Test
    func creatingStoresTheFirstVersionWithItsContentHash() async throws {
        try await EngineHarness.withSamples { harness in
            let created = try await harness.library.create(Sample.document(), note: "First", by: Sample.author)

            #expect(created.version == 1)
            #expect(created.note == "First")
            #expect(created.author == "asha")
            #expect(created.document == Sample.document())
            #expect(created.contentHash == HashChain.sha256(WorkflowDefinition.hashedContent(of: Sample.document())))
            let stored = try await harness.library.version(1, of: .key("doubling"))
            #expect(stored.contentHash == created.contentHash)
            #expect(stored.document == Sample.document())
        }
    }

    @Test
    func creatingWritesAnAuditEntry() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()

            let entries = try await harness.engine.storage.audit(after: 0, limit: 10)
            #expect(entries.map(\.entry.action) == ["definition.created"])
            #expect(entries.first?.entry.actor == "asha")
            #expect(entries.first?.entry.subject == "definition/doubling")
        }
    }

    @Test
    func aSecondDefinitionWithTheSameKeyIsRefusedAndChangesNothing() async throws {
        try await EngineHarness.withSamples { harness in
            let first = try await harness.create()
            let before = try await harness.counts()

            await #expect(throws: SkeinError(.definitionExists, "")) {
                try await harness.create(["display_name": "Another"])
            }

            #expect(try await harness.counts() == before)
            let record = try await harness.library.definition(.key("doubling"))
            #expect(record.displayName == "Doubling")
            #expect(record.contentHash == first.contentHash)
        }
    }

    @Test
    func anInvalidDocumentIsRefusedWithAllItsProblems() async throws {
        try await EngineHarness.withSamples { harness in
            let before = try await harness.counts()
            let changes: JSONObject = [
                "deliverable_type": "Not A Key", "colour": "red", "discipline": 7,
                "risk_config": ["auto_approve_threshold": 2],
            ]

            let error = await #expect(throws: SkeinError.self) { try await harness.create(changes) }

            #expect(error?.code == .definitionInvalid)
            let places = Set((error?.problems ?? []).map(\.pointer.description))
            let expected: Set = [
                "/deliverable_type", "/colour", "/discipline", "/risk_config/auto_approve_threshold",
            ]
            #expect(places.isSuperset(of: expected), "\(places)")
            #expect(try await harness.counts() == before)
        }
    }

    @Test
    func aDefinitionCanBeADraftBeforeItsFunctionsExist() async throws {
        try await EngineHarness.withSamples { harness in
            let steps: JSONValue = [Sample.step("later", "not.written")]
            await #expect(throws: SkeinError(.definitionInvalid, "")) {
                try await harness.create(["workflow_steps": steps])
            }

            let draft = try await harness.create(["workflow_steps": steps, "status": "draft"])
            #expect(draft.version == 1)
        }
    }

    // MARK: Get

    @Test
    func aDefinitionIsFoundByItsKey() async throws {
        try await EngineHarness.withSamples { harness in
            let created = try await harness.create()
            let record = try await harness.library.definition(.key("doubling"))
            #expect(record.id == created.definitionID)
            #expect(record.tags == ["alpha", "beta"])
            #expect(record.createdBy == "asha")
        }
    }

    @Test
    func aDefinitionIsFoundByItsIdentifier() async throws {
        try await EngineHarness.withSamples { harness in
            let created = try await harness.create()
            let selector = DefinitionSelector(created.definitionID.description)
            #expect(selector == .id(created.definitionID))
            #expect(try await harness.library.definition(selector).key == "doubling")
        }
    }

    @Test(arguments: ["missing", "0190b0a0-0000-7000-8000-000000000000", "' OR 1=1 --", ""])
    func aDefinitionThatIsNotThereIsReported(_ name: String) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            await #expect(throws: SkeinError(.definitionNotFound, "")) {
                try await harness.library.definition(DefinitionSelector(name))
            }
        }
    }

    // MARK: Statistics

    @Test
    func statisticsCountExecutionsAndTheirRates() async throws {
        try await EngineHarness.withSamples { harness in
            let factor: JSONValue = ["name": "large", "when": "$input.n > 10", "weight": 0.5]
            try await harness.create(["risk_config": ["factors": [factor]]])
            let failing: JSONValue = [Sample.step("fail", "math.fail", [:])]
            for number in [1, 20] as [Int64] { _ = try await harness.run(["n": .int(number)]) }
            _ = try await harness.library.update(
                .key("doubling"),
                merging: ["workflow_steps": failing],
                note: "Fails now",
                expectedVersion: 1,
                by: Sample.author
            )
            let failed = try await harness.run(["n": 1])
            #expect(failed.status == .failed)

            let statistics = try await harness.library.statistics(of: .key("doubling"))
            #expect(statistics.total == 3)
            #expect(statistics.successful == 2)
            #expect(statistics.byStatus == [.completed: 2, .failed: 1])
            #expect(statistics.successRate == 2.0 / 3)
            #expect(statistics.averageRisk == 0.25)
            #expect(statistics.approvalsRequired == 0)
        }
    }

    @Test
    func statisticsCountWhatNeedsAnApproval() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(["risk_config": ["factors": [["name": "always", "weight": 1, "level": "1"]]]])
            let detail = try await harness.run(["n": 1])
            #expect(detail.status == .awaitingApproval)

            let statistics = try await harness.library.statistics(of: .key("doubling"))
            #expect(statistics.approvalsRequired == 1)
            #expect(statistics.successful == 0)
            #expect(statistics.successRate == nil)
            #expect(statistics.averageRisk == 1)
        }
    }

    @Test
    func statisticsOfAFreshDefinitionAreEmptyAndOfAMissingOneAreAnError() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            #expect(try await harness.library.statistics(of: .key("doubling")) == DefinitionStatistics())
            await #expect(throws: SkeinError(.definitionNotFound, "")) {
                try await harness.library.statistics(of: .key("missing"))
            }
        }
    }

    // MARK: Validation

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let changes: JSONObject
        let code: String
        let pointer: String
    }

    static let faults: [Fault] = [
        Fault(
            testDescription: "step numbers with a gap",
            changes: ["workflow_steps": [Sample.step("a", "math.echo"), Sample.step("b", "math.echo", number: 3)]],
            code: "step-number-gap",
            pointer: "/workflow_steps/1/step_number"
        ),
        Fault(
            testDescription: "a step number twice",
            changes: ["workflow_steps": [Sample.step("a", "math.echo"), Sample.step("b", "math.echo", number: 1)]],
            code: "step-number-gap",
            pointer: "/workflow_steps/1/step_number"
        ),
        Fault(
            testDescription: "a step name twice",
            changes: ["workflow_steps": [Sample.step("a", "math.echo"), Sample.step("a", "math.echo", number: 2)]],
            code: "name-duplicate",
            pointer: "/workflow_steps/1/step_name"
        ),
        Fault(
            testDescription: "review not above auto",
            changes: ["risk_config": ["auto_approve_threshold": 0.7, "require_review_threshold": 0.7]],
            code: "thresholds-unordered",
            pointer: "/risk_config/require_review_threshold"
        ),
        Fault(
            testDescription: "approval not above review",
            changes: ["risk_config": ["require_review_threshold": 0.8, "require_hitl_threshold": 0.75]],
            code: "thresholds-unordered",
            pointer: "/risk_config/require_hitl_threshold"
        ),
        Fault(
            testDescription: "no steps",
            changes: ["workflow_steps": []],
            code: "steps-missing",
            pointer: "/workflow_steps"
        ),
    ]

    @Test(arguments: Self.faults)
    func aFaultIsReportedWhereItStands(_ fault: Fault) async throws {
        try await EngineHarness.withSamples { harness in
            let error = await #expect(throws: SkeinError.self) { try await harness.create(fault.changes) }
            let found = (error?.problems ?? []).map { "\($0.code) \($0.pointer)" }
            #expect(found.contains("\(fault.code) \(fault.pointer)"), "\(found)")
            let counts = try await harness.counts()
            #expect(counts == [0, 0, 0, 0])
        }
    }
}
