// SPDX-License-Identifier: Apache-2.0

extension SkeinError.Code {
    // MARK: Requests

    /// A body or query parameter cannot be read.
    public static let requestMalformed = Self(rawValue: "request-malformed")
    /// The body is not the JSON or YAML it claims to be.
    public static let documentMalformed = Self(rawValue: "document-malformed")
    /// The body is larger than the limit.
    public static let requestTooLarge = Self(rawValue: "request-too-large")
    /// The body's media type is not one that the route reads.
    public static let mediaTypeUnsupported = Self(rawValue: "media-type-unsupported")
    /// No route has that path.
    public static let routeNotFound = Self(rawValue: "route-not-found")
    /// The route exists and does not answer to that method.
    public static let methodNotAllowed = Self(rawValue: "method-not-allowed")
    /// The `Idempotency-Key` was used before with another request.
    public static let idempotencyKeyReused = Self(rawValue: "idempotency-key-reused")

    // MARK: Definitions

    /// The definition has faults; `problems` lists them all.
    public static let definitionInvalid = Self(rawValue: "definition-invalid")
    /// No definition has that key or identifier.
    public static let definitionNotFound = Self(rawValue: "definition-not-found")
    /// Another definition has that key.
    public static let definitionExists = Self(rawValue: "definition-exists")
    /// The definition has no such version.
    public static let versionNotFound = Self(rawValue: "version-not-found")
    /// Another version says something else of what an execution has done.
    public static let versionIncompatible = Self(rawValue: "version-incompatible")
    /// The definition was changed since the caller read it.
    public static let versionConflict = Self(rawValue: "version-conflict")
    /// A whole document is to be replaced without saying which version it was made from.
    public static let preconditionRequired = Self(rawValue: "precondition-required")
    /// The change has no note that says why.
    public static let changeNoteMissing = Self(rawValue: "change-note-missing")
    /// The definition is a draft, deprecated or archived, so it does not execute.
    public static let definitionNotExecutable = Self(rawValue: "definition-not-executable")

    // MARK: Executions

    /// The input does not satisfy the definition's `input_schema`; `problems` lists every fault.
    public static let inputInvalid = Self(rawValue: "input-invalid")
    /// No execution has that identifier.
    public static let executionNotFound = Self(rawValue: "execution-not-found")
    /// The execution was erased; the audit log has its tombstone.
    public static let executionErased = Self(rawValue: "execution-erased")
    /// Another writer changed the execution since it was read.
    public static let executionConflict = Self(rawValue: "execution-conflict")
    /// A step calls a function that the registry does not have.
    public static let functionNotFound = Self(rawValue: "function-not-found")

    /// The execution has ended and takes nothing any more.
    public static let executionEnded = Self(rawValue: "execution-ended")
    /// The execution's status does not allow what was asked.
    public static let executionState = Self(rawValue: "execution-state")
    /// The execution has no such step run.
    public static let stepNotFound = Self(rawValue: "step-not-found")

    // MARK: People's tasks

    /// No task has that identifier.
    public static let taskNotFound = Self(rawValue: "task-not-found")
    /// The task was completed, has expired or is not needed any more.
    public static let taskClosed = Self(rawValue: "task-closed")
    /// The caller may not work on this task, or somebody else does.
    public static let taskForbidden = Self(rawValue: "task-forbidden")
    /// The answer does not satisfy the task's form, or lacks its decision or note.
    public static let taskAnswerInvalid = Self(rawValue: "task-answer-invalid")

    // MARK: Approvals

    /// No approval has that identifier.
    public static let approvalNotFound = Self(rawValue: "approval-not-found")
    /// The approval was decided or has expired.
    public static let approvalClosed = Self(rawValue: "approval-closed")
    /// The caller may not decide this approval: wrong role, own work, or decided before.
    public static let approvalForbidden = Self(rawValue: "approval-forbidden")
    /// A rejection has no note that says why.
    public static let approvalNoteMissing = Self(rawValue: "approval-note-missing")
    /// What the caller was shown is not what stands to be approved.
    public static let evidenceMismatch = Self(rawValue: "evidence-mismatch")

    // MARK: Storage and the server

    /// The database was changed by a newer Skein, or a released migration differs.
    public static let schemaMismatch = Self(rawValue: "schema-mismatch")
    /// The database has migrations to apply first.
    public static let schemaOutdated = Self(rawValue: "schema-outdated")
    /// The database cannot be opened or answered with an error.
    public static let storageUnavailable = Self(rawValue: "storage-unavailable")
    /// Another process runs the engine on this database.
    public static let databaseInUse = Self(rawValue: "database-in-use")
    /// The database has data, so nothing can be imported into it.
    public static let databaseNotEmpty = Self(rawValue: "database-not-empty")
    /// What is to be imported is damaged, cut off or of a newer form.
    public static let importRefused = Self(rawValue: "import-refused")
    /// A configuration value cannot be used.
    public static let configurationInvalid = Self(rawValue: "configuration-invalid")
    /// The server shuts down and takes no new work.
    public static let shuttingDown = Self(rawValue: "shutting-down")
    /// The server cannot be reached.
    public static let serverUnreachable = Self(rawValue: "server-unreachable")
    /// A fault in Skein itself; the log has the details.
    public static let internalError = Self(rawValue: "internal-error")
}
