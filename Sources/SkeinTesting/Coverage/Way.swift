// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// One way that executions of a definition can go, which some test should take: a step that runs, an arm of a branch, a
/// condition that is false, a rejection, a task that is late.
package struct Way: Hashable, Sendable {
    /// What it is about.
    enum Subject: Hashable, Sendable {
        /// The step at a path of the graph.
        case step(String)
        case rule(String)
        case risk
        case approval
    }

    /// What happens.
    enum Event: Hashable, Sendable {
        case runs
        case conditionHolds
        case conditionFails
        /// An arm or case, or `nil` when none applies.
        case arm(String?)
        /// The loop runs again, or not once.
        case again
        case notOnce
        /// What `on_error` does instead of failing.
        case handled(String)
        case fault
        case approved
        case rejected
        case escalated
        case expired
        case signalled
        case timedOut
        case gateClosed
        case overdue
        case undone
        case broken
        case band(RiskBand)
        case factor(String)
    }

    let subject: Subject
    let event: Event
    /// Where it stands in the definition.
    package let pointer: JSONPointer

    /// The step, rule or part that it is about, as people call it.
    package var place: String {
        switch self.subject {
        case .step(let path): path
        case .rule(let name): "rule '\(name)'"
        case .risk: "risk"
        case .approval: "approval of the result"
        }
    }

    /// What no test does, to be read after "never".
    package var text: String {
        switch self.event {
        case .runs: "runs"
        case .conditionHolds: "condition true"
        case .conditionFails: "condition false"
        case .arm("else"?): "else"
        case .arm(let name?): Int(name).map { "arm \($0 + 1)" } ?? "case '\(name)'"
        case .arm(nil): "no arm"
        case .again: "a second iteration"
        case .notOnce: "no iteration"
        case .handled(let action): "on_error \(action)"
        case .fault: "a fault found"
        case .approved: "approved"
        case .rejected: "rejected"
        case .escalated: "late and escalated"
        case .expired: "expired"
        case .signalled: "signal"
        case .timedOut: "timeout"
        case .gateClosed: "gate closed"
        case .overdue: "overdue"
        case .undone: "undone"
        case .broken: "broken"
        case .band(let band): "band \(band.rawValue)"
        case .factor(let name): "factor \(name)"
        }
    }
}
