// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel

/// The parts of an outcome as the JSON that expectations are compared with.
enum OutcomeJSON {
    /// The part of that name; `nil` when the outcome has none.
    static func part(_ name: String, _ outcome: Outcome, _ graph: Graph) -> JSONValue? {
        switch name {
        case "output": outcome.state.risk?.output
        case "risk": outcome.state.risk.map(Self.risk)
        case "approval": outcome.state.approval.map(Self.approval)
        case "error": Self.error(outcome)
        case "waits": .array(outcome.waits(graph).map(Self.wait))
        case "compensated": Self.compensated(outcome)
        default: nil
        }
    }

    /// The whole outcome in the form in which `expect` says it, without single steps.
    static func all(_ outcome: Outcome, _ graph: Graph) -> JSONValue {
        var object: JSONObject = [
            "status": .string(outcome.status), "path": .list(of: outcome.path),
            "duration": .string(DurationText.format(outcome.duration)),
        ]
        for name in ["output", "risk", "approval", "error", "waits", "compensated"] {
            object[name] = Self.part(name, outcome, graph)
        }
        return .object(object)
    }

    private static func risk(_ risk: RiskAssessed) -> JSONValue {
        [
            "score": .double(risk.score), "band": .string(risk.band.rawValue),
            "factors": .array(risk.factors.map { .string($0.name) }),
            "warnings": .array(risk.warnings.map { $0["rule"] ?? $0 }),
        ]
    }

    private static func approval(_ approval: ApprovalState) -> JSONValue {
        let request = approval.request
        let expiry = request.expiresAt.map { DurationText.format($0 - approval.requestedAt) }
        let decisions = approval.decisions.map { decided -> JSONValue in
            .object(
                .of(
                    ("decision", .string(decided.decision.rawValue)),
                    ("by", .string(decided.decidedBy)),
                    ("note", decided.note.map { .string($0) })
                )
            )
        }
        return .object(
            .of(
                ("roles", .list(of: request.roles)),
                ("approvals", .int(Int64(request.approvals))),
                ("not_author", .bool(request.notAuthor)),
                ("expires_in", expiry.map { .string($0) }),
                ("decisions", .array(decisions))
            )
        )
    }

    private static func error(_ outcome: Outcome) -> JSONValue? {
        if let refusal = outcome.refusal {
            let violations = refusal.problems.map { ["pointer": .string($0.pointer.description)] as JSONValue }
            return [
                "code": .string(refusal.code.rawValue), "message": .string(refusal.message),
                "details": ["violations": .array(violations)],
            ]
        }
        guard let failure = outcome.state.failure else { return nil }
        return .object(
            .of(
                ("code", .string(failure.code)),
                ("message", .string(failure.message)),
                ("step", outcome.state.failedStep.map { .string($0) }),
                ("details", failure.details.isNull ? nil : failure.details)
            )
        )
    }

    private static func wait(_ wait: Explanation.Wait) -> JSONValue {
        .object(
            .of(
                ("step", wait.path.map { .string($0) }),
                ("kind", .string(wait.kind)),
                ("until", wait.until.map { .string($0.description) }),
                ("who", .list(of: wait.people)),
                ("why", .string(wait.sentence))
            )
        )
    }

    /// The paths of the step runs that were undone, in that order.
    private static func compensated(_ outcome: Outcome) -> JSONValue {
        .array(
            outcome.history.compactMap { event, _ in
                if case .compensation(.completed(let event)) = event { .string(event.path) } else { nil }
            }
        )
    }

    /// What a run of a step came to.
    static func step(_ path: String, _ outcome: Outcome) -> JSONValue {
        guard let run = outcome.state.steps[path] else { return [:] }
        let call = outcome.calls.last { $0.path == path }
        return .object(
            .of(
                ("status", .string(run.status.rawValue)),
                ("attempts", .int(Int64(run.attempt))),
                ("input", call?.input),
                ("output", run.output),
                ("error", run.failure.map { .string($0.code) }),
                ("overdue", .bool(run.isOverdue)),
                ("fallback", .bool(run.usedFallback))
            )
        )
    }
}

extension JSONValue {
    /// A list of texts.
    static func list(of texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
