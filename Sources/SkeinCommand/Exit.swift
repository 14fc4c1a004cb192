// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SkeinModel

/// How the program ends: errors to standard error, and the documented exit codes.
enum Exit {
    /// The execution failed, or the document is invalid.
    static let failed = ExitCode(1)

    /// What a shell says of a program that a closed pipe has ended: 128 and the number of SIGPIPE.
    private static let closedOutput: Int32 = 141

    /// Says what went wrong and ends the process.
    static func end(with error: any Error) -> Never {
        if error is ClosedOutput { Foundation.exit(Self.closedOutput) }
        if let error = error as? SkeinError {
            Console.error("error: \(error)")
            Foundation.exit(Self.code(of: error))
        }
        // ArgumentParser knows its own errors: help and version are among them.
        let code = RootCommand.exitCode(for: error)
        let message = RootCommand.fullMessage(for: error)
        if code.isSuccess {
            if !message.isEmpty { print(message) }
            Foundation.exit(0)
        }
        if !message.isEmpty { Console.error(message) }
        Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
    }

    private static func code(of error: SkeinError) -> Int32 {
        switch error.code {
        case .definitionInvalid, .inputInvalid, .documentMalformed, .importRefused: 1
        case .configurationInvalid, .requestMalformed, .changeNoteMissing, .approvalNoteMissing: 2
        case .definitionNotFound, .versionNotFound, .executionNotFound, .executionErased, .approvalNotFound,
            .functionNotFound,
            .definitionExists, .versionConflict, .versionIncompatible, .definitionNotExecutable, .executionConflict,
            .approvalClosed,
            .approvalForbidden, .evidenceMismatch, .idempotencyKeyReused, .databaseInUse, .databaseNotEmpty,
            .schemaMismatch,
            .schemaOutdated, .preconditionRequired, .executionEnded, .executionState, .stepNotFound, .taskNotFound,
            .taskClosed, .taskForbidden:
            3
        case .serverUnreachable: 4
        default: 1
        }
    }
}
