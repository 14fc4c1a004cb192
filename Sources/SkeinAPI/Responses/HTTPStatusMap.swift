// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel

/// Which HTTP status an error code has.
enum HTTPStatusMap {
    static func status(of code: SkeinError.Code) -> HTTPResponse.Status { self.statuses[code] ?? .internalServerError }

    private static let statuses: [SkeinError.Code: HTTPResponse.Status] = [
        .requestMalformed: .badRequest,
        .documentMalformed: .badRequest,
        .changeNoteMissing: .badRequest,
        .approvalNoteMissing: .badRequest,
        .approvalForbidden: .forbidden,
        .routeNotFound: .notFound,
        .definitionNotFound: .notFound,
        .versionNotFound: .notFound,
        .executionNotFound: .notFound,
        .executionErased: .gone,
        .approvalNotFound: .notFound,
        .methodNotAllowed: .methodNotAllowed,
        .definitionExists: .conflict,
        .definitionNotExecutable: .conflict,
        .executionConflict: .conflict,
        .approvalClosed: .conflict,
        .executionEnded: .conflict,
        .executionState: .conflict,
        .stepNotFound: .notFound,
        .taskNotFound: .notFound,
        .taskClosed: .conflict,
        .taskForbidden: .forbidden,
        .taskAnswerInvalid: .unprocessableContent,
        .evidenceMismatch: .preconditionFailed,
        .versionConflict: .preconditionFailed,
        .versionIncompatible: .conflict,
        .preconditionRequired: .preconditionRequired,
        .requestTooLarge: .contentTooLarge,
        .mediaTypeUnsupported: .unsupportedMediaType,
        .definitionInvalid: .unprocessableContent,
        .inputInvalid: .unprocessableContent,
        .functionNotFound: .unprocessableContent,
        .idempotencyKeyReused: .unprocessableContent,
        .storageUnavailable: .serviceUnavailable,
        .shuttingDown: .serviceUnavailable,
    ]
}
