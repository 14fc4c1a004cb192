// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinInterpreter
package import SkeinModel

/// What a test's execution came to.
package struct Outcome: Sendable {
    /// A call of a function, mocked or not.
    package struct Call: Sendable {
        package let function: String
        package let path: String
        package let attempt: Int
        package let input: JSONValue
    }

    /// A run of a step that holds no steps, in the order in which they began.
    package struct Visit: Sendable {
        package let path: String
        /// Whether its condition was false, so that it did not run.
        package let isSkipped: Bool
    }

    package internal(set) var state = ExecutionState()
    package internal(set) var history: [(event: Event, time: Timestamp)] = []
    package internal(set) var visits: [Visit] = []
    package internal(set) var calls: [Call] = []
    /// Why it was not started.
    package internal(set) var refusal: SkeinError?
    /// What was refused, or not, against expectation.
    package internal(set) var surprises: [Difference] = []
    /// Why the test cannot be carried out: something in it is missing or cannot be computed.
    package internal(set) var faults: [Problem] = []
    /// What the test was going to do and did not come to, as sentences.
    package internal(set) var unused: [String] = []
    /// The virtual time that passed.
    package internal(set) var duration = Duration.zero

    /// Which steps ran, in the order in which they began; those whose condition was false are not among them.
    package var path: [String] { self.visits.filter { !$0.isSkipped }.map(\.path) }

    /// The status as tests write it.
    package var status: String {
        self.refusal == nil ? self.state.status.rawValue : Expectation.refused
    }

    /// What it waits for at the end.
    package func waits(_ graph: Graph) -> [Explanation.Wait] {
        guard !self.state.status.isTerminal, self.refusal == nil else { return [] }
        let history = self.history.map { ($0.event, $0.time) }
        return (try? Explanation(of: history, graphs: GraphTimeline(graph)))?.waits ?? []
    }
}
