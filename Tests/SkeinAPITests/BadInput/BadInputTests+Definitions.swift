// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel

extension BadInputTests {
    /// Definitions that are wrong, taken or not there.
    static let definitions: [Case] = [
        Case("an empty definition", .post, "/workflows", "{}", [:], 422, "definition-invalid"),
        Case("a definition that is a list", .post, "/workflows", "[]", [:], 422, "definition-invalid"),
        Case(
            "a definition with an unknown member",
            .post,
            "/workflows",
            JSONWriter.text(APIHarness.document(["colour": "red", "deliverable_type": "other"])),
            [:],
            422,
            "definition-invalid",
            at: "/colour"
        ),
        Case(
            "a key with SQL in it",
            .post,
            "/workflows",
            JSONWriter.text(APIHarness.document(["deliverable_type": "x'; DROP TABLE definitions; --"])),
            [:],
            422,
            "definition-invalid",
            at: "/deliverable_type"
        ),
        Case(
            "a function that is not there",
            .post,
            "/workflows",
            #"{"definition": {"deliverable_type": "x", "workflow_steps": [{"function_to_call": 7}]}}"#,
            [:],
            422,
            "definition-invalid",
            at: "/workflow_steps/0/function_to_call"
        ),
        Case("a taken key", .post, "/workflows", JSONWriter.text(APIHarness.document()), [:], 409, "definition-exists"),
        Case("a definition that is not there", .get, "/workflows/missing", nil, [:], 404, "definition-not-found"),
        Case("SQL as a key", .get, "/workflows/x'%20OR%20'1'='1", nil, [:], 404, "definition-not-found"),
        Case("braces as a key", .get, "/workflows/%7B%7Binput%7D%7D", nil, [:], 404, "definition-not-found"),
        Case("a zero byte as a key", .get, "/workflows/doubling%00", nil, [:], 404, "definition-not-found"),
        Case("a path out of the folder", .get, "/workflows/..%2F..%2Fetc", nil, [:], 404, "definition-not-found"),
        Case("statistics of nothing", .get, "/workflows/missing/statistics", nil, [:], 404, "definition-not-found"),
    ]
}
