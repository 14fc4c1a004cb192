// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct TimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:30:45.5Z", 951_827_445_500_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-01-01T01:00:00+01:00", 1_767_225_600_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ])
    func instantsAreReadAndWritten(_ text: String, _ microseconds: Int64) throws {
        let instant = try #require(Timestamp(text))
        #expect(instant.microseconds == microseconds)
        #expect(Timestamp(instant.description) == instant)
    }

    @Test(arguments: [
        "", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx",
    ])
    func whatIsNoInstantIsRefused(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        ("250ms", 250_000), ("30s", 30_000_000), ("1h30m", 5_400_000_000), ("48h", 172_800_000_000),
        ("7d", 604_800_000_000),
        ("PT48H", 172_800_000_000), ("P1DT1S", 86_401_000_000), ("1.5s", 1_500_000), ("0s", 0),
    ])
    func durationsAreReadAndWritten(_ text: String, _ microseconds: Int64) throws {
        let duration = try #require(DurationText.parse(text))
        #expect(duration == .microseconds(microseconds))
        #expect(DurationText.parse(DurationText.format(duration)) == duration)
    }

    @Test(arguments: ["", "5", "s", "-5s", "5x", "1s1s", "PT", "P", "P1Y", "1e5s", "99999999d", ".5s"])
    func whatIsNoDurationIsRefused(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test
    func newerIdentifiersSortAfterOlderOnes() throws {
        let one = UUIDv7(at: Timestamp(microseconds: 1_000_000), random: (.max, .max))
        let two = UUIDv7(at: Timestamp(microseconds: 2_000_000), random: (0, 0))
        #expect(one < two)
        #expect(UUIDv7(one.description) == one)
        #expect(Array(one.description)[14] == "7")
        #expect(UUIDv7("not-a-uuid") == nil)
    }

    @Test
    func statusesThatHaveEndedLeadNowhereButToARetry() {
        for status in ExecutionStatus.allCases where status.isTerminal && status != .failed {
            #expect(status.successors.isEmpty)
        }
        for status in ExecutionStatus.allCases { #expect(!status.successors.contains(status)) }
        for status in StepStatus.allCases { #expect(!status.successors.contains(status)) }
    }
}
