// SPDX-License-Identifier: Apache-2.0

/// A character of a label that only some neighbours allow (RFC 5892, appendix A).
struct LabelContext {
    private let scalars: [Unicode.Scalar]
    private let position: Int

    init(_ scalars: [Unicode.Scalar], _ position: Int) {
        self.scalars = scalars
        self.position = position
    }

    private var before: Unicode.Scalar? { self.position > 0 ? self.scalars[self.position - 1] : nil }
    private var after: Unicode.Scalar? {
        self.position + 1 < self.scalars.count ? self.scalars[self.position + 1] : nil
    }

    var allows: Bool {
        switch self.scalars[self.position].value {
        case 0xB7: return self.before == "l" && self.after == "l"
        case 0x375: return self.after.map { Self.isGreek($0.value) } ?? false
        case 0x5F3, 0x5F4: return self.before.map { Self.isHebrew($0.value) } ?? false
        case 0x30FB: return self.scalars.contains { Self.isJapanese($0.value) }
        case 0x660...0x669: return !self.scalars.contains { (0x6F0...0x6F9).contains($0.value) }
        case 0x6F0...0x6F9: return !self.scalars.contains { (0x660...0x669).contains($0.value) }
        case 0x200D: return self.followsVirama
        case 0x200C: return self.followsVirama || self.breaksJoin
        default: return false
        }
    }

    private var followsVirama: Bool { self.before?.properties.canonicalCombiningClass == .virama }

    /// Whether the letters on both sides would join without it, whatever marks stand between.
    private var breaksJoin: Bool {
        func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .nonspacingMark }
        guard let before = self.scalars[..<self.position].last(where: { !isMark($0) }),
            let after = self.scalars[(self.position + 1)...].first(where: { !isMark($0) })
        else { return false }
        return Self.joins(before.value) && !Self.joinsRightOnly(before.value) && Self.joins(after.value)
    }

    // MARK: Scripts

    private static func isGreek(_ code: UInt32) -> Bool {
        (0x370...0x373).contains(code) || (0x375...0x3E1).contains(code) || (0x3F0...0x3FF).contains(code)
            || (0x1F00...0x1FFE).contains(code)
    }

    private static func isHebrew(_ code: UInt32) -> Bool {
        (0x591...0x5F4).contains(code) || (0xFB1D...0xFB4F).contains(code)
    }

    /// Hiragana, Katakana and Han.
    private static func isJapanese(_ code: UInt32) -> Bool {
        switch code {
        case 0x30FB: false
        case 0x2E80...0x2FD5, 0x3005, 0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3041...0x3096, 0x309D...0x309F,
            0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAD9,
            0x1B000...0x1B16F, 0x20000...0x323AF:
            true
        default: false
        }
    }

    /// The letters of Arabic, Syriac, N'Ko, Mandaic and Mongolian that join with others.
    private static func joins(_ code: UInt32) -> Bool {
        switch code {
        case 0x621, 0x674, 0x6D4: false
        case 0x620...0x64A, 0x66E...0x6D5, 0x6EE...0x6EF, 0x6FA...0x6FC, 0x6FF, 0x710...0x72F, 0x74D...0x77F,
            0x7CA...0x7EA, 0x840...0x858, 0x8A0...0x8C9, 0x1820...0x1878:
            true
        default: false
        }
    }

    /// Letters of those that do not join with what follows.
    private static func joinsRightOnly(_ code: UInt32) -> Bool {
        switch code {
        case 0x622...0x625, 0x627, 0x629, 0x62F...0x632, 0x648, 0x671...0x673, 0x675...0x677, 0x688...0x699, 0x6C0,
            0x6C3...0x6CB, 0x6CD, 0x6CF, 0x6D2...0x6D3, 0x6D5, 0x6EE...0x6EF, 0x710, 0x715...0x719, 0x71E, 0x728, 0x72A,
            0x72C, 0x72F, 0x74D, 0x759...0x75B, 0x76B...0x76C, 0x771, 0x773...0x774, 0x778...0x779:
            true
        default: false
        }
    }
}
