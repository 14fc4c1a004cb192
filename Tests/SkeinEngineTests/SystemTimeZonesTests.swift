// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinEngine
import SkeinModel
import Testing

@Suite
struct SystemTimeZonesTests {
    private let zones = SystemTimeZones(folder: SystemTimeZones.folder)

    @Test
    func zonesOfTheMachineAreRead() throws {
        let winter = try #require(Timestamp("2026-01-15T12:00:00Z")).microseconds / 1_000_000
        let summer = try #require(Timestamp("2126-07-15T12:00:00Z")).microseconds / 1_000_000
        let vienna = try self.zones.rules("Europe/Vienna")
        #expect(vienna.offset(at: winter) == 3600 && vienna.offset(at: summer) == 7200)
        #expect(try self.zones.rules("America/Argentina/Salta").offset(at: winter) == -10_800)
        #expect(self.zones.count > 300)
    }

    @Test
    func aSlipIsAnsweredWithTheNearestName() {
        let error = #expect(throws: TimeZoneError.self) { try self.zones.rules("Europe/Viena") }
        #expect(error?.hint == "Did you mean 'Europe/Vienna'?")
    }

    @Test(arguments: [
        "../../etc/passwd", "/etc/passwd", "Europe/../Europe/Vienna", "Europe//Vienna", "Europe", "Europe/", "", ".",
        "Europe/Vienna\0", "right/Europe/Vienna", "posix/Europe/Vienna", "zone1970.tab", "leapseconds", "a/b/c/d",
    ])
    func namesStayInTheFolder(_ name: String) {
        #expect(throws: TimeZoneError.self) { try self.zones.rules(name) }
    }

    @Test
    func withoutFilesTheErrorSaysWhatToInstall() {
        let error = #expect(throws: TimeZoneError.self) {
            try SystemTimeZones(folder: "/nowhere").rules("Europe/Vienna")
        }
        #expect(error?.hint?.contains("tzdata") == true)
    }
}
