// SPDX-License-Identifier: Apache-2.0

/// A set of Unicode general categories, one bit each.
struct CategoryMask: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    func contains(_ scalar: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        return !self.isDisjoint(with: Self.mask(of: scalar.properties.generalCategory))
    }

    /// All categories that this mask does not hold.
    var complement: CategoryMask { CategoryMask(rawValue: ~self.rawValue & ((1 << 30) - 1)) }

    /// The categories of a name as `\p{...}` gives it: `L`, `Letter`, `Nd`, `digit` ...
    static func named(_ name: String) -> CategoryMask? {
        guard let entry = Self.names.first(where: { $0.names.contains(name) }) else { return nil }
        return CategoryMask(entry.bits)
    }

    private init(_ bits: [Int]) { self.rawValue = bits.reduce(0) { $0 | (1 << UInt32($1)) } }

    init(rawValue: UInt32) { self.rawValue = rawValue }

    private static func mask(of category: Unicode.GeneralCategory) -> CategoryMask {
        CategoryMask(rawValue: 1 << Self.bit(of: category))
    }

    private static func bit(of category: Unicode.GeneralCategory) -> UInt32 {
        switch category {
        case .uppercaseLetter: 0
        case .lowercaseLetter: 1
        case .titlecaseLetter: 2
        case .modifierLetter: 3
        case .otherLetter: 4
        case .nonspacingMark: 5
        case .spacingMark: 6
        case .enclosingMark: 7
        case .decimalNumber: 8
        case .letterNumber: 9
        case .otherNumber: 10
        case .connectorPunctuation: 11
        case .dashPunctuation: 12
        case .openPunctuation: 13
        case .closePunctuation: 14
        case .initialPunctuation: 15
        case .finalPunctuation: 16
        case .otherPunctuation: 17
        case .mathSymbol: 18
        case .currencySymbol: 19
        case .modifierSymbol: 20
        case .otherSymbol: 21
        case .spaceSeparator: 22
        case .lineSeparator: 23
        case .paragraphSeparator: 24
        case .control: 25
        case .format: 26
        case .surrogate: 27
        case .privateUse: 28
        case .unassigned: 29
        @unknown default: 29
        }
    }

    /// The aliases of Unicode's PropertyValueAliases that ECMA-262 lists.
    private static let names: [(names: [String], bits: [Int])] = [
        (["Lu", "Uppercase_Letter"], [0]), (["Ll", "Lowercase_Letter"], [1]), (["Lt", "Titlecase_Letter"], [2]),
        (["LC", "Cased_Letter"], [0, 1, 2]), (["Lm", "Modifier_Letter"], [3]), (["Lo", "Other_Letter"], [4]),
        (["L", "Letter"], [0, 1, 2, 3, 4]),
        (["Mn", "Nonspacing_Mark"], [5]), (["Mc", "Spacing_Mark"], [6]), (["Me", "Enclosing_Mark"], [7]),
        (["M", "Mark", "Combining_Mark"], [5, 6, 7]),
        (["Nd", "Decimal_Number", "digit"], [8]), (["Nl", "Letter_Number"], [9]), (["No", "Other_Number"], [10]),
        (["N", "Number"], [8, 9, 10]),
        (["Pc", "Connector_Punctuation"], [11]), (["Pd", "Dash_Punctuation"], [12]),
        (["Ps", "Open_Punctuation"], [13]), (["Pe", "Close_Punctuation"], [14]),
        (["Pi", "Initial_Punctuation"], [15]), (["Pf", "Final_Punctuation"], [16]),
        (["Po", "Other_Punctuation"], [17]), (["P", "Punctuation", "punct"], [11, 12, 13, 14, 15, 16, 17]),
        (["Sm", "Math_Symbol"], [18]), (["Sc", "Currency_Symbol"], [19]), (["Sk", "Modifier_Symbol"], [20]),
        (["So", "Other_Symbol"], [21]), (["S", "Symbol"], [18, 19, 20, 21]),
        (["Zs", "Space_Separator"], [22]), (["Zl", "Line_Separator"], [23]), (["Zp", "Paragraph_Separator"], [24]),
        (["Z", "Separator"], [22, 23, 24]),
        (["Cc", "Control", "cntrl"], [25]), (["Cf", "Format"], [26]), (["Cs", "Surrogate"], [27]),
        (["Co", "Private_Use"], [28]), (["Cn", "Unassigned"], [29]), (["C", "Other"], [25, 26, 27, 28, 29]),
    ]
}

/// A binary Unicode property that `\p{...}` names, or its complement.
struct ScalarProperty: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case any = "Any"
        case ascii = "ASCII"
        case alphabetic = "Alphabetic"
        case uppercase = "Uppercase"
        case lowercase = "Lowercase"
        case whiteSpace = "White_Space"
        case emoji = "Emoji"
        case identifierStart = "ID_Start"
        case identifierContinue = "ID_Continue"
        case ideographic = "Ideographic"
    }

    let kind: Kind
    let isNegated: Bool

    func contains(_ scalar: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        let properties = scalar.properties
        let holds =
            switch self.kind {
            case .any: true
            case .ascii: scalar.isASCII
            case .alphabetic: properties.isAlphabetic
            case .uppercase: properties.isUppercase
            case .lowercase: properties.isLowercase
            case .whiteSpace: properties.isWhitespace
            case .emoji: properties.isEmoji
            case .identifierStart: properties.isIDStart
            case .identifierContinue: properties.isIDContinue
            case .ideographic: properties.isIdeographic
            }
        return holds != self.isNegated
    }
}
