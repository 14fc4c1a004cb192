// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A file of tests that lies beside a definition, read and checked against it.
package struct TestFile: Sendable {
    package let description: String?
    package let tests: [WorkflowTest]
}

/// One test: an execution to run in virtual time, and what has to come of it.
package struct WorkflowTest: Sendable {
    /// Unique in its file.
    package let name: String
    package let description: String?
    /// Why it does not run; `nil` when it does.
    package let skip: String?
    package let input: JSONValue
    /// What the caller adds to `$context`.
    package let context: JSONObject
    /// Who starts the execution.
    package let userID: String
    package let projectID: String?
    /// Whether its steps start only when an action says so.
    package let isInteractive: Bool
    /// When the execution starts.
    package let startsAt: Timestamp
    /// What the test does to the execution, before what all tests of the file do.
    package let script: Script
    /// What all tests of the file do.
    package let defaults: Script
    package let expectation: Expectation
    /// Where the test stands in its file.
    package let pointer: JSONPointer

    /// When an execution starts unless its test says when: a Monday morning.
    package static let standardStart = Timestamp(microseconds: 1_767_603_600_000_000)
}
