// SPDX-License-Identifier: Apache-2.0

/// One label of an international host name (RFC 5891), without the rule for scripts that run right to left.
enum InternationalLabel {
    /// Whether an ASCII label that starts with `xn--` stands for a valid one.
    static func isEncoded(_ label: ArraySlice<UInt8>) -> Bool {
        let label = label.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard let scalars = Punycode.decode(label.dropFirst(4)), scalars.contains(where: { !$0.isASCII }) else {
            return false
        }
        // A label has one encoding only.
        return Punycode.encode(scalars).elementsEqual(label.dropFirst(4)) && Self.isValid(scalars)
    }

    /// Whether an ASCII label starts with `xn--`.
    static func claimsEncoding(_ label: ArraySlice<UInt8>) -> Bool {
        label.prefix(2).map { $0 | 0x20 }.elementsEqual("xn".utf8) && label.dropFirst(2).starts(with: "--".utf8)
    }

    /// Whether scalars are a label as people write it, and not too long once it is encoded.
    static func isValid(_ scalars: [Unicode.Scalar]) -> Bool {
        // 63 is the limit in bytes, so that more scalars need not be looked at.
        guard (1...63).contains(scalars.count), let first = scalars.first else { return false }
        let hyphen: Unicode.Scalar = "-"
        guard first != hyphen, scalars.last != hyphen, scalars.count < 4 || scalars[2] != hyphen || scalars[3] != hyphen
        else { return false }
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        for (position, scalar) in scalars.enumerated() {
            switch LabelCharacter(scalar) {
            case .valid: continue
            case .disallowed: return false
            case .contextual: guard LabelContext(scalars, position).allows else { return false }
            }
        }
        return Punycode.encode(scalars).count + 4 <= 63
    }
}

/// Whether a character may stand in a label (RFC 5892, section 3).
enum LabelCharacter {
    case valid
    /// Where the characters around it allow it.
    case contextual
    case disallowed

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x2D, 0x30...0x39, 0x61...0x7A, 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: self = .valid
        case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9, 0x200C, 0x200D: self = .contextual
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: self = .disallowed
        // Old Hangul letters, and blocks of symbols that combine.
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF, 0x20D0...0x20FF, 0x1D100...0x1D24F: self = .disallowed
        default: self = Self.isLetterOrDigit(scalar.properties) ? .valid : .disallowed
        }
    }

    /// Whether it is a letter, mark or digit that has one form only.
    private static func isLetterOrDigit(_ properties: Unicode.Scalar.Properties) -> Bool {
        guard !properties.changesWhenNFKCCaseFolded, !properties.isDefaultIgnorableCodePoint else { return false }
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .decimalNumber, .nonspacingMark,
            .spacingMark:
            return true
        default: return false
        }
    }
}
