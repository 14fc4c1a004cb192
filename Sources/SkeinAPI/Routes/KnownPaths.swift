// SPDX-License-Identifier: Apache-2.0

/// The paths that routes have, so that a wrong method on one of them can be told from a wrong path.
///
/// The router answers both with "not found". A test compares the list with the routes.
enum KnownPaths {
    private static let patterns = [
        "", "health", "ready", "api/v1/functions", "api/v1/doctor", "api/v1/nodes", "api/v1/workflows",
        "api/v1/workflows/validate",
        "api/v1/workflows/*", "api/v1/workflows/*/execute", "api/v1/workflows/*/statistics",
        "api/v1/workflows/*/metrics", "api/v1/workflows/*/versions", "api/v1/workflows/*/versions/*",
        "api/v1/workflows/*/diff", "api/v1/workflows/*/rollback", "api/v1/executions", "api/v1/executions/*",
        "api/v1/executions/*/events", "api/v1/executions/*/steps",
        "api/v1/executions/*/explanation",
        "api/v1/signals", "api/v1/executions/*/signals", "api/v1/executions/*/pause",
        "api/v1/executions/*/resume", "api/v1/executions/*/cancel", "api/v1/executions/*/terminate",
        "api/v1/executions/*/skip", "api/v1/executions/*/rewind",
        "api/v1/executions/*/advance", "api/v1/executions/*/complete", "api/v1/executions/*/retry",
        "api/v1/human-tasks", "api/v1/human-tasks/*",
        "api/v1/human-tasks/*/claim", "api/v1/human-tasks/*/release", "api/v1/human-tasks/*/delegate",
        "api/v1/human-tasks/*/complete", "api/v1/approvals", "api/v1/approvals/*", "api/v1/approvals/*/approve",
        "api/v1/approvals/*/reject", "api/v1/audit", "api/v1/audit/verification", "api/v1/tools/expression/eval",
        "api/v1/tools/template/render",
        "api/v1/tools/template/explain", "api/v1/tools/schema/validate",
    ].map { $0.split(separator: "/") }

    static func contains(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return self.patterns.contains { pattern in
            pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0 == "*" || $0 == $1 }
        }
    }
}
