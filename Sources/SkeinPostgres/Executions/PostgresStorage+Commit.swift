// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func commit(_ turns: [TurnCommit]) throws -> [CommitResult] {
        let worker = self.membership.worker
        do {
            return try self.commit(turns, by: worker)
        } catch is LeaseLost {
            // Others have taken over what belonged to this node; it stores its turns like any other process.
            self.membership.end(worker)
            return try self.commit(turns, by: 0)
        }
    }

    /// Stores turns.
    ///
    /// - Parameters:
    ///   - turns: The turns.
    ///   - worker: The node that executions belong to when these turns put tasks out; 0 for any that comes.
    /// - Returns: What became of each.
    /// - Throws: ``LeaseLost`` or ``SkeinError``; then nothing was stored.
    private func commit(_ turns: [TurnCommit], by worker: Int) throws -> [CommitResult] {
        let (results, announcements) = try self.turnWriters.with { writer in
            try writer.run { try Self.write(turns, by: worker, $0) }
        }
        self.announcer.say(announcements)
        return results
    }

    /// Writes turns inside the writer's transaction.
    ///
    /// - Returns: What became of each, and what to tell others once they are durable.
    static func write(
        _ turns: [TurnCommit],
        by worker: Int,
        _ transaction: WriteTransaction
    ) throws -> ([CommitResult], Set<Announcement>) {
        var results: [CommitResult] = []
        var announcements: Set<Announcement> = []
        for wave in Self.waves(turns) {
            let group = TurnGroup(turns: wave, worker: worker)
            results += try group.write(transaction, &announcements)
        }
        return (results, announcements)
    }

    package var commitsAtOnce: Int { self.turnWriters.count }

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
    /// The node that executions belong to when these turns put tasks out; 0 for any that comes.
    let worker: Int

    func write(_ transaction: WriteTransaction, _ announcements: inout Set<Announcement>) throws -> [CommitResult] {
        let starts = self.turns.compactMap { turn in turn.new.map { (turn: turn, new: $0) } }
        // Who updates many rows at once does it in one order, or two nodes would wait for each other.
        let updates = self.turns.filter { $0.new == nil }.sorted { $0.executionID < $1.executionID }
        let claims = starts.compactMap(\.new.claim)
        let isAudited = self.turns.contains { !$0.audit.isEmpty }

        var questions: [Statement] = []
        func ask(_ isAsked: Bool, _ statement: @autoclosure () -> Statement) -> Int? {
            guard isAsked else { return nil }
            questions.append(statement())
            return questions.count - 1
        }
        let fence = ask(self.worker > 0, Statement(NodeSQL.fence, [.int8(self.worker)]))
        // What is taken already is looked up before the starts take what is free.
        let taken = ask(!claims.isEmpty, IdempotencySQL.select(claims))
        let started = ask(!starts.isEmpty, self.insert(starts))
        let updated = ask(!updates.isEmpty, self.update(updates))
        let head = ask(isAudited, AuditSQL.lockHead)
        let answers = try transaction.ask(questions)

        if let fence, answers[fence].first == nil { throw LeaseLost() }
        var rows: [ExecutionID: StoredRow] = [:]
        for place in [started, updated].compactMap({ $0 }) {
            for (id, row) in try answers[place].map({ (ExecutionID(try $0.uuid("uuid")), try StoredRow($0)) }) {
                rows[id] = row
            }
        }
        let stored = self.turns.compactMap { turn in rows[turn.executionID].map { (execution: $0.number, turn: turn) } }
        TurnRows(stored: stored).add(to: transaction)
        self.tellNodes(of: rows.values.filter { self.isElsewhere($0) }, transaction, &announcements)
        if let head { try AuditSQL.append(stored.flatMap(\.turn.audit), to: answers[head], transaction) }
        var earlier = try taken.map { try IdempotencySQL.read(answers[$0]) } ?? [:]
        let isLost = self.turns.contains { turn in
            guard rows[turn.executionID] == nil, let claim = turn.new?.claim else { return false }
            return earlier[claim.scope]?[claim.key] == nil
        }
        // Another connection took the key after it was looked up.
        if isLost { earlier = try IdempotencySQL.read(transaction.ask([IdempotencySQL.select(claims)])[0]) }
        return self.turns.map { turn in
            if let row = rows[turn.executionID] { return self.isElsewhere(row) ? .committedElsewhere : .committed }
            return turn.new?.claim.flatMap { earlier[$0.scope]?[$0.key] }.map { found in
                found.fingerprint == turn.new?.claim?.fingerprint
                    ? .repeated(reference: found.reference) : .keyReused
            } ?? .conflict
        }
    }

    /// Whether another node has to do what follows from a turn.
    private func isElsewhere(_ row: StoredRow) -> Bool { row.node.map { $0 != self.worker || $0 == 0 } ?? false }

    /// Sees to it that other nodes look at the executions that these turns have changed.
    private func tellNodes(
        of rows: [StoredRow],
        _ transaction: WriteTransaction,
        _ announcements: inout Set<Announcement>
    ) {
        let owned = rows.compactMap { row in row.node.flatMap { $0 > 0 ? (node: $0, execution: row.number) : nil } }
        if !owned.isEmpty {
            transaction.add(NodeSQL.addWakeUps, owned.ints(\.node), owned.int8s(\.execution))
            for row in owned { announcements.insert(.wake(row.node)) }
        }
        if owned.count < rows.count { announcements.insert(.work) }
        if self.worker == 0, self.turns.contains(where: { !$0.setTimers.isEmpty }) { announcements.insert(.timers) }
    }

    private func insert(_ starts: [(turn: TurnCommit, new: NewExecution)]) -> Statement {
        let columns = [
            starts.uuids { $0.turn.executionID.uuid }, starts.uuids { $0.new.definitionID.uuid },
            starts.ints { $0.new.version }, starts.hashes { $0.new.contentHash }, starts.texts { $0.new.userID },
            starts.texts { $0.new.projectID }, starts.times { $0.new.startedAt },
            starts.texts { $0.new.claim?.scope }, starts.texts { $0.new.claim?.key },
        ]
        let nodes = starts.ints { $0.turn.hasTasksOut ? self.worker : nil }
        return Statement(ExecutionSQL.insert, columns + Self.projection(starts.map(\.turn)) + [nodes])
    }

    private func update(_ turns: [TurnCommit]) -> Statement {
        let columns = [turns.uuids { $0.executionID.uuid }, turns.ints { $0.expectedSequence }]
        let nodes = turns.ints { $0.hasTasksOut ? self.worker : nil }
        return Statement(ExecutionSQL.update, columns + Self.projection(turns) + [nodes, .int8(self.worker)])
    }

    private static func projection(_ turns: [TurnCommit]) -> [Parameter] {
        var status = Column(.text, rows: turns.count)
        var updatedAt = Column(.time, rows: turns.count)
        var endedAt = Column(.time, rows: turns.count)
        var sequence = Column(.int8, rows: turns.count)
        var hash = Column(.bytes, rows: turns.count, width: 32)
        var riskScore = Column(.float8, rows: turns.count)
        var riskBand = Column(.text, rows: turns.count)
        var approval = Column(.bool, rows: turns.count)
        var failureCode = Column(.text, rows: turns.count)
        var failureMessage = Column(.text, rows: turns.count)
        var failedStep = Column(.text, rows: turns.count)
        var failedNumber = Column(.int8, rows: turns.count)
        for turn in turns {
            let execution = turn.execution
            status.text(execution.status.rawValue)
            updatedAt.time(execution.updatedAt)
            endedAt.time(execution.endedAt)
            sequence.int8(turn.events.last?.sequence)
            hash.blob(turn.events.last?.hash.bytes)
            riskScore.float8(execution.riskScore)
            riskBand.text(execution.riskBand?.rawValue)
            approval.bool(execution.requiresApproval)
            failureCode.text(execution.failureCode)
            failureMessage.text(execution.failureMessage)
            failedStep.text(execution.failedStep)
            failedNumber.int8(execution.failedStepNumber)
        }
        return [
            status.parameter(), updatedAt.parameter(), endedAt.parameter(), sequence.parameter(), hash.parameter(),
            riskScore.parameter(), riskBand.parameter(), approval.parameter(), failureCode.parameter(),
            failureMessage.parameter(), failedStep.parameter(), failedNumber.parameter(),
        ]
    }
}

/// The row of an execution that a turn was stored in.
private struct StoredRow {
    let number: Int64
    /// The node that it belongs to; 0 for any that comes, `nil` while no task is out.
    let node: Int?

    init(_ row: Row) throws {
        self.number = try row.int8("id")
        self.node = try row.optionalInt("node")
    }
}
