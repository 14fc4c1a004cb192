// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func commit(_ turns: [TurnCommit]) throws -> [CommitResult] {
        try self.writer.run { try Self.write(turns, $0) }
    }

    /// Writes turns inside the writer's transaction.
    static func write(_ turns: [TurnCommit], _ transaction: WriteTransaction) throws -> [CommitResult] {
        var results: [CommitResult] = []
        for wave in Self.waves(turns) { results += try TurnGroup(turns: wave).write(transaction) }
        return results
    }

    /// Turns in groups without two that are about the same execution or idempotency key: the second one has to see
    /// what the first one did.
    private static func waves(_ turns: [TurnCommit]) -> [ArraySlice<TurnCommit>] {
        struct Key: Hashable {
            let scope: String
            let key: String
        }
        var waves: [ArraySlice<TurnCommit>] = []
        var start = turns.startIndex
        var executions: Set<ExecutionID> = []
        var keys: Set<Key> = []
        for (index, turn) in turns.enumerated() {
            let key = turn.new?.claim.map { Key(scope: $0.scope, key: $0.key) }
            if executions.contains(turn.executionID) || key.map({ keys.contains($0) }) == true {
                waves.append(turns[start..<index])
                start = index
                executions = []
                keys = []
            }
            executions.insert(turn.executionID)
            if let key { keys.insert(key) }
        }
        waves.append(turns[start...])
        return waves
    }
}

/// Writes turns of different executions inside the writer's transaction: one round trip that decides which of them can
/// be stored, and one for everything that these write.
private struct TurnGroup {
    let turns: ArraySlice<TurnCommit>

    func write(_ transaction: WriteTransaction) throws -> [CommitResult] {
        let starts = self.turns.compactMap { turn in turn.new.map { (turn: turn, new: $0) } }
        let updates = self.turns.filter { $0.new == nil }
        let claims = starts.compactMap(\.new.claim)
        let isAudited = self.turns.contains { !$0.audit.isEmpty }

        var questions: [Statement] = []
        func ask(_ isAsked: Bool, _ statement: @autoclosure () -> Statement) -> Int? {
            guard isAsked else { return nil }
            questions.append(statement())
            return questions.count - 1
        }
        // What is taken already is looked up before the starts take what is free.
        let taken = ask(!claims.isEmpty, IdempotencySQL.select(claims))
        let started = ask(!starts.isEmpty, Self.insert(starts))
        let updated = ask(!updates.isEmpty, Self.update(updates))
        let head = ask(isAudited, AuditSQL.lockHead)
        let answers = try transaction.ask(questions)

        var rows: [ExecutionID: Int64] = [:]
        for place in [started, updated].compactMap({ $0 }) {
            for (id, row) in try answers[place].map({ (ExecutionID(try $0.uuid("uuid")), try $0.int8("id")) }) {
                rows[id] = row
            }
        }
        let stored = self.turns.compactMap { turn in rows[turn.executionID].map { (execution: $0, turn: turn) } }
        TurnRows(stored: stored).add(to: transaction)
        if let head { try AuditSQL.append(stored.flatMap(\.turn.audit), to: answers[head], transaction) }
        let earlier = try taken.map { try IdempotencySQL.read(answers[$0]) } ?? [:]
        return self.turns.map { turn in
            if rows[turn.executionID] != nil { return .committed }
            return turn.new?.claim.flatMap { earlier[$0.scope]?[$0.key] }.map { found in
                found.fingerprint == turn.new?.claim?.fingerprint
                    ? .repeated(reference: found.reference) : .keyReused
            } ?? .conflict
        }
    }

    private static func insert(_ starts: [(turn: TurnCommit, new: NewExecution)]) -> Statement {
        let columns = [
            starts.uuids { $0.turn.executionID.uuid }, starts.uuids { $0.new.definitionID.uuid },
            starts.ints { $0.new.version }, starts.hashes { $0.new.contentHash }, starts.texts { $0.new.userID },
            starts.texts { $0.new.projectID }, starts.times { $0.new.startedAt },
            starts.texts { $0.new.claim?.scope }, starts.hashes { $0.new.claim?.fingerprint },
        ]
        let keys = starts.texts { $0.new.claim?.key }
        return Statement(ExecutionSQL.insert, columns + Self.projection(starts.map(\.turn)) + [keys])
    }

    private static func update(_ turns: [TurnCommit]) -> Statement {
        let columns = [turns.uuids { $0.executionID.uuid }, turns.ints { $0.expectedSequence }]
        return Statement(ExecutionSQL.update, columns + Self.projection(turns))
    }

    private static func projection(_ turns: [TurnCommit]) -> [Parameter] {
        [
            turns.texts { $0.execution.status.rawValue }, turns.times { $0.execution.updatedAt },
            turns.times { $0.execution.endedAt }, turns.ints { $0.events.last?.sequence },
            turns.hashes { $0.events.last?.hash }, turns.floats { $0.execution.riskScore },
            turns.texts { $0.execution.riskBand?.rawValue }, turns.bools { $0.execution.requiresApproval },
            turns.texts { $0.execution.failureCode }, turns.texts { $0.execution.failureMessage },
            turns.texts { $0.execution.failedStep }, turns.ints { $0.execution.failedStepNumber },
        ]
    }
}
