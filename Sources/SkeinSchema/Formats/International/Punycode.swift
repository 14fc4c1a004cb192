// SPDX-License-Identifier: Apache-2.0

/// Letters of any script as ASCII (RFC 3492).
enum Punycode {
    private static let base = 36
    private static let minimumThreshold = 1
    private static let maximumThreshold = 26
    /// More than any label of 63 bytes can need; beyond it a number would overflow some time.
    private static let limit = 0x10FFFF * 64

    /// The scalars that a text stands for; `nil` when it is malformed.
    static func decode(_ text: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
        var scalars: [Unicode.Scalar] = []
        var rest = text
        if let hyphen = text.lastIndex(of: UInt8(ascii: "-")) {
            scalars = text[..<hyphen].map { Unicode.Scalar($0) }
            rest = text[(hyphen + 1)...]
        }
        var (code, position, bias) = (0x80, 0, 72)
        while !rest.isEmpty {
            let before = position
            var weight = 1
            var step = Self.base
            while true {
                guard let byte = rest.popFirst(), let digit = Self.digit(byte) else { return nil }
                position += digit * weight
                guard position <= Self.limit else { return nil }
                let threshold = Self.threshold(step, bias)
                if digit < threshold { break }
                weight *= Self.base - threshold
                guard weight <= Self.limit else { return nil }
                step += Self.base
            }
            let count = scalars.count + 1
            bias = Self.adapt(position - before, count, isFirst: before == 0)
            code += position / count
            position %= count
            guard code <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
            scalars.insert(scalar, at: position)
            position += 1
        }
        return scalars
    }

    /// The text that stands for scalars.
    static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var (code, delta, bias, handled) = (0x80, 0, 72, basic)
        while handled < scalars.count {
            let next = scalars.lazy.map { Int($0.value) }.filter { $0 >= code }.min() ?? code
            delta += (next - code) * (handled + 1)
            code = next
            for scalar in scalars {
                if Int(scalar.value) < code { delta += 1 }
                guard Int(scalar.value) == code else { continue }
                Self.append(delta, bias, to: &output)
                bias = Self.adapt(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return output
    }

    private static func append(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
        var rest = number
        var step = Self.base
        while true {
            let threshold = Self.threshold(step, bias)
            if rest < threshold { break }
            let span = Self.base - threshold
            output.append(Self.character(threshold + (rest - threshold) % span))
            rest = (rest - threshold) / span
            step += Self.base
        }
        output.append(Self.character(rest))
    }

    private static func threshold(_ step: Int, _ bias: Int) -> Int {
        min(max(step - bias, Self.minimumThreshold), Self.maximumThreshold)
    }

    private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var step = 0
        let span = Self.base - Self.minimumThreshold
        while delta > span * Self.maximumThreshold / 2 {
            delta /= span
            step += Self.base
        }
        return step + (span + 1) * delta / (delta + 38)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        if ASCII.isLetter(byte) { return Int(byte | 0x20) - 0x61 }
        return ASCII.isDigit(byte) ? Int(byte) - 0x30 + 26 : nil
    }

    private static func character(_ digit: Int) -> UInt8 { UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30) }
}
