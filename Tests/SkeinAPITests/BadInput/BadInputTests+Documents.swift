// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension BadInputTests {
    /// Bodies that cannot be read.
    static let documents: [Case] = [
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
            "{\"input\": {\"n\": \(digits)}}",
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
    ]
}
