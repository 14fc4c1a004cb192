// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@Suite
struct NearestNameTests {
    @Test(arguments: [
        ("lod", "load"), ("laod", "load"), ("loads", "load"), ("widht", "width"), ("HEIGHT", "height"), ("xyz", nil),
        ("", nil), ("l", nil), ("loaders", nil),
    ])
    func theNearestNameIsFound(_ name: String, _ nearest: String?) {
        #expect(NearestName.among(["load", "width", "height"], to: name) == nearest)
    }

    @Test(arguments: [("x", "y"), ("", "a"), ("a", ""), ("", "")])
    func namesWithoutACommonLetterAreNotNear(_ name: String, _ candidate: String) {
        #expect(NearestName.among([candidate], to: name) == nil)
    }

    @Test(arguments: [("größe", "GRÖSE"), ("длинна", "Длина"), ("幅の値", "幅値")])
    func lettersCountOnceInEveryScript(_ name: String, _ candidate: String) {
        #expect(NearestName.among([candidate], to: name) == candidate)
    }

    @Test
    func theFirstOfTheNearestIsTaken() {
        #expect(NearestName.among(["total", "load", "goad", "road"], to: "foad") == "load")
        #expect(NearestName.among(["Load", "LOAD"], to: "load") == "Load")
    }

    /// The distance by its definition, over the whole table.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var table = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count {
            for column in 0...right.count {
                guard row > 0, column > 0 else {
                    table[row][column] = row + column
                    continue
                }
                let isSame = left[row - 1] == right[column - 1]
                var cost = min(table[row - 1][column], table[row][column - 1]) + 1
                cost = min(cost, table[row - 1][column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, table[row - 2][column - 2] + 1)
                }
                table[row][column] = cost
            }
        }
        return table[left.count][right.count]
    }

    @Test(arguments: UInt64(1)...8)
    func itIsTheNearestByTheDefinition(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var near = 0
        for _ in 0..<300 {
            let name = (0..<1 + random.below(15)).map { _ in random.pick(["a", "b", "c"] as [Character]) }
            let candidates = (0..<4).map { _ in
                var letters = name
                for _ in 0..<random.below(7) {
                    let at = random.below(letters.count + 1)
                    switch random.below(3) {
                    case 0: letters.insert(random.pick(["a", "b", "c"]), at: at)
                    case 1 where at < letters.count: letters.remove(at: at)
                    default: if at + 1 < letters.count { letters.swapAt(at, at + 1) }
                    }
                }
                return letters
            }
            var best: (name: String, distance: Int)?
            for candidate in candidates {
                let limit = max(1, min(name.count, candidate.count) / 3)
                let distance = Self.distance(name, candidate)
                guard distance <= limit, distance < max(name.count, candidate.count) else { continue }
                if distance < best?.distance ?? .max { best = (String(candidate), distance) }
            }
            near += best == nil ? 0 : 1
            #expect(NearestName.among(candidates.map { String($0) }, to: String(name)) == best?.name, "\(name)")
        }
        #expect(near > 100, "\(near)")
    }

    @Test
    func hugeNamesAreNotCompared() {
        let huge = String(repeating: "a", count: 100_000)
        #expect(NearestName.among([huge], to: huge + "a") == nil)
        #expect(NearestName.among([huge, "load"], to: "lod") == "load")
    }

    @Test
    func thousandsOfNamesAreSearched() {
        let names = (0..<5000).map { "measured_value_\($0)" }
        #expect(NearestName.among(names + ["maximum_height"], to: "maximun_height") == "maximum_height")
        #expect(NearestName.among(names, to: "mesured_value_4999") == "measured_value_4999")
    }

    /// It ends, so its work is bounded: the names go on for ever, each nearly near, too long, or of no use at all.
    @Test(.timeLimit(.minutes(1)), arguments: [128, 129, 1, 0])
    func endlessNamesAreGivenUp(_ count: Int) {
        let half = String(repeating: "a", count: count / 2)
        let candidate = half + String(repeating: "b", count: count - count / 2)
        let names = sequence(first: candidate) { $0 }
        #expect(NearestName.among(names, to: half + String(repeating: "c", count: count - count / 2)) == nil)
    }
}
