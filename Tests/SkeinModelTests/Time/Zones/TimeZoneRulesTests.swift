// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@Suite
struct TimeZoneRulesTests {
    /// The offset in minutes at an instant.
    private static func offset(_ rules: TimeZoneRules, _ instant: String) throws -> Double {
        Double(rules.offset(at: try Self.seconds(instant))) / 60
    }

    private static func seconds(_ instant: String) throws -> Int64 {
        try #require(Timestamp(instant)).microseconds / 1_000_000
    }

    private static func rules(_ footer: String) throws -> TimeZoneRules {
        try TimeZoneRules(tzif: TZifFile(footer: footer).bytes(version: 3))
    }

    @Test(arguments: [1, 2, 3, 4])
    func eachVersionIsRead(_ version: Int) throws {
        let file = TZifFile(transitions: [(-1000, 1), (2000, 2)], types: [1800, 3600, -7200])
        let rules = try TimeZoneRules(tzif: file.bytes(version: version))
        let instants: [Int64] = [.min, -1001, -1000, 1999, 2000, .max]
        #expect(instants.map { rules.offset(at: $0) } == [1800, 1800, 3600, 3600, -7200, -7200])
    }

    @Test
    func timesBeyond32BitsAreRead() throws {
        let file = TZifFile(transitions: [(-5_000_000_000, 1), (5_000_000_000, 0)], types: [0, 60])
        let rules = try TimeZoneRules(tzif: file.bytes())
        #expect(rules.offset(at: -5_000_000_001) == 0)
        #expect(rules.offset(at: 4_999_999_999) == 60 && rules.offset(at: 5_000_000_000) == 0)
    }

    @Test
    func theFooterHoldsAfterTheLastTransitionOnly() throws {
        let file = TZifFile(transitions: [(100, 1)], types: [60, 120], footer: "CET-1")
        let rules = try TimeZoneRules(tzif: file.bytes())
        #expect([0, 99, 100].map { rules.offset(at: $0) } == [60, 60, 3600])
    }

    @Test(arguments: [
        // Central Europe: at 01:00 UTC, in March and October.
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 60.0),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 120),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 120),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 60),
        // New York: at 02:00 of its own time.
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -300),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -240),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", -240),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -300),
        // South of the equator summer has the turn of the year in it.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 660),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-12-31T23:59:59Z", 660),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04T16:00:00Z", 600),
        // Half an hour of summer time, names in brackets, seconds.
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-01-01T00:00:00Z", 660), ("<+03>-3", "2026-01-01T00:00:00Z", 180),
        ("LMT-0:01:30", "2026-01-01T00:00:00Z", 1.5),
        // Ireland's winter time is the one that is saved.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 60),
        // Times of day before midnight and after the day's end: Greenland, Godthab's rule.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -120),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -60),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z", 120),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", 180),
        // The 60th day without and with the 29th of February, in a leap year.
        ("A" + "AA0BBB,J60/0,J61/0", "2024-02-29T12:00:00Z", 0), ("AAA0BBB,J60/0,J61/0", "2024-03-01T12:00:00Z", 60),
        ("AAA0BBB,59/0,60/0", "2024-02-29T12:00:00Z", 60), ("AAA0BBB,59/0,60/0", "2023-03-01T12:00:00Z", 60),
        // Summer all the year.
        ("EST5EDT,0/0,J365/25", "2026-01-01T04:59:59Z", -240), ("EST5EDT,0/0,J365/25", "2026-01-01T05:00:00Z", -240),
        ("EST5EDT,0/0,J365/25", "2024-12-31T23:30:00Z", -240),
    ])
    func rulesOfTheFooterAreFollowed(_ footer: String, _ instant: String, _ minutes: Double) throws {
        #expect(try Self.offset(Self.rules(footer), instant) == minutes)
    }

    @Test(arguments: [
        "CET", "CE-1", "CET-1CEST", "CET-25", "<+03-3", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0", "CET-1CEST,J0,J3", "CET-1CEST,J366,J3", "CET-1CEST,366,3", "-1",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3,", "CET-1:60", "CET-1 ",
        "CET-1CEST,9999999999999999999,1",
    ])
    func malformedRulesAreRefused(_ footer: String) {
        #expect(throws: TimeZoneError.self) { try Self.rules(footer) }
    }

    @Test
    func localTimesThatDoNotExistOrComeTwiceAreFound() throws {
        let rules = try Self.rules("CET-1CEST,M3.5.0,M10.5.0/3")
        func instants(_ local: String) throws -> [String] {
            rules.instants(showing: try Self.seconds(local + "Z"))
                .map { Timestamp(microseconds: $0 * 1_000_000).description }
        }
        #expect(try instants("2026-03-29T01:59:59") == ["2026-03-29T00:59:59Z"])
        #expect(try instants("2026-03-29T02:30:00") == [])
        #expect(try instants("2026-03-29T03:00:00") == ["2026-03-29T01:00:00Z"])
        #expect(try instants("2026-10-25T02:30:00") == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
        #expect(try instants("2026-10-25T03:00:00") == ["2026-10-25T02:00:00Z"])
        // A day that was skipped: Samoa went over the date line on the 30th of December 2011.
        let samoa = TZifFile(transitions: [(try Self.seconds("2011-12-30T10:00:00Z"), 1)], types: [-36_000, 50_400])
        let skipped = try Self.seconds("2011-12-30T12:00:00Z")
        #expect(try TimeZoneRules(tzif: samoa.bytes()).instants(showing: skipped) == [])
    }

    @Test
    func malformedFilesAreRefused() {
        let good = TZifFile(transitions: [(1, 0), (2, 1)], types: [0, 60], footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes()
        #expect(throws: Never.self) { try TimeZoneRules(tzif: good) }
        for count in 0..<good.count {
            #expect(throws: TimeZoneError.self, "the first \(count) bytes") {
                try TimeZoneRules(tzif: Array(good[..<count]))
            }
        }
        let files = [
            TZifFile(transitions: [(2, 0), (1, 0)]), TZifFile(transitions: [(2, 0), (2, 0)]),
            TZifFile(transitions: [(2, 1)]),
            TZifFile(types: []), TZifFile(types: [100_000]), TZifFile(leapSeconds: 1),
        ]
        for file in files { #expect(throws: TimeZoneError.self) { try TimeZoneRules(tzif: file.bytes()) } }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func mutatedFilesNeverCrash(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let good = TZifFile(
            transitions: [(-1000, 1), (2000, 0)],
            types: [0, 3600],
            footer: "CET-1CEST,M3.5.0,M10.5.0/3"
        )
        .bytes(version: 3)
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0...random.below(4) {
                let at = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[at] = random.pick([0, 0x7F, 0x80, 0xFF])
                default: bytes.removeSubrange(at..<min(bytes.count, at + 5))
                }
            }
            guard let rules = try? TimeZoneRules(tzif: bytes) else { continue }
            for instant in [-62_135_596_800, 0, 253_402_300_799] as [Int64] {
                #expect(abs(rules.offset(at: instant)) < 26 * 3600)
                #expect(rules.instants(showing: instant).count < 4)
            }
        }
    }
}
