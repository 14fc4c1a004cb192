// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import Testing

/// Reads what happens to an execution as scenario files write it: `{"at": seconds, "<kind>": ...}`.
enum IncomingReader {
    /// Midnight of 2026-03-01, where every scenario starts.
    static let start = Timestamp(microseconds: 1_772_323_200_000_000)

    static func time(_ item: JSONValue) throws -> Timestamp {
        let seconds = try #require(item["at"]?.number)
        return Self.start + .microseconds(Int64(seconds * 1_000_000))
    }

    static func event(_ item: JSONValue, _ state: ExecutionState, _ graph: Graph) throws -> IncomingEvent {
        if let start = item["start"] { return .start(Self.started(start, graph)) }
        if let done = item["task_completed"] {
            return .taskCompleted(
                path: try #require(done["path"]?.string),
                attempt: Int(done["attempt"]?.int ?? 1),
                output: done["output"] ?? .null,
                functionVersion: done["function_version"]?.int.map { Int($0) }
            )
        }
        if let failed = item["task_failed"] {
            return .taskFailed(
                path: try #require(failed["path"]?.string),
                attempt: Int(failed["attempt"]?.int ?? 1),
                failure: try #require(Failure(json: failed["failure"] ?? .null))
            )
        }
        if let timer = item["timer_fired"]?.string {
            if timer == "approval", let approval = state.approval {
                return .timerFired(.approval(approval.request.approvalID))
            }
            return .timerFired(try #require(TimerID(timer)))
        }
        return .approvalDecided(try Self.decided(try #require(item["approval_decided"]), state))
    }

    static func started(_ start: JSONValue, _ graph: Graph) -> ExecutionStarted {
        let hash = ScenarioRun.digest(graph.definition.hashedContent)
        return ExecutionStarted(
            executionID: ExecutionID(UUIDv7(at: Self.start, random: (7, 7))),
            definition: DefinitionReference(key: graph.definition.key, version: 1, contentHash: hash),
            input: start["input"] ?? [:],
            userID: start["user_id"]?.string ?? "ana",
            projectID: start["project_id"]?.string,
            context: start["context"]?.object ?? [:]
        )
    }

    /// The approval and the evidence are those that the execution asked for, unless written.
    private static func decided(_ item: JSONValue, _ state: ExecutionState) throws -> ApprovalDecided {
        let other = ApprovalID(UUIDv7(at: Self.start, random: (99, 99)))
        let wrongHash = ContentHash(bytes: [UInt8](repeating: 1, count: 32))
        let isOther = item["other_approval"]?.bool ?? false
        let isStale = item["stale_evidence"]?.bool ?? false
        return ApprovalDecided(
            approvalID: isOther ? other : state.approval?.request.approvalID ?? other,
            decision: try #require(ApprovalDecided.Decision(rawValue: item["decision"]?.string ?? "")),
            decidedBy: try #require(item["by"]?.string),
            roles: (item["roles"]?.array ?? []).compactMap(\.string),
            note: item["note"]?.string,
            evidenceHash: isStale ? wrongHash : state.approval?.request.evidenceHash ?? wrongHash
        )
    }
}
