// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension BadInputTests {
    /// Parameters, limits and cursors.
    static let queries: [Case] = [
        Case("an unknown parameter", .get, "/workflows?dicipline=civil", nil, [:], 400, "request-malformed"),
        Case("a parameter where there are none", .get, one + "?limit=1", nil, [:], 400, "request-malformed"),
        Case("a parameter twice", .get, "/workflows?limit=1&limit=2", nil, [:], 400, "request-malformed"),
        Case("limit 0", .get, "/workflows?limit=0", nil, [:], 400, "request-malformed"),
        Case("limit -1", .get, "/executions?limit=-1", nil, [:], 400, "request-malformed"),
        Case("a huge limit", .get, "/executions?limit=99999999999999999999", nil, [:], 400, "request-malformed"),
        Case("a limit above the largest", .get, "/approvals?limit=501", nil, [:], 400, "request-malformed"),
        Case("a limit that is a text", .get, "/workflows?limit=ten", nil, [:], 400, "request-malformed"),
        Case("a bad cursor", .get, "/workflows?cursor=%21%21", nil, [:], 400, "request-malformed"),
        Case("a negative cursor", .get, "/executions?cursor=-5", nil, [:], 400, "request-malformed"),
        Case("an unknown status", .get, "/executions?status=done", nil, [:], 400, "request-malformed"),
        Case(
            "an unknown status of definitions",
            .get,
            "/workflows?status=%27%20OR%201",
            nil,
            [:],
            400,
            "request-malformed"
        ),
        Case("an unknown status of approvals", .get, "/approvals?status=open", nil, [:], 400, "request-malformed"),
        Case("a negative event", .get, "/audit?after=-1", nil, [:], 400, "request-malformed"),
    ]
}
