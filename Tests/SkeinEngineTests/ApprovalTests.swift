// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ApprovalTests {
    /// A definition whose risk is the input's `n` in hundredths.
    private static func risky(_ approval: JSONValue = [:]) -> JSONObject {
        let factor: JSONValue = ["name": "size", "level": "$input.n / 100.0"]
        return ["risk_config": ["factors": [factor], "approval": approval], "output": "$double_out"]
    }

    private static func record(_ detail: ExecutionDetail, _ harness: EngineHarness) async throws -> ApprovalRecord {
        let id = try #require(detail.approvalID)
        return try #require(try await harness.engine.storage.approval(id))
    }

    private static func decide(
        _ detail: ExecutionDetail,
        _ isApproval: Bool,
        by actor: Actor = Sample.other,
        note: String? = "Seen",
        evidence: ContentHash? = nil,
        key: String? = nil,
        _ harness: EngineHarness
    ) async throws -> ExecutionDetail {
        let id = try #require(detail.approvalID)
        let request = DecisionRequest(
            approval: id,
            isApproval: isApproval,
            actor: actor,
            note: note,
            evidenceHash: evidence,
            requestKey: key
        )
        return try await harness.engine.decide(request)
    }

    @Test(arguments: [
        (Int64(0), RiskBand.autoApproved, ExecutionStatus.completed), (29, .autoApproved, .completed),
        (30, .flagged, .completed), (69, .flagged, .completed), (70, .reviewRecommended, .completed),
        (89, .reviewRecommended, .completed), (90, .approvalRequired, .awaitingApproval),
        (100, .approvalRequired, .awaitingApproval),
    ])
    func theRiskScoreDecidesTheBandAndWhetherPeopleDecide(
        _ number: Int64,
        _ band: RiskBand,
        _ status: ExecutionStatus
    ) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky())
            let detail = try await harness.run(["n": .int(number)])
            #expect(detail.riskScore == Double(number) / 100)
            #expect(detail.riskBand == band)
            #expect(detail.status == status)
            #expect(detail.json["requires_approval"] == .bool(status == .awaitingApproval))
        }
    }

    @Test
    func anApprovalCompletesTheExecutionWithTheProposedOutput() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky())
            let waiting = try await harness.run(["n": 95])
            #expect(waiting.output == ["value": 190])
            let done = try await Self.decide(waiting, true, evidence: waiting.evidenceHash, harness)

            #expect(done.status == .completed)
            #expect(done.output == ["value": 190])
            let record = try await Self.record(waiting, harness)
            #expect(record.approval.status == .approved)
            #expect(
                try await harness.engine.storage.audit(after: 1, limit: 9).map(\.entry.action) == ["approval.decided"]
            )
            await #expect(throws: SkeinError(.approvalClosed, "")) {
                try await Self.decide(waiting, false, by: Actor(name: "cleo"), harness)
            }
        }
    }

    @Test
    func aRejectionEndsTheExecutionAndSaysWhy() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky())
            let waiting = try await harness.run(["n": 95])
            await #expect(throws: SkeinError(.approvalNoteMissing, "")) {
                try await Self.decide(waiting, false, note: nil, harness)
            }
            let done = try await Self.decide(waiting, false, note: "Too thin", harness)
            #expect(done.status == .rejected)
            #expect(done.failure?.code == "approval-rejected")
            #expect(done.failure?.message.contains("Too thin") == true)
        }
    }

    @Test
    func whoMayNotDecideIsRefused() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky(["roles": ["engineer"]]))
            let waiting = try await harness.run(["n": 95])
            await #expect(throws: SkeinError(.approvalForbidden, "")) {
                try await Self.decide(waiting, true, by: Sample.author, harness)
            }
            await #expect(throws: SkeinError(.approvalForbidden, "")) {
                try await Self.decide(waiting, true, by: Actor(name: "cleo", roles: ["clerk"]), harness)
            }
            await #expect(throws: SkeinError(.evidenceMismatch, "")) {
                try await Self.decide(waiting, true, evidence: HashChain.sha256([1]), harness)
            }
            #expect(try await harness.engine.execution(waiting.id).status == .awaitingApproval)
            #expect(try await harness.engine.storage.audit(after: 1, limit: 9).isEmpty)
        }
    }

    @Test
    func severalPeopleApproveAndNobodyTwice() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky(["approvals": 2]))
            let waiting = try await harness.run(["n": 95])
            #expect(try await Self.decide(waiting, true, harness).status == .awaitingApproval)
            let record = try await Self.record(waiting, harness)
            #expect(record.approval.approvalsGiven == 1)
            #expect(record.approval.approvalsNeeded == 2)
            await #expect(throws: SkeinError(.approvalForbidden, "")) {
                try await Self.decide(waiting, false, note: "No.", harness)
            }
            #expect(try await Self.decide(waiting, true, by: Actor(name: "cleo"), harness).status == .completed)
        }
    }

    @Test
    func theSameDecisionAgainChangesNothingAndIsNoFault() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky(["approvals": 2]))
            let waiting = try await harness.run(["n": 95])
            #expect(try await !Self.decide(waiting, true, key: "k1", harness).isRepeat)
            let again = try await Self.decide(waiting, true, key: "k1", harness)
            #expect(again.isRepeat)
            #expect(again.status == .awaitingApproval)
            #expect(try await Self.record(waiting, harness).approval.approvalsGiven == 1)
            await #expect(throws: SkeinError(.idempotencyKeyReused, "")) {
                try await Self.decide(waiting, false, note: "No.", key: "k1", harness)
            }
            let cleo = Actor(name: "cleo")
            #expect(try await Self.decide(waiting, true, by: cleo, key: "k1", harness).status == .completed)
            // The answer may have been lost, so the approval is closed when the caller asks again.
            let late = try await Self.decide(waiting, true, by: cleo, harness)
            #expect(late.isRepeat)
            #expect(late.status == .completed)
            #expect(try await harness.engine.storage.audit(after: 1, limit: 9).count == 2)
        }
    }

    @Test
    func ofConcurrentDecisionsTheApprovalTakesExactlyAsManyAsItNeeds() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(Self.risky())
            let waiting = try await harness.run(["n": 95])
            let taken = await withTaskGroup(of: Bool.self) { group in
                for number in 1...8 {
                    group.addTask {
                        let actor = Actor(name: "person \(number)")
                        return (try? await Self.decide(waiting, true, by: actor, harness)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 1)
            #expect(try await harness.engine.storage.audit(after: 1, limit: 9).count == 1)
        }
    }

    @Test(arguments: [("reject", ExecutionStatus.rejected), ("fail", .failed)])
    func anApprovalThatNobodyDecidesExpires(_ onExpiry: String, _ status: ExecutionStatus) async throws {
        let clock = ManualClock()
        try await EngineHarness.withSamples(clock: clock) { harness in
            try await harness.create(Self.risky(["expires_after": "48h", "on_expiry": .string(onExpiry)]))
            let waiting = try await harness.run(["n": 95])
            #expect(waiting.status == .awaitingApproval)
            // The timer service sleeps 15 s at most, and again when what was due has fired.
            await clock.advance(by: .seconds(48 * 3600), onceAsleepFor: .seconds(15))
            await clock.waitForSleeper(within: .seconds(15))

            let detail = try await harness.engine.execution(waiting.id)
            #expect(detail.status == status)
            #expect(detail.failure?.code == "approval-expired")
            let record = try await Self.record(waiting, harness)
            #expect(record.approval.status == .expired)
            #expect(try await harness.engine.storage.nextTimer() == nil)
            await #expect(throws: SkeinError(.approvalClosed, "")) { try await Self.decide(waiting, true, harness) }
        }
    }

    @Test
    func anApprovalThatIsNotThereIsReported() async throws {
        try await EngineHarness.withSamples { harness in
            let id = ApprovalID(UUIDv7(at: harness.engine.clock.now(), random: (1, 2)))
            let request = DecisionRequest(approval: id, isApproval: true, actor: Sample.other)
            await #expect(throws: SkeinError(.approvalNotFound, "")) { try await harness.engine.decide(request) }
        }
    }
}
