// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Testing

@testable import SkeinEngine

struct TaskPoolTests {
    private static let execution = ExecutionID(UUIDv7(at: Timestamp(microseconds: 0), random: (7, 7)))

    private static func assignment(_ path: String) -> TaskPool.Assignment {
        let task = TaskRequest(path: path, attempt: 1, work: .function("outside.ask"), input: .null)
        return TaskPool.Assignment(execution: Self.execution, task: task, started: nil)
    }

    /// What an engine that stops leaves to the next start must not look as if nobody needed it any more: whoever takes a
    /// workflow step back cancels the execution that it has started.
    @Test
    func anEngineThatStopsTakesNoTaskBack() async throws {
        let pool = TaskPool(limit: 3)
        var works: [String: Task<TaskPool.End, Never>] = [:]
        for path in ["stopped", "abandoned"] {
            let number = try #require(pool.admit(Self.assignment(path)))
            let work = Task {
                // Until it is cancelled.
                try? await Task.sleep(for: .seconds(3600))
                return pool.finish(number).end
            }
            works[path] = work
            pool.set(
                Task {
                    _ = await withTaskCancellationHandler {
                        await work.value
                    } onCancel: {
                        work.cancel()
                    }
                },
                for: number
            )
        }
        let inTime = try #require(pool.admit(Self.assignment("in time")))
        #expect(pool.finish(inTime).end == .inTime)
        pool.stop("stopped", of: Self.execution)
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { await pool.drain() }
        }
        #expect(await works["stopped"]?.value == .takenBack)
        #expect(await works["abandoned"]?.value == .abandoned)
    }
}
