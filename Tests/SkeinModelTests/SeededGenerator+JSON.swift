// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel

extension SeededGenerator {
    /// A value of any kind, at most five levels deep.
    mutating func value(depth: Int = 0) -> JSONValue {
        switch self.below(depth < 5 ? 9 : 6) {
        case 0: return .null
        case 1: return .bool(self.chance(2))
        case 2: return .int(Int64(bitPattern: self.next()))
        case 3: return .int(Int64.random(in: -100...100, using: &self))
        case 4:
            let number = Double(bitPattern: self.next())
            return .double(number.isFinite ? number : 0.5)
        case 5: return .string(self.text())
        case 6: return .array((0..<self.below(5)).map { _ in self.value(depth: depth + 1) })
        default:
            var object = JSONObject()
            for _ in 0..<self.below(depth == 0 ? 40 : 5) {
                object[self.text()] = self.value(depth: depth + 1)
            }
            return .object(object)
        }
    }

    /// A text of up to seven characters: controls, letters of several scripts, emoji, private ones.
    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0x61...0x66, 0x80...0x3FF, 0x1F600...0x1F64F, 0xE000...0xFFFF]
        for _ in 0..<self.below(8) {
            let range = self.pick(ranges)
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
        }
        return String(text)
    }
}
