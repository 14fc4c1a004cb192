// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@Suite
struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
            ("2026-03-01T00:00:00Z", 1_772_323_200_000_000, "2026-03-01T00:00:00Z"),
            ("2024-02-29T12:30:45.120Z", 1_709_209_845_120_000, "2024-02-29T12:30:45.120Z"),
            ("2024-02-29t12:30:45.1200001z", 1_709_209_845_120_000, "2024-02-29T12:30:45.120Z"),
            ("2000-02-29 05:30:00+05:30", 951_782_400_000_000, "2000-02-29T00:00:00Z"),
            ("1999-12-31T19:00:00-05:00", 946_684_800_000_000, "2000-01-01T00:00:00Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.5Z", 253_402_300_799_500_000, "9999-12-31T23:59:59.500Z"),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000, "2017-01-01T00:00:00Z"),
        ] as [(String, Int64, String)]
    )
    func rfc3339IsReadAndWritten(_ text: String, _ microseconds: Int64, _ written: String) {
        #expect(Timestamp(text)?.microseconds == microseconds)
        #expect(Timestamp(microseconds: microseconds).description == written)
    }

    @Test(arguments: [
        "", "2026-03-01", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+05", "2026-1-1T00:00:00Z", "2026-01-01T00:00:00Zx", " 2026-01-01T00:00:00Z",
        "٢٠٢٦-01-01T00:00:00Z",
    ])
    func badTimesAreRefused(_ text: String) { #expect(Timestamp(text) == nil) }

    @Test
    func timesReadBackTheSame() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<5000 {
            let time = Timestamp(
                microseconds: Int64.random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random)
            )
            #expect(Timestamp(time.description) == time)
        }
    }

    @Test
    func additionStopsAtTheEndOfTime() {
        let end = Timestamp(microseconds: .max)
        #expect(end + .seconds(1) == end)
        #expect(Timestamp(microseconds: 5) + .microseconds(-7) == Timestamp(microseconds: -2))
        #expect(Timestamp(microseconds: 9) - Timestamp(microseconds: 4) == .microseconds(5))
        #expect(Duration.seconds(Int64.max).microseconds == .max)
    }

    @Test(
        arguments: [
            ("250ms", 250_000, "250ms"), ("30s", 30_000_000, "30s"), ("15m", 900_000_000, "15m"),
            ("48h", 172_800_000_000, "2d"),
            ("7d", 604_800_000_000, "7d"), ("1h30m", 5_400_000_000, "1h30m"), ("1.5s", 1_500_000, "1s500ms"),
            ("7us", 7, "7us"),
            ("0s", 0, "0s"), ("PT48H", 172_800_000_000, "2d"), ("P1D", 86_400_000_000, "1d"),
            ("P1W", 604_800_000_000, "7d"),
            ("P1DT1H1M1.5S", 90_061_500_000, "1d1h1m1s500ms"), ("PT0S", 0, "0s"),
            ("36525d", 3_155_760_000_000_000, "36525d"),
        ] as [(String, Int64, String)]
    )
    func durationsAreReadAndWritten(_ text: String, _ microseconds: Int64, _ written: String) {
        #expect(DurationText.parse(text) == .microseconds(microseconds))
        #expect(DurationText.format(.microseconds(microseconds)) == written)
        #expect(DurationText.parse(written) == .microseconds(microseconds))
    }

    @Test(arguments: [
        "", "5", "s", "-5s", "1 s", "5x", "1s1s", ".5s", "5.s", "1.2.3s", "P", "PT", "P1DT", "P1M", "P1Y", "PT5",
        "1e3s",
        "36526d", "99999999999999999999d", "36525d1us", "5S", "+5s", "٣s",
    ])
    func badDurationsAreRefused(_ text: String) { #expect(DurationText.parse(text) == nil) }
}
