// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel

extension BadInputTests {
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
