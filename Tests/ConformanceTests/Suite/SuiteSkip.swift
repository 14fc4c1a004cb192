// SPDX-License-Identifier: Apache-2.0

import Testing

/// A published case that does not pass, and why that is right.
struct SuiteSkip: Sendable, CustomTestStringConvertible {
    let suite: PublishedSuite
    let id: String
    let reason: String

    var testDescription: String { "\(self.suite.rawValue) \(self.id): \(self.reason)" }

    /// All there are.
    ///
    /// `Docs/languages/departures.md` says the same to users.
    static let all = [
        SuiteSkip(
            suite: .schemas,
            id: "optional/cross-draft/0/0",
            reason: "draft 2019-09 is refused, not guessed at"
        )
    ]
}
