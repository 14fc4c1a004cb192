// SPDX-License-Identifier: Apache-2.0

/// A set of characters.
struct CharacterClass: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    /// Unicode general categories, by one or two letters.
    var categories: [(name: String, isNegated: Bool)] = []
    /// Sets that must not contain the character for it to be in this one (`[\D\s]`).
    var complements: [[ClosedRange<UInt32>]] = []
    var isNegated = false
    var ignoresCase = false

    init(_ ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var isInside = self.holds(scalar)
        if !isInside, self.ignoresCase, scalar.isASCII {
            let isLetter = scalar.properties.isAlphabetic
            if isLetter, let other = Unicode.Scalar(scalar.value ^ 0x20) { isInside = self.holds(other) }
        }
        // A few characters beyond ASCII have a partner within it (the Kelvin sign), so the slow way is for those only.
        if !isInside, self.ignoresCase, !scalar.isASCII {
            let properties = scalar.properties
            isInside = [properties.lowercaseMapping, properties.uppercaseMapping].contains { mapping in
                let scalars = mapping.unicodeScalars
                guard let first = scalars.first, scalars.count == 1 else { return false }
                return first != scalar && self.holds(first)
            }
        }
        return isInside != self.isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        if self.rangesHold(scalar.value) { return true }
        if self.complements.contains(where: { !$0.contains { $0.contains(scalar.value) } }) { return true }
        guard !self.categories.isEmpty else { return false }
        let category = Self.name(scalar.properties.generalCategory)
        return self.categories.contains { category.hasPrefix($0.name) != $0.isNegated }
    }

    /// Sorts and joins the ranges, so that they can be searched by halves.
    mutating func normalize() {
        var joined: [ClosedRange<UInt32>] = []
        for range in self.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        self.ranges = joined
    }

    private func rangesHold(_ value: UInt32) -> Bool {
        var (low, high) = (0, self.ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if self.ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < self.ranges.count && self.ranges[low].contains(value)
    }

    static let digit = CharacterClass([0x30...0x39])
    static let word = CharacterClass([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = CharacterClass([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let any = CharacterClass([0...0x10FFFF])
    static let anyButNewline = CharacterClass([0x0A...0x0A], isNegated: true)

    /// The classes written `[:name:]`.
    static let named: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A], "ascii": [0...0x7F],
        "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1F, 0x7F...0x7F], "digit": [0x30...0x39],
        "graph": [0x21...0x7E], "lower": [0x61...0x7A], "print": [0x20...0x7E],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E], "space": [0x09...0x0D, 0x20...0x20],
        "upper": [0x41...0x5A], "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    static let categoryNames: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cs", "Cn",
    ]

    private static func name(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .privateUse: "Co"
        case .surrogate: "Cs"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
