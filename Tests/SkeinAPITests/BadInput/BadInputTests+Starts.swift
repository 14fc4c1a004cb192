// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension BadInputTests {
    /// Starts of executions whose body or input says the wrong thing.
    static let starts: [Case] = [
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
        Case(
            "a start of nothing",
            .post,
            "/workflows/missing/execute",
            #"{"input": {}}"#,
            [:],
            404,
            "definition-not-found"
        ),
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
    ]
}
