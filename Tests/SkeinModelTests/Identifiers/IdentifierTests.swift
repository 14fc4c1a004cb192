// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@Suite
struct IdentifierTests {
    @Test
    func laterIdentifiersSortLaterAsValuesAndAsText() {
        var random = SeededGenerator(seed: 9)
        var last: UUIDv7?
        for millisecond in 0..<500 {
            let time = Timestamp(microseconds: 1_772_323_200_000_000 + Int64(millisecond) * 1000)
            let uuid = UUIDv7(at: time, random: (random.next(), random.next()))
            if let last {
                #expect(last < uuid)
                #expect(last.description < uuid.description)
            }
            #expect(UUIDv7(uuid.description) == uuid)
            let text = Array(uuid.description)
            #expect(text.count == 36 && text[14] == "7" && "89ab".contains(text[19]))
            last = uuid
        }
    }

    @Test
    func theTextIsThatOfRFC9562() {
        let time = Timestamp(microseconds: 0x017F_22E2_79B0 * 1000)
        let uuid = UUIDv7(at: time, random: (0xCC3, 0x18C4_DC0C_0C07_398F))
        #expect(uuid.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(UUIDv7("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") == uuid)
    }

    @Test(arguments: [
        "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2x79b0-7cc3-98c4-dc0c0c07398f", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
    ])
    func otherTextsAreNoIdentifiers(_ text: String) { #expect(ExecutionID(text) == nil) }

    @Test
    func hashesReadBack() {
        let hash = ContentHash(bytes: (0..<32).map { UInt8($0 * 8) })
        #expect(ContentHash(hash.description) == hash)
        #expect(ContentHash(hash.description.uppercased()) == hash)
        #expect(hash.short == "000810182028")
        #expect(ContentHash("00") == nil)
        #expect(ContentHash(String(repeating: "g", count: 64)) == nil)
    }
}
