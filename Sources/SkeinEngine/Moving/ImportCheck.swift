// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import SkeinStorage

/// Checks that the records of an export belong together: hashes of versions, hash chains, and what refers to what.
///
/// It remembers definitions, their hashes, and the identifiers of executions, and nothing else of what it has seen.
struct ImportCheck {
    private var versions: [DefinitionID: [Int: ContentHash]] = [:]
    private var definition: DefinitionRecord?
    private var executions: Set<ExecutionID> = []
    private var execution: MovedExecution?
    /// Where the history of the execution has got to.
    private var history = ChainHead(sequence: 0, hash: ContentHash(bytes: []))
    private var audit: ChainHead?

    mutating func take(_ record: MovedRecord) throws(ImportFault) {
        switch record {
        case .definition(let record):
            try self.endDefinition()
            guard self.versions.updateValue([:], forKey: record.id) == nil else {
                throw ImportFault("The definition '\(record.key)' is there twice.")
            }
            self.definition = record
        case .version(let record): try self.take(record)
        case .execution(let execution): try self.take(execution)
        case .event(let event): try self.take(event)
        case .stepRun, .task, .timer, .signalWait, .childWait:
            if self.execution == nil { throw ImportFault("What the line has belongs to no execution.") }
        case .approval(_, let execution), .humanTask(_, let execution):
            try self.endExecution()
            guard self.executions.contains(execution) else { throw ImportFault("There is no execution \(execution).") }
        case .idempotencyKey: try self.endExecution()
        case .auditEntry(let record): try self.take(record)
        }
    }

    /// Checks what only the end shows.
    mutating func end() throws(ImportFault) {
        try self.endDefinition()
        try self.endExecution()
    }

    private mutating func endDefinition() throws(ImportFault) {
        guard let record = self.definition.take() else { return }
        guard self.versions[record.id]?[record.version] == record.contentHash else {
            throw ImportFault(
                "The definition '\(record.key)' before it has no version \(record.version) of its content hash."
            )
        }
    }

    private mutating func take(_ record: VersionRecord) throws(ImportFault) {
        let known = self.versions[record.definitionID]?.count ?? 0
        guard record.version == known + 1 else {
            throw ImportFault("Version \(known + 1) of '\(record.key)' is missing.")
        }
        guard HashChain.sha256(WorkflowDefinition.hashedContent(of: record.document)) == record.contentHash else {
            throw ImportFault("The content hash of version \(record.version) of '\(record.key)' is not its document's.")
        }
        self.versions[record.definitionID]?[record.version] = record.contentHash
    }

    private mutating func take(_ execution: MovedExecution) throws(ImportFault) {
        try self.endDefinition()
        try self.endExecution()
        let record = execution.record
        guard self.versions[record.definitionID]?[record.version] == record.contentHash else {
            let version = "version \(record.version) of '\(record.definitionKey)'"
            throw ImportFault("Execution \(record.id) is of \(version), which is not there with that content hash.")
        }
        if let parent = execution.parent?.executionID, !self.executions.contains(parent) {
            throw ImportFault("The parent of execution \(record.id), \(parent), is not there before it.")
        }
        guard self.executions.insert(record.id).inserted else {
            throw ImportFault("Execution \(record.id) is there twice.")
        }
        self.execution = execution
        self.history = ChainHead(sequence: 0, hash: HashChain.start(of: record.id.description))
    }

    private mutating func take(_ event: EventRecord) throws(ImportFault) {
        guard let id = self.execution?.record.id else { throw ImportFault("An event belongs to no execution.") }
        guard event.sequence == self.history.sequence + 1 else {
            throw ImportFault("Event \(self.history.sequence + 1) of execution \(id) is missing.")
        }
        let hash = HashChain.link(
            after: self.history.hash,
            sequence: event.sequence,
            at: event.at,
            kind: event.kind,
            content: event.payload
        )
        guard hash == event.hash else {
            throw ImportFault(
                "The hash of event \(event.sequence) of execution \(id) does not fit its content and the event before it."
            )
        }
        self.history = ChainHead(sequence: event.sequence, hash: hash)
    }

    private mutating func endExecution() throws(ImportFault) {
        guard let execution = self.execution.take() else { return }
        guard execution.head == self.history else {
            throw ImportFault(
                "The history of execution \(execution.record.id) before it does not end with event "
                    + "\(execution.head.sequence) and its hash."
            )
        }
    }

    private mutating func take(_ record: AuditRecord) throws(ImportFault) {
        try self.endExecution()
        let expected = record.entry.appended(to: self.audit)
        guard record.sequence == expected.sequence else {
            throw ImportFault("Entry \(expected.sequence) of the audit log is missing.")
        }
        guard record.hash == expected.hash else {
            throw ImportFault(
                "The hash of entry \(record.sequence) of the audit log does not fit its content and the entry before it."
            )
        }
        self.audit = ChainHead(sequence: record.sequence, hash: record.hash)
    }
}
