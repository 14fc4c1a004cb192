// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// Sends a signal to every execution that waits for one of its name.
struct Broadcaster: Sendable {
    let storage: any Storage
    let mailroom: Mailroom
    let clock: any EngineClock

    private static let pageSize = 250
    /// How many executions are told at a time: enough for groups of turns, few enough that no group takes long.
    ///
    /// The next page is read while the last of the one before are being told.
    private static let limit = 500
    /// How long to wait before the database is asked again.
    private static let pause = Duration.seconds(1)

    /// Sends a signal, and returns when every execution that took it up is durable.
    ///
    /// An execution takes a signal up once, so sending it again after a crash reaches only those that have not.
    ///
    /// - Returns: How many executions have taken it up.
    /// - Throws: ``SkeinError`` `storage-unavailable`, `shutting-down`; some may have taken it up by then.
    func send(_ signal: SignalReceived) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            var (count, underWay) = (0, 0)
            func wait() async throws {
                if try await group.next() == true { count += 1 }
                underWay -= 1
            }
            var cursor: Cursor?
            repeat {
                let request = PageRequest(after: cursor, limit: Self.pageSize)
                let page = try await self.storage.executions(waitingFor: signal.name, request)
                for id in page.items {
                    if underWay == Self.limit { try await wait() }
                    underWay += 1
                    group.addTask { try await self.tell(id, signal) }
                }
                cursor = page.next
            } while cursor != nil
            while underWay > 0 { try await wait() }
            return count
        }
    }

    /// Whether an execution has taken the signal up.
    private func tell(_ id: ExecutionID, _ signal: SignalReceived) async throws -> Bool {
        do {
            let outcome = try await self.mailroom.deliver(.broadcast(signal), to: id)
            return outcome.execution?.state.signalIDs.contains(signal.id) ?? false
        } catch let error as SkeinError where error.code == .shuttingDown {
            throw error
        } catch {
            // An execution that cannot take anything does not keep the others from being told.
            return false
        }
    }

    /// Does what an emit step asks for.
    ///
    /// - Returns: What the step is told; `nil` when the engine stops, and the next start of it goes on.
    func emit(_ event: String, for assignment: TaskDispatcher.Assignment) async -> IncomingEvent? {
        let task = assignment.task
        let signal = SignalReceived(
            id: "\(assignment.execution):\(task.path):\(task.attempt)",
            name: event,
            payload: task.input,
            sentBy: "execution \(assignment.execution)"
        )
        while !Task.isCancelled {
            do {
                let count = try await self.send(signal)
                let output: JSONValue = ["event_id": .string(signal.id), "delivered": .int(Int64(count))]
                return .taskCompleted(path: task.path, attempt: task.attempt, output: output)
            } catch let error as SkeinError where error.code == .shuttingDown {
                return nil
            } catch {
                try? await self.clock.sleep(for: Self.pause)
            }
        }
        return nil
    }
}
