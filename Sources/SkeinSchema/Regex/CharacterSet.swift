// SPDX-License-Identifier: Apache-2.0

/// A set of Unicode scalars: what one position of a pattern accepts.
///
/// ASCII is a bitmap, made once. Other scalars are looked up in ranges and general categories.
struct CharacterSet: Hashable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var ranges: [ClosedRange<UInt32>] = []
    private var categories: CategoryMask = []
    private var properties: [ScalarProperty] = []
    private var isNegated = false

    static let maximum: UInt32 = 0x10FFFF
    static let empty = CharacterSet()
    static let any = CharacterSet(0...maximum)
    static let digit = CharacterSet(0x30...0x39)
    static let word = CharacterSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    /// ECMA-262's WhiteSpace and LineTerminator.
    static let space = CharacterSet(
        0x09...0x0D,
        0x20...0x20,
        0xA0...0xA0,
        0x1680...0x1680,
        0x2000...0x200A,
        0x2028...0x2029,
        0x202F...0x202F,
        0x205F...0x205F,
        0x3000...0x3000,
        0xFEFF...0xFEFF
    )
    static let lineTerminator = CharacterSet(0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029)

    init(_ ranges: ClosedRange<UInt32>...) {
        for range in ranges { self.insert(range) }
    }

    init(scalar: UInt32) { self.insert(scalar...scalar) }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        if range.lowerBound < 128 {
            for scalar in range.lowerBound...min(range.upperBound, 127) { self.insertASCII(scalar) }
        }
        if range.upperBound >= 128 { self.ranges.append(max(range.lowerBound, 128)...range.upperBound) }
    }

    mutating func insert(_ mask: CategoryMask) {
        for scalar in UInt32(0)..<128 where mask.contains(scalar) { self.insertASCII(scalar) }
        self.categories.formUnion(mask)
    }

    mutating func insert(_ property: ScalarProperty) {
        for scalar in UInt32(0)..<128 where property.contains(scalar) { self.insertASCII(scalar) }
        self.properties.append(property)
    }

    /// Adds the scalars of another set, which must not be a complement of categories or properties.
    mutating func formUnion(_ other: CharacterSet) {
        self.low |= other.low
        self.high |= other.high
        self.categories.formUnion(other.categories)
        self.properties += other.properties
        self.ranges += other.isNegated ? other.complementRanges() : other.ranges
    }

    /// The set of all other scalars.
    var complement: CharacterSet {
        var result = self
        result.low = ~self.low
        result.high = ~self.high
        result.isNegated.toggle()
        return result
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return self.low & (1 << UInt64(scalar)) != 0 }
        if scalar < 128 { return self.high & (1 << UInt64(scalar - 64)) != 0 }
        return self.containsWide(scalar) != self.isNegated
    }

    private func containsWide(_ scalar: UInt32) -> Bool {
        for range in self.ranges where range.contains(scalar) { return true }
        if !self.categories.isEmpty, self.categories.contains(scalar) { return true }
        for property in self.properties where property.contains(scalar) { return true }
        return false
    }

    private mutating func insertASCII(_ scalar: UInt32) {
        if scalar < 64 { self.low |= 1 << UInt64(scalar) } else { self.high |= 1 << UInt64(scalar - 64) }
    }

    /// The scalars from 128 on that no range holds.
    private func complementRanges() -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 128
        for range in self.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= Self.maximum { result.append(next...Self.maximum) }
        return result
    }
}
