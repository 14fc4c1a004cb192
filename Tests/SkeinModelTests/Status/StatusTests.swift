// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct StatusTests {
    @Test(arguments: ExecutionStatus.allCases)
    func noExecutionStatusFollowsItself(_ status: ExecutionStatus) {
        #expect(!status.successors.contains(status))
        #expect(!status.successors.contains(.pending))
        #expect(status.isTerminal || !status.successors.isEmpty)
    }

    @Test(arguments: StepStatus.allCases)
    func noStepStatusFollowsItself(_ status: StepStatus) {
        #expect(!status.successors.contains(status))
        #expect(!status.successors.contains(.pending))
        #expect(status.isTerminal || !status.successors.isEmpty)
    }

    @Test
    func endsAreEnds() {
        for status in [ExecutionStatus.completed, .rejected, .cancelled] { #expect(status.successors.isEmpty) }
        for status in [StepStatus.skipped, .cancelled, .compensated] { #expect(status.successors.isEmpty) }
        #expect(ExecutionStatus.failed.successors == [.running])
        #expect(ExecutionStatus.awaitingApproval.successors.isSuperset(of: [.completed, .rejected, .failed]))
        #expect(!ExecutionStatus.running.successors.contains(.rejected))
    }

    @Test
    func everyStatusCanBeReached() {
        let executions = ExecutionStatus.allCases.reduce(into: Set([ExecutionStatus.pending])) {
            $0.formUnion($1.successors)
        }
        #expect(executions == Set(ExecutionStatus.allCases))
        let steps = StepStatus.allCases.reduce(into: Set([StepStatus.pending])) { $0.formUnion($1.successors) }
        #expect(steps == Set(StepStatus.allCases))
        #expect(DefinitionStatus.allCases.filter(\.isExecutable) == [.testing, .active])
    }
}
