// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinModel
package import SkeinSchema

/// What a wait step waits for.
package enum WaitStep: Sendable {
    /// A length of time: a text such as `48h`, or a number of seconds.
    case duration(ValueTemplate)
    /// A point in time, as RFC 3339 writes it.
    case until(ValueTemplate)
    case signal(SignalWait)
}

/// A wait for a signal.
package struct SignalWait: Sendable {
    /// What a wait does when nobody sent the signal in time.
    package enum OnTimeout: String, Sendable, CaseIterable {
        /// Fails, and its error handling applies.
        case fail
        /// Completes with the output `null`.
        case skip
    }

    package let name: String
    /// What has to hold for a signal to count; it sees the signal as `$signal`.
    package let correlate: Expression?
    package let timeout: ValueTemplate?
    package let onTimeout: OnTimeout
}

/// An execution of another definition as a step.
package struct WorkflowStep: Sendable {
    /// The key of the definition.
    package let key: String
    /// A version of it; `nil` for the one that is current when the step starts.
    package let version: Int?
    package let input: ValueTemplate
    /// Whether the step ends when that execution has ended, and not when it has started.
    package let waits: Bool
}

/// A fact that other executions may wait for.
package struct EmitStep: Sendable {
    /// The name of the event, which is that of the signal that they wait for.
    package let event: String
    package let payload: ValueTemplate
}

/// A question to a person.
package struct HumanStep: Sendable {
    /// What is asked for.
    package enum Kind: String, Sendable, CaseIterable {
        /// Some work, with data to fill in.
        case task
        /// A look at something, and whether it is right.
        case review
        /// A decision.
        case approval
    }

    /// What becomes of a task that nobody completed in time.
    package enum OnExpiry: String, Sendable, CaseIterable {
        /// The step fails, and its error handling applies.
        case fail
        /// The step completes with the output `null`.
        case skip
        /// The task stays open and counts as overdue.
        case keep
        /// It counts as rejected.
        case reject
    }

    package let kind: Kind
    package let title: ValueTemplate
    package let instructions: ValueTemplate?
    /// What the completed data must satisfy.
    package let form: Schema?
    /// The form as it is written, to be shown.
    package let formDocument: JSONValue?
    /// Values to show beside the form.
    package let show: ValueTemplate?
    /// Who may do it; a list of names, or a reference to one.
    package let assignees: ValueTemplate?
    /// Whose roles may do it.
    package let roles: [String]
    package let dueIn: Duration?
    /// Who gets it when it is late the first time.
    package let escalation: Escalation?
    package let onExpiry: OnExpiry

    package struct Escalation: Sendable {
        package let assignees: ValueTemplate?
        package let roles: [String]
    }
}
