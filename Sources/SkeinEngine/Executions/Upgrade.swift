// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel

extension LiveExecution {
    /// Pins the execution to another version, if what has ended is the same in both.
    ///
    /// - Returns: Why not; `nil` when it is pinned now.
    mutating func upgrade(to other: CompiledVersion) -> SkeinError? {
        guard self.state.status == .failed else {
            let message =
                "The execution is \(self.state.status.rawValue); only a failed one can go on with another version."
            return SkeinError(.executionState, message)
        }
        guard other.definitionID == self.version.definitionID else {
            return SkeinError(.versionNotFound, "Version \(other.reference.version) is of another definition.")
        }
        let problems = self.version.interpreter.problems(of: other.interpreter, in: self.state)
        guard problems.isEmpty else {
            let message = "Version \(other.reference.version) says something else of steps that have run."
            return SkeinError(.versionIncompatible, message, problems: problems)
        }
        self.version = other
        return nil
    }
}
