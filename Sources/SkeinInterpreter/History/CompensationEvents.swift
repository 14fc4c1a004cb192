// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What happens while completed steps are undone.
package enum CompensationEvent: Hashable, Sendable {
    case started(CompensationStarted)
    /// A task for an attempt of a step's compensation was handed out.
    case scheduled(StepScheduled)
    case completed(StepCompleted)
    /// An attempt failed and another one follows at a known time.
    case retryScheduled(StepRetryScheduled)
    /// A compensation failed for good; the others follow all the same.
    case failed(path: String, attempt: Int, failure: Failure)
}

/// Why steps are undone, and which.
package struct CompensationStarted: Hashable, Sendable {
    /// How the execution ends afterwards.
    package let status: ExecutionStatus
    package let failure: Failure
    package let failedStep: String?
    /// The step runs to undo, the one that completed last first.
    package let paths: [String]
    /// The step runs that were ended because of it.
    package let cancelled: [String]
}

extension CompensationEvent {
    /// The kinds of events, as stored.
    static let kinds = [
        "compensation_started", "compensation_scheduled", "compensation_completed", "compensation_retry_scheduled",
        "compensation_failed",
    ]

    var kind: String {
        switch self {
        case .started: "compensation_started"
        case .scheduled: "compensation_scheduled"
        case .completed: "compensation_completed"
        case .retryScheduled: "compensation_retry_scheduled"
        case .failed: "compensation_failed"
        }
    }

    var payload: JSONValue {
        switch self {
        case .started(let event):
            .object(
                .of(
                    ("status", .string(event.status.rawValue)),
                    ("failure", event.failure.json),
                    ("failed_step", event.failedStep.map { .string($0) }),
                    ("paths", .array(event.paths.map { .string($0) })),
                    ("cancelled", .texts(event.cancelled))
                )
            )
        case .scheduled(let event): Event.stepScheduled(event).payload
        case .completed(let event): Event.stepCompleted(event).payload
        case .retryScheduled(let event): Event.stepRetryScheduled(event).payload
        case .failed(let path, let attempt, let failure):
            ["path": .string(path), "attempt": .int(Int64(attempt)), "failure": failure.json]
        }
    }

    init(kind: String, fields: EventFields) throws(HistoryError) {
        switch kind {
        case "compensation_started":
            self = .started(
                CompensationStarted(
                    status: try fields.choice("status", ExecutionStatus.self),
                    failure: try fields.failure("failure"),
                    failedStep: fields.payload["failed_step"]?.string,
                    paths: try fields.strings("paths"),
                    cancelled: (fields.payload["cancelled"]?.array ?? []).compactMap(\.string)
                )
            )
        case "compensation_failed":
            self = .failed(
                path: try fields.string("path"),
                attempt: try fields.int("attempt"),
                failure: try fields.failure("failure")
            )
        default:
            // The others have the form of the step events of the same name.
            let name = "step_" + kind.dropFirst("compensation_".count)
            switch try Event(kind: name, payload: fields.payload) {
            case .stepScheduled(let event): self = .scheduled(event)
            case .stepCompleted(let event): self = .completed(event)
            case .stepRetryScheduled(let event): self = .retryScheduled(event)
            default: throw HistoryError("'\(kind)' is no event of a compensation.")
            }
        }
    }
}
