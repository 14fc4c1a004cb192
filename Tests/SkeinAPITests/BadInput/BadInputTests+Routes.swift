// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension BadInputTests {
    /// Paths that lead nowhere, and identifiers of nothing.
    static let routes: [Case] = [
        Case("no such route", .get, "/nowhere", nil, [:], 404, "route-not-found"),
        Case("no such route of the API", .get, "/workflow", nil, [:], 404, "route-not-found"),
        Case("an execution that is no UUID", .get, "/executions/17", nil, [:], 404, "execution-not-found"),
        Case("an execution that is not there", .get, "/executions/\(noUUID)", nil, [:], 404, "execution-not-found"),
        Case("events of nothing", .get, "/executions/\(noUUID)/events", nil, [:], 404, "execution-not-found"),
        Case("verification of nothing", .get, "/audit/verification?execution=x", nil, [:], 404, "execution-not-found"),
        Case("an approval that is no UUID", .get, "/approvals/x", nil, [:], 404, "approval-not-found"),
        Case(
            "an approval that is not there",
            .post,
            "/approvals/\(noUUID)/approve",
            "{}",
            [:],
            404,
            "approval-not-found"
        ),
        Case(
            "a decision with an unknown member",
            .post,
            "/approvals/\(noUUID)/approve",
            #"{"notes": ""}"#,
            [:],
            400,
            "request-malformed",
            at: "/notes"
        ),
        Case(
            "evidence that is no hash",
            .post,
            "/approvals/\(noUUID)/reject",
            #"{"evidence_hash": "z"}"#,
            [:],
            400,
            "request-malformed",
            at: "/evidence_hash"
        ),
    ]
}
