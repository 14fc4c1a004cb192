// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// SplitMix64 and random values made with it.
struct RandomJSON: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func value(depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .int(Int64(bitPattern: self.next()))
        case 3: return .int(Int64.random(in: -100...100, using: &self))
        case 4:
            let number = Double(bitPattern: self.next())
            return .double(number.isFinite ? number : 0.5)
        case 5: return .string(self.text())
        case 6: return .array((0..<Int.random(in: 0..<5, using: &self)).map { _ in self.value(depth: depth + 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<(depth == 0 ? 40 : 5), using: &self) {
                object[self.text()] = self.value(depth: depth + 1)
            }
            return .object(object)
        }
    }

    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0x61...0x66, 0x80...0x3FF, 0x1F600...0x1F64F, 0xE000...0xFFFF]
        for _ in 0..<Int.random(in: 0..<8, using: &self) {
            let range = ranges[Int.random(in: ranges.indices, using: &self)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
        }
        return String(text)
    }
}
