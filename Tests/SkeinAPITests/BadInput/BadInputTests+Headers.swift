// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension BadInputTests {
    /// Types of media, keys of repeated requests, names of users.
    static let headers: [Case] = [
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
}
