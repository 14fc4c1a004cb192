// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel

extension BadInputTests {
    /// Bodies that cannot be read, or say the wrong thing.
    static let bodies: [Case] = [
        Case("no body", .post, run, nil, [:], 400, "document-malformed"),
        Case("an empty body", .post, run, "", [:], 400, "document-malformed"),
        Case("half an object", .post, run, #"{"input": {"n": 1}"#, [:], 400, "document-malformed"),
        Case("a trailing comma", .post, run, #"{"input": {"n": 1},}"#, [:], 400, "document-malformed"),
        Case("two values", .post, run, #"{"input": {"n": 1}} {}"#, [:], 400, "document-malformed"),
        Case("a comment", .post, run, #"{"input": {"n": 1} /* one */}"#, [:], 400, "document-malformed"),
        Case("NaN", .post, run, #"{"input": {"n": NaN}}"#, [:], 400, "document-malformed"),
        Case("a key twice", .post, run, #"{"input": {"n": 1, "n": 2}}"#, [:], 400, "document-malformed"),
        Case("1e400", .post, run, #"{"input": {"n": 1e400}}"#, [:], 400, "document-malformed"),
        Case(
            "a number of 10,000 digits",
            .post,
            run,
            "{\"input\": {\"n\": \(million)}}",
            [:],
            400,
            "document-malformed"
        ),
        Case("a lone surrogate", .post, run, #"{"input": {"n": "\ud800"}}"#, [:], 400, "document-malformed"),
        Case("a control character", .post, run, "{\"input\": {\"n\": \"\u{0001}\"}}", [:], 400, "document-malformed"),
        Case(
            "invalid UTF-8",
            .post,
            run,
            bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D],
            [:],
            400,
            "document-malformed"
        ),
        Case(
            "invalid UTF-8 in YAML",
            .post,
            "/workflows",
            bytes: Array("deliverable_type: ".utf8) + [0xFF, 0xFE],
            yaml,
            400,
            "document-malformed"
        ),
        Case(
            "10,000 levels",
            .post,
            run,
            String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
            [:],
            400,
            "document-malformed"
        ),
        Case(
            "10,000 levels in YAML",
            .post,
            run,
            String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
            yaml,
            400,
            "document-malformed"
        ),
        Case("10 MB", .post, run, bytes: [UInt8](repeating: 0x20, count: 10 << 20), [:], 413, "request-too-large"),
        Case("a list", .post, run, "[1]", [:], 400, "request-malformed"),
        Case("a text", .post, run, #""input""#, [:], 400, "request-malformed"),
        Case("null", .post, run, "null", [:], 400, "request-malformed"),
        Case("no input", .post, run, "{}", [:], 400, "request-malformed"),
        Case("an unknown member", .post, run, #"{"inptu": {"n": 1}}"#, [:], 400, "request-malformed", at: "/inptu"),
        Case(
            "a version that is a text",
            .post,
            run,
            #"{"input": {"n": 1}, "version": "1"}"#,
            [:],
            400,
            "request-malformed",
            at: "/version"
        ),
        Case(
            "version 0",
            .post,
            run,
            #"{"input": {"n": 1}, "version": 0}"#,
            [:],
            400,
            "request-malformed",
            at: "/version"
        ),
        Case(
            "version 1.5",
            .post,
            run,
            #"{"input": {"n": 1}, "version": 1.5}"#,
            [:],
            400,
            "request-malformed",
            at: "/version"
        ),
        Case(
            "version 1e300",
            .post,
            run,
            #"{"input": {"n": 1}, "version": 1e300}"#,
            [:],
            400,
            "request-malformed",
            at: "/version"
        ),
        Case("a version to come", .post, run, #"{"input": {"n": 1}, "version": 7}"#, [:], 404, "version-not-found"),
        Case(
            "a project that is no UUID",
            .post,
            run,
            #"{"input": {"n": 1}, "project_id": "7"}"#,
            [:],
            400,
            "request-malformed",
            at: "/project_id"
        ),
        Case(
            "a context that is a list",
            .post,
            run,
            #"{"input": {"n": 1}, "context": []}"#,
            [:],
            400,
            "request-malformed",
            at: "/context"
        ),
        Case("an input of the wrong type", .post, run, #"{"input": {"n": "1"}}"#, [:], 422, "input-invalid", at: "/n"),
        Case("an input with a member missing", .post, run, #"{"input": {}}"#, [:], 422, "input-invalid"),
        Case("an input that is null", .post, run, #"{"input": null}"#, [:], 422, "input-invalid"),
        Case("a negative input", .post, run, #"{"input": {"n": -1}}"#, [:], 422, "input-invalid", at: "/n"),
        Case(
            "a template as a number",
            .post,
            run,
            #"{"input": {"n": "{{input.n}}"}}"#,
            [:],
            422,
            "input-invalid",
            at: "/n"
        ),
        Case(
            "a reference as a number",
            .post,
            run,
            #"{"input": {"n": "$input.n"}}"#,
            [:],
            422,
            "input-invalid",
            at: "/n"
        ),
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
    ]

    /// Paths, queries and headers.
    static let requests: [Case] = [
        Case("no such route", .get, "/nowhere", nil, [:], 404, "route-not-found"),
        Case("no such route of the API", .get, "/workflow", nil, [:], 404, "route-not-found"),
        Case("a definition that is not there", .get, "/workflows/missing", nil, [:], 404, "definition-not-found"),
        Case("SQL as a key", .get, "/workflows/x'%20OR%20'1'='1", nil, [:], 404, "definition-not-found"),
        Case("braces as a key", .get, "/workflows/%7B%7Binput%7D%7D", nil, [:], 404, "definition-not-found"),
        Case("a zero byte as a key", .get, "/workflows/doubling%00", nil, [:], 404, "definition-not-found"),
        Case("a path out of the folder", .get, "/workflows/..%2F..%2Fetc", nil, [:], 404, "definition-not-found"),
        Case(
            "a start of nothing",
            .post,
            "/workflows/missing/execute",
            #"{"input": {}}"#,
            [:],
            404,
            "definition-not-found"
        ),
        Case("statistics of nothing", .get, "/workflows/missing/statistics", nil, [:], 404, "definition-not-found"),
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
        Case(
            "a wait that is a number",
            .post,
            run + "?wait=30",
            #"{"input": {"n": 1}}"#,
            [:],
            400,
            "request-malformed"
        ),
        Case("a negative wait", .post, run + "?wait=-5s", #"{"input": {"n": 1}}"#, [:], 400, "request-malformed"),
        Case("a wait of a day", .post, run + "?wait=24h", #"{"input": {"n": 1}}"#, [:], 400, "request-malformed"),
        Case("an image", .post, run, "PNG", ["Content-Type": "image/png"], 415, "media-type-unsupported"),
        Case(
            "a form",
            .post,
            run,
            "input=1",
            ["Content-Type": "application/x-www-form-urlencoded"],
            415,
            "media-type-unsupported"
        ),
        Case(
            "a used key for another request",
            .post,
            run,
            #"{"input": {"n": 2}}"#,
            ["Idempotency-Key": "used"],
            422,
            "idempotency-key-reused"
        ),
        Case("an empty key", .post, run, #"{"input": {"n": 2}}"#, ["Idempotency-Key": ""], 400, "request-malformed"),
        Case(
            "a key of 256 characters",
            .post,
            run,
            #"{"input": {"n": 2}}"#,
            ["Idempotency-Key": String(repeating: "k", count: 256)],
            400,
            "request-malformed"
        ),
        Case(
            "a user of 201 characters",
            .post,
            run,
            #"{"input": {"n": 2}}"#,
            ["Skein-User": String(repeating: "u", count: 201)],
            400,
            "request-malformed"
        ),
    ]

    private static let change = #"{"changes": {"tags": ["x"]}, "change_description": "Why"}"#
    private static let whole =
        "{\"definition\": \(JSONWriter.text(APIHarness.document(["tags": []]))), \"change_description\": \"Why\"}"

    /// Changes of versions.
    static let versions: [Case] = [
        Case("a change without a note", .put, one, #"{"changes": {"tags": []}}"#, [:], 400, "change-note-missing"),
        Case(
            "a change with an empty note",
            .put,
            one,
            #"{"changes": {"tags": []}, "change_description": " "}"#,
            [:],
            400,
            "change-note-missing"
        ),
        Case(
            "a note that is a number",
            .put,
            one,
            #"{"changes": {}, "change_description": 1}"#,
            [:],
            400,
            "request-malformed",
            at: "/change_description"
        ),
        Case(
            "changes that are a list",
            .put,
            one,
            #"{"changes": [], "change_description": "Why"}"#,
            [:],
            400,
            "request-malformed"
        ),
        Case(
            "changes and a definition",
            .put,
            one,
            #"{"changes": {}, "definition": {}, "change_description": "Why"}"#,
            [:],
            400,
            "request-malformed"
        ),
        Case("neither", .put, one, #"{"change_description": "Why"}"#, [:], 400, "request-malformed"),
        Case("a change of nothing", .put, "/workflows/missing", change, [:], 404, "definition-not-found"),
        Case("a stale ETag", .put, one, change, ["If-Match": "\"2\""], 412, "version-conflict"),
        Case("an ETag that is none", .put, one, change, ["If-Match": "yesterday"], 412, "version-conflict"),
        Case("an empty ETag", .put, one, change, ["If-Match": ""], 412, "version-conflict"),
        Case(
            "a stale version in the body",
            .put,
            one,
            #"{"changes": {"tags": []}, "change_description": "Why", "expected_version": 3}"#,
            [:],
            412,
            "version-conflict"
        ),
        Case("a whole document without a version", .put, one, whole, [:], 428, "precondition-required"),
        Case(
            "another key",
            .put,
            one,
            #"{"changes": {"deliverable_type": "y"}, "change_description": "Why"}"#,
            [:],
            422,
            "definition-invalid"
        ),
        Case(
            "an invalid change",
            .put,
            one,
            #"{"changes": {"workflow_steps": []}, "change_description": "Why"}"#,
            [:],
            422,
            "definition-invalid"
        ),
        Case("a stale delete", .delete, one, nil, ["If-Match": "\"9\""], 412, "version-conflict"),
        Case("a delete of nothing", .delete, "/workflows/missing", nil, [:], 404, "definition-not-found"),
        Case("version x", .get, one + "/versions/x", nil, [:], 404, "version-not-found"),
        Case("version -1", .get, one + "/versions/-1", nil, [:], 404, "version-not-found"),
        Case("a huge version", .get, one + "/versions/99999999999999999999", nil, [:], 404, "version-not-found"),
        Case("version 2", .get, one + "/versions/2", nil, [:], 404, "version-not-found"),
        Case("versions of nothing", .get, "/workflows/missing/versions", nil, [:], 404, "definition-not-found"),
        Case("a difference from 0", .get, one + "/diff?from=0", nil, [:], 400, "request-malformed"),
        Case("a difference to what is not there", .get, one + "/diff?to=5", nil, [:], 404, "version-not-found"),
        Case("a rollback to nowhere", .post, one + "/rollback", #"{"version": 9}"#, [:], 404, "version-not-found"),
        Case("a rollback without a version", .post, one + "/rollback", "{}", [:], 400, "request-malformed"),
        Case(
            "a rollback to 'one'",
            .post,
            one + "/rollback",
            #"{"version": "one"}"#,
            [:],
            400,
            "request-malformed",
            at: "/version"
        ),
        Case(
            "a stale rollback",
            .post,
            one + "/rollback",
            #"{"version": 1}"#,
            ["If-Match": "\"4\""],
            412,
            "version-conflict"
        ),
    ]
}
