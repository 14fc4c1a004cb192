// SPDX-License-Identifier: Apache-2.0

/// The failure codes that Skein itself gives.
package enum FailureCode {
    package static let timeout = "timeout"
    package static let functionCrashed = "function-error"
    package static let functionNotFound = "function-not-found"
    package static let inputInvalid = "function-input-invalid"
    package static let functionOutputInvalid = "function-output-invalid"
    package static let outputInvalid = "output-invalid"
    package static let validationFailed = "validation-failed"
    package static let approvalExpired = "approval-expired"
    package static let rejected = "approval-rejected"
    package static let itemsInvalid = "items-invalid"
    package static let tooManyIterations = "loop-limit-reached"
    package static let gateClosed = "gate-closed"
    package static let timeInvalid = "time-invalid"
    package static let signalTimeout = "signal-timeout"
    package static let taskExpired = "task-expired"
    package static let heartbeatTimeout = "heartbeat-timeout"
    package static let scheduleToStartTimeout = "schedule-to-start-timeout"
    package static let totalTimeout = "total-timeout"
    package static let childFailed = "child-failed"
    package static let childRejected = "child-rejected"
    package static let childCancelled = "child-cancelled"
    package static let childTooDeep = "child-too-deep"
    package static let cancelled = "cancelled"
    package static let terminated = "terminated"
}
