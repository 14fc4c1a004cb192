// SPDX-License-Identifier: Apache-2.0

/// Where an execution stands.
public enum ExecutionStatus: String, Hashable, Sendable, CaseIterable {
    /// Accepted; its first turn has not run.
    case pending
    /// A step runs, or the next one is about to.
    case running
    /// Every open step waits for a timer, a signal or a person.
    case waiting
    /// The result is ready and a person must approve it.
    case awaitingApproval = "awaiting_approval"
    /// Held by an operator; nothing starts until it is resumed.
    case paused
    /// Undoing completed steps in reverse order.
    case compensating
    /// Ended with an output.
    case completed
    /// Ended by a failure.
    case failed
    /// Ended because an approver said no, or nobody said anything in time.
    case rejected
    /// Ended by request.
    case cancelled
    /// Ended because it took too long.
    case timeout

    /// Whether the execution has ended.
    public var isTerminal: Bool {
        switch self {
        case .completed, .failed, .rejected, .cancelled, .timeout: true
        case .pending, .running, .waiting, .awaitingApproval, .paused, .compensating: false
        }
    }

    /// The statuses that may follow this one.
    public var successors: Set<ExecutionStatus> { Self.transitions[self] ?? [] }

    /// The table, made once: it is asked for every event.
    private static let transitions = Dictionary(uniqueKeysWithValues: Self.allCases.map { ($0, $0.following) })

    private var following: Set<ExecutionStatus> {
        let ends: Set<ExecutionStatus> = [.failed, .cancelled, .timeout]
        switch self {
        case .pending: return ends.union([.running])
        case .running: return ends.union([.waiting, .awaitingApproval, .paused, .compensating, .completed])
        case .waiting: return ends.union([.running, .awaitingApproval, .paused, .compensating, .completed])
        case .awaitingApproval: return ends.union([.running, .paused, .compensating, .completed, .rejected])
        case .paused: return ends.union([.running, .waiting, .awaitingApproval, .compensating])
        case .compensating: return ends.union([.rejected])
        case .failed: return [.running]
        case .completed, .rejected, .cancelled, .timeout: return []
        }
    }
}
