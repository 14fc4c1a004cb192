// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging
import SkeinModel

/// Turns every error into `application/problem+json` (RFC 9457), in one place.
///
/// `code` is the error's stable name, `type` the same as a URN; `errors` lists every fault with its JSON pointer.
struct ProblemMiddleware: RouterMiddleware {
    /// Whether the process answers what the API is for, and not only how it is.
    let isAPI: Bool

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let known = self.skeinError(error, request, context)
            if known.code == .internalError || known.code == .storageUnavailable {
                context.logger.error(
                    "request failed",
                    metadata: ["path": "\(request.uri.path)", "error": "\(String(reflecting: error))"]
                )
            }
            return Self.response(known, request)
        }
    }

    private static func response(_ error: SkeinError, _ request: Request) -> Response {
        let status = HTTPStatusMap.status(of: error.code)
        var body: JSONObject = [
            "type": .string("urn:skein:error:\(error.code.rawValue)"),
            "title": .string(status.reasonPhrase), "status": .int(Int64(status.code)),
            "code": .string(error.code.rawValue), "detail": .string(error.message),
            "instance": .string(request.uri.path),
        ]
        if !error.problems.isEmpty { body["errors"] = .array(error.problems.map(\.json)) }
        return JSONResponse.make(.object(body), status: status, type: "application/problem+json")
    }

    private func skeinError(_ error: any Error, _ request: Request, _ context: APIContext) -> SkeinError {
        switch error {
        case let error as SkeinError: return error
        case let error as any HTTPResponseError:
            switch error.status {
            case .notFound where KnownPaths.contains(request.uri.path):
                if self.isAPI { return Self.methodNotAllowed(request) }
                return SkeinError(
                    .routeNotFound,
                    "This node runs tasks and answers nothing else: ask one with the role api."
                )
            case .notFound:
                return SkeinError(.routeNotFound, "There is nothing at \(request.method.rawValue) \(request.uri.path).")
            case .contentTooLarge:
                return SkeinError(.requestTooLarge, "The body is larger than \(APILimits.bodyBytes) bytes.")
            case .methodNotAllowed:
                return SkeinError(
                    .methodNotAllowed,
                    "\(request.uri.path) does not answer to \(request.method.rawValue)."
                )
            default: return SkeinError(.requestMalformed, "The request cannot be read: \(error.status.reasonPhrase).")
            }
        default:
            return SkeinError(.internalError, "Skein failed on this request; its log says more.", cause: error)
        }
    }

    private static func methodNotAllowed(_ request: Request) -> SkeinError {
        let message = "\(request.uri.path) does not answer to \(request.method.rawValue)."
        return SkeinError(.methodNotAllowed, message)
    }
}
