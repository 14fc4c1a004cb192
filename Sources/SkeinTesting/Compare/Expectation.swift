// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What has to come of an execution.
package struct Expectation: Sendable {
    /// Which steps ran, in the order in which they began.
    enum Path: Sendable {
        case exactly([StepPattern])
        /// These in this order, with others between them, and none of those.
        case partly(contains: [StepPattern], excludes: [StepPattern])
    }

    /// What is said about the runs of a step.
    struct Step: Sendable {
        let pattern: StepPattern
        /// How many runs there are; any number but none without it.
        let runs: Int?
        /// What every run has to look like.
        let matcher: Matcher
        let pointer: JSONPointer
    }

    /// What is said about the calls of a function or step.
    struct Calls: Sendable {
        enum Wanted: Sendable {
            case count(Int)
            case inputs([Matcher])
        }

        let subject: FunctionMock.Subject
        let wanted: Wanted
        let pointer: JSONPointer
    }

    /// A status, or `refused` for an execution that could not be started.
    var status: String
    var path: Path?
    var steps: [Step] = []
    var calls: [Calls] = []
    /// What is said about the other parts of the outcome, by their names.
    var parts: [(name: String, matcher: Matcher)] = []
    var leastDuration: Duration?
    var greatestDuration: Duration?
    /// How far numbers may be from those expected.
    var tolerance = 0.0
    /// Where it stands in the file.
    var pointer: JSONPointer

    /// The status of an execution whose input was not accepted.
    static let refused = "refused"
}
