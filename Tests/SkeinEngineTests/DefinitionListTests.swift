// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DefinitionListTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let filter: DefinitionFilter
        let keys: [String]

        init(_ description: String, _ filter: DefinitionFilter, _ keys: [String]) {
            self.testDescription = description
            self.filter = filter
            self.keys = keys
        }
    }

    /// What is stored: key, discipline, status, tags.
    private static let stored: [(String, String, String, JSONValue)] = [
        ("a", "civil", "active", ["rcc", "footing"]), ("b", "civil", "draft", ["rcc"]),
        ("c", "structural", "active", ["steel"]), ("d", "civil", "testing", []),
        ("e", "structural", "deprecated", ["rcc", "steel"]), ("f", "civil", "active", ["100%", "a,b"]),
    ]

    static let cases: [Case] = [
        Case("everything, newest first", DefinitionFilter(), ["f", "e", "d", "c", "b", "a"]),
        Case("by discipline", DefinitionFilter(discipline: "structural"), ["e", "c"]),
        Case("by status", DefinitionFilter(status: .active), ["f", "c", "a"]),
        Case("by one tag", DefinitionFilter(tags: ["rcc"]), ["e", "b", "a"]),
        Case("by all of several tags", DefinitionFilter(tags: ["steel", "rcc"]), ["e"]),
        Case("by discipline and status", DefinitionFilter(discipline: "civil", status: .active), ["f", "a"]),
        Case(
            "by discipline, status and tag",
            DefinitionFilter(discipline: "civil", status: .active, tags: ["rcc"]),
            ["a"]
        ),
        Case("a status that none has", DefinitionFilter(status: .archived), []),
        Case("a discipline that none has", DefinitionFilter(discipline: "CIVIL"), []),
        Case("a tag is not a pattern", DefinitionFilter(tags: ["%"]), []),
        Case("a tag is not a part of a tag", DefinitionFilter(tags: ["foot"]), []),
        Case("a tag with SQL in it", DefinitionFilter(tags: ["' OR '1'='1"]), []),
        Case("a tag with a comma", DefinitionFilter(tags: ["a,b"]), ["f"]),
    ]

    @Test(arguments: Self.cases)
    func aListHoldsWhatTheFilterAsksFor(_ example: Case) async throws {
        try await EngineHarness.withSamples { harness in
            try await Self.store(harness)
            let page = try await harness.library.definitions(example.filter, PageRequest())
            #expect(page.items.map(\.key) == example.keys)
            #expect(page.next == nil)
        }
    }

    @Test(arguments: [1, 2, 3, 5, 6, 7])
    func pagesTogetherHoldEveryDefinitionOnce(_ limit: Int) async throws {
        try await EngineHarness.withSamples { harness in
            try await Self.store(harness)
            var keys: [String] = []
            var cursor: Cursor?
            repeat {
                let page = try await harness.library.definitions(
                    DefinitionFilter(),
                    PageRequest(after: cursor, limit: limit)
                )
                #expect(page.items.count <= limit)
                keys += page.items.map(\.key)
                cursor = page.next
            } while cursor != nil
            #expect(keys == ["f", "e", "d", "c", "b", "a"])
        }
    }

    private static func store(_ harness: EngineHarness) async throws {
        for (key, discipline, status, tags) in Self.stored {
            let changes: JSONObject = [
                "deliverable_type": .string(key), "discipline": .string(discipline), "status": .string(status),
                "tags": tags,
            ]
            try await harness.create(changes)
        }
    }
}
