// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// What is damaged, cut off, forged or too new is refused, and changes nothing.
@Suite(.timeLimit(.minutes(2)))
struct RefusedImportTests {
    /// Runs `body` with an export and an empty database; what was refused must not keep the export out afterwards.
    private static func with(_ body: ([UInt8], any Storage) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let source = folder + "/source.db"
            try await EngineHarness.with(try Sample.functions(), at: source, clock: ManualClock()) { harness in
                try await harness.create()
                let more: JSONObject = ["description": "More"]
                let note = "Reason"
                _ = try await harness.library.update(
                    .key("doubling"),
                    merging: more,
                    note: note,
                    expectedVersion: nil,
                    by: Sample.author
                )
                for number in [1, 2] as [Int64] { _ = try await harness.run(["n": .int(number)]) }
            }
            let export = try await MovedDatabases.export(source)
            try await DatabaseUnderTest.with { location in
                let storage = try MovedDatabases.open(location)
                try await body(export, storage)
                try await MovedDatabases.import(export, into: storage)
                try await storage.close()
            }
        }
    }

    private static func refusal(_ export: [UInt8], _ storage: any Storage) async -> SkeinError? {
        do {
            try await MovedDatabases.import(export, into: storage)
            return nil
        } catch {
            return error as? SkeinError
        }
    }

    @Test
    func aFlippedByteIsNoticedWhereverItIs() async throws {
        try await Self.with { export, storage in
            var generator = SeededGenerator(seed: 7)
            for _ in 0..<300 {
                var damaged = export
                let place = generator.below(damaged.count)
                damaged[place] ^= UInt8(1 << generator.below(8))
                let error = await Self.refusal(damaged, storage)
                #expect(error?.code == .importRefused, "byte \(place)")
                #expect(error?.message.hasPrefix("Line ") == true)
            }
        }
    }

    @Test
    func aFileThatIsCutIsNoticedWhereverItIsCut() async throws {
        try await Self.with { export, storage in
            let ends = export.indices.filter { export[$0] == UInt8(ascii: "\n") }.dropLast()
            var generator = SeededGenerator(seed: 8)
            let others = (0..<50).map { _ in generator.below(export.count) }
            for length in [0] + ends.map({ $0 + 1 }) + others {
                let error = await Self.refusal(Array(export.prefix(length)), storage)
                #expect(error?.code == .importRefused, "the first \(length) bytes")
            }
            let error = await Self.refusal(export + Array("{}\n".utf8), storage)
            #expect(error?.code == .importRefused)
        }
    }

    struct Forgery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the refusal says.
        let says: String
        let change: @Sendable (inout [JSONObject]) -> Void

        init(_ description: String, says: String, _ change: @escaping @Sendable (inout [JSONObject]) -> Void) {
            self.testDescription = description
            self.says = says
            self.change = change
        }
    }

    /// Changes of somebody who knows how the counts and the hash of the last line are made.
    static let forgeries: [Forgery] = [
        Forgery("a changed document", says: "Line 3: The content hash of version 1 of 'doubling'") { lines in
            lines[2]["document"] = lines[2]["document"]?.merging(["display_name": "Trebling"])
        },
        Forgery("a missing version", says: "Line 3: Version 1 of 'doubling' is missing") { $0.remove(at: 2) },
        Forgery("a current version that is not there", says: "Line 4: The definition 'doubling' before it") {
            $0.remove(at: 3)
        },
        Forgery("a changed payload", says: "Line 6: The hash of event 1 of execution") { lines in
            let payload = lines[5]["payload"]?.string ?? ""
            lines[5]["payload"] = .string(payload.replacing("\"n\":1", with: "\"n\":2"))
        },
        Forgery("a missing event", says: "Line 7: Event 2 of execution") { $0.remove(at: 6) },
        Forgery("a history that was cut", says: "does not end with event 5") { lines in
            lines.remove(at: 9)
        },
        Forgery("a changed head", says: "does not end with event 5") { lines in
            lines[4]["head_hash"] = .string(String(repeating: "0", count: 64))
        },
        Forgery("an execution of another version", says: "Line 5: Execution") { $0[4]["version"] = 1 },
        Forgery("an execution with an unknown parent", says: "Line 5: The parent of execution") { lines in
            lines[4]["parent"] = "019b76da-a800-7000-8000-000000000001"
            lines[4]["parent_path"] = "sub"
            lines[4]["parent_waits"] = true
        },
        Forgery("a changed audit entry", says: "The hash of entry 1 of the audit log") { lines in
            let place = lines.firstIndex { $0["kind"] == "audit_entry" } ?? 0
            lines[place]["actor"] = "mallory"
        },
        Forgery("a missing audit entry", says: "Entry 1 of the audit log is missing") { lines in
            lines.remove(at: lines.firstIndex { $0["kind"] == "audit_entry" } ?? 0)
        },
        Forgery("a record of a kind to come", says: "Line 2: The kind of the record is 'hologram'") { lines in
            lines.insert(["kind": "hologram"], at: 1)
        },
        Forgery("a field that is missing", says: "Line 2: 'display_name' is missing") { lines in
            lines[1]["display_name"] = nil
        },
    ]

    @Test(arguments: Self.forgeries)
    func aForgedExportIsRefusedAtItsLine(_ forgery: Forgery) async throws {
        try await Self.with { export, storage in
            var lines = try export.split(separator: UInt8(ascii: "\n")).map {
                try #require(try JSONParser.parse($0).object)
            }
            forgery.change(&lines)
            let error = await Self.refusal(Self.sealed(lines), storage)
            #expect(error?.code == .importRefused)
            #expect(error?.message.contains(forgery.says) == true, "\(error?.message ?? "nothing")")
        }
    }

    /// The lines with counts and a hash that fit them.
    private static func sealed(_ lines: [JSONObject]) -> [UInt8] {
        var counts = lines[0]["counts"]?.object ?? [:]
        for name in counts.keys { counts[name] = .int(Int64(lines.count { $0["kind"]?.string == name })) }
        var header = lines[0].removing(["hash"])
        header["counts"] = .object(counts)
        header["hash"] = .string(HashChain.sha256(JSONWriter.bytes(.object(header))).description)
        let body = lines.dropFirst().dropLast().flatMap { JSONWriter.bytes(.object($0)) + [UInt8(ascii: "\n")] }
        var end = lines[lines.count - 1]
        end["counts"] = .object(counts)
        end["hash"] = .string(HashChain.sha256(Array(body)).description)
        return JSONWriter.bytes(.object(header)) + [UInt8(ascii: "\n")] + body + JSONWriter.bytes(.object(end))
            + [UInt8(ascii: "\n")]
    }

    @Test
    func lineEndsThatAreSealedAnewAreAccepted() async throws {
        try await Self.with { export, _ in
            let lines = try export.split(separator: UInt8(ascii: "\n")).map {
                try #require(try JSONParser.parse($0).object)
            }
            #expect(Self.sealed(lines) == export)
        }
    }

    @Test
    func aNewerFormIsRefusedWithWhoCanReadIt() async throws {
        try await Self.with { export, storage in
            let text = String(decoding: export, as: UTF8.self)
            let newer = text.replacing(
                "\"number\":1,\"skein\":\"1\"",
                with: "\"number\":2,\"skein\":\"7.5\"",
                maxReplacements: 1
            )
            let error = await Self.refusal(Array(newer.utf8), storage)
            #expect(error?.code == .importRefused)
            #expect(error?.message.contains("7.5") == true)
        }
    }

    @Test(arguments: ["", "\n", "{}\n", "[]\n", "not JSON\n", "{\"format\":\"other\",\"number\":1}\n"])
    func whatIsNoExportIsRefused(_ text: String) async throws {
        try await Self.with { _, storage in
            #expect(await Self.refusal(Array(text.utf8), storage)?.code == .importRefused)
        }
    }

    @Test
    func aDatabaseThatHasDataIsLeftAsItIs() async throws {
        try await Self.with { export, _ in
            try await DatabaseUnderTest.with { location in
                try await MovedDatabases.import(export, into: location)
                let before = try await MovedDatabases.export(location)
                await #expect(throws: SkeinError(.databaseNotEmpty, "")) {
                    try await MovedDatabases.import(export, into: location)
                }
                let after = try await MovedDatabases.export(location)
                let newline = UInt8(ascii: "\n")
                #expect(after.drop { $0 != newline } == before.drop { $0 != newline })
            }
        }
    }
}
