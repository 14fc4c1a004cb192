// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// The rows that turns write beside those of their executions, table by table.
struct TurnRows {
    /// A row and the execution that it belongs to.
    struct Line<Part> {
        let execution: Int64
        let part: Part
    }

    /// The turns that can be stored, with the numbers of their executions' rows.
    let stored: [(execution: Int64, turn: TurnCommit)]

    /// The parts of all turns, in order.
    func lines<Part>(_ parts: (TurnCommit) -> [Part]) -> [Line<Part>] {
        self.stored.flatMap { entry in parts(entry.turn).map { Line(execution: entry.execution, part: $0) } }
    }

    /// The parts of all turns by what names them in their execution; of several the last.
    private func last<Part>(_ parts: (TurnCommit) -> [Part], by name: (Part) -> String) -> [Line<Part>] {
        self.stored.flatMap { entry -> [Line<Part>] in
            let all = parts(entry.turn)
            if all.count < 2 { return all.map { Line(execution: entry.execution, part: $0) } }
            var seen: Set<String> = []
            let kept = all.reversed().filter { seen.insert(name($0)).inserted }
            return kept.reversed().map { Line(execution: entry.execution, part: $0) }
        }
    }

    /// Puts everything in line.
    func add(to transaction: WriteTransaction) {
        guard let first = self.stored.first else { return }
        if let event = first.turn.events.last {
            transaction.proof = ExecutionSQL.find(event, of: first.execution)
        }
        self.addEvents(transaction)
        self.addPins(transaction)
        self.addClaims(transaction)
        self.addStepRuns(transaction)
        self.addTasks(transaction)
        self.addTimers(transaction)
        self.addWaits(transaction)
        self.addApprovals(transaction)
        self.addHumanTasks(transaction)
    }

    private func addPins(_ transaction: WriteTransaction) {
        let pins = self.lines { $0.pinned.map { [$0] } ?? [] }
        if !pins.isEmpty {
            transaction.add(
                ExecutionSQL.pin,
                pins.int8s(\.execution),
                pins.ints(\.part.version),
                pins.hashes(\.part.contentHash)
            )
        }
        let children = self.lines { turn in turn.new?.parent.map { [(turn: turn, parent: $0)] } ?? [] }
        if !children.isEmpty {
            transaction.add(
                ExecutionSQL.setParent,
                children.int8s(\.execution),
                children.uuids(\.part.parent.executionID.uuid),
                children.texts(\.part.parent.path),
                children.bools { $0.part.parent.waits && $0.part.turn.execution.endedAt == nil }
            )
        }
    }

    private func addClaims(_ transaction: WriteTransaction) {
        let claims = self.lines { turn in
            turn.new.flatMap { new in new.claim.map { [(turn: turn, new: new, claim: $0)] } } ?? []
        }
        if claims.isEmpty { return }
        transaction.add(
            IdempotencySQL.insertAll,
            claims.texts(\.part.claim.scope),
            claims.texts(\.part.claim.key),
            claims.hashes(\.part.claim.fingerprint),
            claims.texts(\.part.turn.executionID.description),
            claims.times(\.part.new.startedAt)
        )
    }

    private func addTimers(_ transaction: WriteTransaction) {
        self.delete(self.lines(\.removedTimers), ExecutionSQL.deleteTimers, transaction)
        let timers = self.last(\.setTimers, by: \.name)
        if timers.isEmpty { return }
        transaction.add(
            ExecutionSQL.upsertTimers,
            timers.int8s(\.execution),
            timers.texts(\.part.name),
            timers.times(\.part.fireAt)
        )
    }

    private func addWaits(_ transaction: WriteTransaction) {
        let signals = self.last(\.signalWaits, by: \.path)
        let endedSignals = signals.filter { $0.part.name == nil }
        self.delete(
            endedSignals.map { Line(execution: $0.execution, part: $0.part.path) },
            WaitSQL.deleteSignals,
            transaction
        )
        let begun = signals.filter { $0.part.name != nil }
        if !begun.isEmpty {
            transaction.add(
                WaitSQL.upsertSignals,
                begun.int8s(\.execution),
                begun.texts(\.part.path),
                begun.texts(\.part.name)
            )
        }
        let children = self.last(\.childWaits, by: \.path)
        let endedChildren = children.filter { $0.part.child == nil }
        self.delete(
            endedChildren.map { Line(execution: $0.execution, part: $0.part.path) },
            WaitSQL.deleteChildren,
            transaction
        )
        let awaited = children.filter { $0.part.child != nil }
        if !awaited.isEmpty {
            transaction.add(
                WaitSQL.upsertChildren,
                awaited.int8s(\.execution),
                awaited.texts(\.part.path),
                awaited.uuids(\.part.child?.uuid)
            )
        }
    }

    func delete(_ lines: [Line<String>], _ sql: String, _ transaction: WriteTransaction) {
        if lines.isEmpty { return }
        transaction.add(sql, lines.int8s(\.execution), lines.texts(\.part))
    }

    private func addApprovals(_ transaction: WriteTransaction) {
        let withdrawn = self.stored.compactMap { entry in
            entry.turn.withdrawnApproval.map { (id: $0, turn: entry.turn) }
        }
        if !withdrawn.isEmpty {
            transaction.add(
                ApprovalSQL.withdraw,
                withdrawn.uuids(\.id.uuid),
                withdrawn.times(\.turn.execution.updatedAt)
            )
        }
        PeopleRows.add(self.lines { $0.approval.map { [$0] } ?? [] }, to: transaction)
    }

    private func addHumanTasks(_ transaction: WriteTransaction) {
        let closed = self.stored.flatMap { entry in
            entry.turn.closedHumanTasks.map { (id: $0, at: entry.turn.execution.updatedAt) }
        }
        if !closed.isEmpty {
            transaction.add(HumanTaskSQL.close, closed.uuids(\.id.uuid), closed.times(\.at))
        }
        PeopleRows.add(self.last(\.humanTasks) { $0.id.description }, to: transaction)
    }
}
