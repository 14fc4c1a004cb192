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
        if let child = item["child_started"] { return .childStarted(try Self.childStarted(child, state)) }
        if let child = item["child_ended"] { return .childEnded(try Self.childEnded(child, state)) }
        if let signal = item["broadcast"] {
            return .broadcast(
                SignalReceived(
                    id: signal["id"]?.string ?? "b",
                    name: try #require(signal["name"]?.string),
                    payload: signal["payload"] ?? .null,
                    sentBy: "workflow"
                )
            )
        }
        if let signal = item["signal"] {
            let name = try #require(signal["name"]?.string)
            let id = signal["id"]?.string ?? "\(name)-\(JSONWriter.text(item["at"] ?? .null))"
            let by = signal["by"]?.string ?? "ana"
            return .signal(SignalReceived(id: id, name: name, payload: signal["payload"] ?? .null, sentBy: by))
        }
        if let control = item["control"] {
            let action = try #require(ControlEvent.Action(rawValue: control["action"]?.string ?? ""))
            let by = control["by"]?.string ?? "ops"
            return .control(
                ControlEvent(action: action, path: control["path"]?.string, by: by, note: control["note"]?.string)
            )
        }
        if let human = item["human"] { return .human(try Self.human(human, state)) }
        return .approvalDecided(try Self.decided(try #require(item["approval_decided"]), state))
    }

    /// The version that scenarios pin other executions to.
    private static let other = DefinitionReference(
        key: "other",
        version: 3,
        contentHash: ContentHash(bytes: [UInt8](repeating: 3, count: 32))
    )

    /// The execution that the step at `path` asked for, or another one.
    private static func child(_ item: JSONValue, _ state: ExecutionState) throws -> (path: String, id: ExecutionID) {
        let path = try #require(item["path"]?.string)
        let stranger = ExecutionID(UUIDv7(at: Self.start, random: (97, 97)))
        return (path, item["stranger"] == nil ? state.steps[path]?.child ?? stranger : stranger)
    }

    private static func childStarted(_ item: JSONValue, _ state: ExecutionState) throws -> ChildStarted {
        let (path, id) = try Self.child(item, state)
        return ChildStarted(path: path, executionID: id, definition: Self.other)
    }

    private static func childEnded(_ item: JSONValue, _ state: ExecutionState) throws -> ChildEnded {
        let (path, id) = try Self.child(item, state)
        return ChildEnded(
            path: path,
            executionID: id,
            definition: Self.other,
            status: try #require(ExecutionStatus(rawValue: item["status"]?.string ?? "completed")),
            output: item["output"] ?? .null,
            failure: item["failure"].flatMap { Failure(json: $0) }
        )
    }

    /// What a person does with the task of the step at `path`.
    private static func human(_ item: JSONValue, _ state: ExecutionState) throws -> HumanRequest {
        let other = HumanTaskID(UUIDv7(at: Self.start, random: (98, 98)))
        let path = try #require(item["path"]?.string)
        let action: HumanRequest.Action =
            switch item["do"]?.string ?? "complete" {
            case "claim": .claim
            case "release": .release
            case "delegate": .delegate(to: (item["to"]?.array ?? []).compactMap(\.string))
            default:
                .complete(
                    data: item["data"] ?? [:],
                    decision: item["decision"]?.string,
                    note: item["note"]?.string
                )
            }
        return HumanRequest(
            taskID: state.steps[path]?.humanTask?.content.id ?? other,
            action: action,
            by: item["by"]?.string ?? "ana",
            roles: (item["roles"]?.array ?? []).compactMap(\.string)
        )
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
