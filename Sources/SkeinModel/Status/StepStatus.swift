// SPDX-License-Identifier: Apache-2.0

/// Where a step run stands.
public enum StepStatus: String, Hashable, Sendable, CaseIterable {
    /// Known, not yet ready.
    case pending
    /// Ready, held back by a limit or a gate.
    case blocked
    /// Its task is out.
    case running
    /// Waits for a timer, a signal or a person.
    case waiting
    /// Failed and will be tried again at a known time.
    case retrying
    /// Ended with an output.
    case completed
    /// Ended by a failure.
    case failed
    /// Did not run, by its condition or its error policy; its output is `null`.
    case skipped
    /// Ended because its execution was cancelled.
    case cancelled
    /// Ended because it took too long.
    case timeout
    /// Completed, and undone since.
    case compensated

    /// Whether the step run has ended.
    public var isTerminal: Bool {
        switch self {
        case .completed, .failed, .skipped, .cancelled, .timeout, .compensated: true
        case .pending, .blocked, .running, .waiting, .retrying: false
        }
    }

    /// The statuses that may follow this one.
    public var successors: Set<StepStatus> { Self.transitions[self] ?? [] }

    /// The table, made once: it is asked for every event.
    private static let transitions = Dictionary(uniqueKeysWithValues: Self.allCases.map { ($0, $0.following) })

    private var following: Set<StepStatus> {
        let ends: Set<StepStatus> = [.completed, .failed, .skipped, .cancelled, .timeout]
        switch self {
        case .pending: return ends.union([.blocked, .running, .waiting])
        case .blocked: return ends.union([.running, .waiting])
        case .running: return ends.union([.waiting, .retrying])
        case .waiting: return ends.union([.running, .retrying])
        case .retrying: return ends.union([.running])
        case .completed: return [.compensated]
        case .failed, .timeout: return [.running]
        case .skipped, .cancelled, .compensated: return []
        }
    }
}
