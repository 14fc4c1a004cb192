// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Failed executions that go on with a newer version of their definition.
@Suite(.timeLimit(.minutes(1)))
struct NewerVersionTests {
    private static func echo(_ name: String, _ value: JSONValue, _ more: JSONObject = [:]) -> JSONValue {
        let step: JSONValue = [
            "step_name": .string(name), "function_to_call": "math.echo", "input_mapping": ["v": value],
            "output_variable": .string(name),
        ]
        return step.merging(.object(more))
    }

    private static let failing: JSONValue = [
        "step_name": "middle", "function_to_call": "math.fail", "input_mapping": [:], "output_variable": "middle",
    ]

    private static let first = Self.echo("first", 1)
    private static let last = Self.echo("last", "$first.v")

    /// Runs into the failure of version 1, and stores another version.
    private static func failed(_ steps: [JSONValue], _ harness: EngineHarness) async throws -> ExecutionDetail {
        try await harness.create(["workflow_steps": [Self.first, Self.failing, Self.last]])
        let failed = try await harness.run(["n": 1])
        #expect(failed.status == .failed)
        _ = try await harness.library.update(
            .key("doubling"),
            to: Sample.document(["workflow_steps": .array(steps)]),
            note: "mended",
            expectedVersion: nil,
            by: Sample.author
        )
        return failed
    }

    private static func retry(_ id: ExecutionID, _ harness: EngineHarness) async throws -> ExecutionDetail {
        _ = try await harness.engine.control(id, .retry, version: 2, note: "mended", by: Sample.author)
        return try await harness.engine.execution(id, wait: .seconds(50))
    }

    @Test
    func whatFailedAndWhatFollowsMayBeDifferent() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let id = try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                let mended = [
                    Self.first.merging(["description": "says more"]), Self.echo("middle", 2), Self.echo("added", 3),
                    Self.echo("last", "= $first.v + $added.v"),
                ]
                let failed = try await Self.failed(mended, harness)
                let done = try await Self.retry(failed.id, harness)
                #expect(done.status == .completed)
                #expect(
                    done.output == ["first": ["v": 1], "middle": ["v": 2], "added": ["v": 3], "last": ["v": 4]]
                )
                #expect(done.json["definition"]?["version"] == 2)
                #expect(try await harness.engine.storage.execution(failed.id)?.version == 2)
                return failed.id
            }
            // The history has two versions; it is folded and explained with both.
            try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                #expect(try await harness.engine.execution(id).output?["last"] == ["v": 4])
                #expect(try await harness.engine.explain(id)["status"] == "completed")
                let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
                #expect(report.breaks.isEmpty)
            }
        }
    }

    @Test(
        arguments: [
            ([Self.echo("first", 9), Self.echo("middle", 2), Self.last], "step-changed"),
            ([Self.echo("other", 1), Self.echo("middle", 2)], "step-removed"),
            ([Self.echo("before", 0), Self.first, Self.echo("middle", 2), Self.last], "steps-moved"),
        ] as [([JSONValue], String)]
    )
    func aVersionThatChangesWhatHasRunIsRefused(_ steps: [JSONValue], _ problem: String) async throws {
        try await EngineHarness.withSamples { harness in
            let failed = try await Self.failed(steps, harness)
            do {
                _ = try await Self.retry(failed.id, harness)
                Issue.record("It was not refused.")
            } catch let error as SkeinError {
                #expect(error.code == .versionIncompatible)
                #expect(error.problems.map(\.code).contains(problem))
            }
            let after = try await harness.engine.execution(failed.id)
            #expect(after.status == .failed)
            #expect(after.json["definition"]?["version"] == 1)
        }
    }

    @Test
    func anInputThatTheVersionDoesNotTakeIsRefused() async throws {
        try await EngineHarness.withSamples { harness in
            let failed = try await Self.failed([Self.first, Self.echo("middle", 2)], harness)
            _ = try await harness.library.update(
                .key("doubling"),
                merging: ["input_schema": ["type": "object", "required": ["m"]]],
                note: "asks for more",
                expectedVersion: nil,
                by: Sample.author
            )
            await #expect(throws: SkeinError(.versionIncompatible, "")) {
                try await harness.engine.control(failed.id, .retry, version: 3, by: Sample.author)
            }
            await #expect(throws: SkeinError(.versionNotFound, "")) {
                try await harness.engine.control(failed.id, .retry, version: 9, by: Sample.author)
            }
        }
    }

    @Test
    func onlyAFailedExecutionChangesItsVersion() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            let done = try await harness.run(["n": 1])
            _ = try await harness.library.update(
                .key("doubling"),
                merging: ["display_name": "Again"],
                note: "name",
                expectedVersion: nil,
                by: Sample.author
            )
            await #expect(throws: SkeinError(.executionState, "")) {
                try await harness.engine.control(done.id, .retry, version: 2, by: Sample.author)
            }
        }
    }
}
