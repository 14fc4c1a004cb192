// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import Testing

/// `Docs/state-machines.md` draws what the tables say.
struct StateMachineDocumentTests {
    private struct Edge: Hashable {
        let from: String
        let to: String
    }

    private static let file = URL(filePath: #filePath).appending(path: "../../../../Docs/state-machines.md")
        .standardized

    /// The edges between states under a heading.
    private static func drawn(_ heading: String) throws -> Set<Edge> {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading) })
        let edges = section.split(separator: "\n").compactMap { line -> Edge? in
            let ends = line.split(separator: ":")[0].components(separatedBy: " --> ")
            guard ends.count == 2, !line.contains("[*]") else { return nil }
            return Edge(
                from: ends[0].trimmingCharacters(in: .whitespaces),
                to: ends[1].trimmingCharacters(in: .whitespaces)
            )
        }
        return Set(edges)
    }

    @Test
    func theExecutionIsDrawnAsItIs() throws {
        // Every open state has these ends; the text says so, and they are not drawn.
        let ends: Set<ExecutionStatus> = [.failed, .cancelled, .timeout]
        let edges = ExecutionStatus.allCases.flatMap { from in
            from.successors.subtracting(from.isTerminal ? [] : ends).map { Edge(from: from.rawValue, to: $0.rawValue) }
        }
        #expect(try Self.drawn("Execution") == Set(edges))
    }

    @Test
    func theStepRunIsDrawnAsItIs() throws {
        // Every open state has these ends; they are drawn from `running` only.
        let ends: Set<StepStatus> = [.completed, .failed, .skipped, .cancelled, .timeout]
        let edges = StepStatus.allCases.flatMap { from in
            from.successors.subtracting(from.isTerminal || from == .running ? [] : ends)
                .map { Edge(from: from.rawValue, to: $0.rawValue) }
        }
        #expect(try Self.drawn("Step run") == Set(edges))
    }
}
