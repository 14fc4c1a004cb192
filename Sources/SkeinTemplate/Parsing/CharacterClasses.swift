// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
    /// What `\s` matches in the grammar's regular expressions.
    var isTemplateSpace: Bool {
        switch self.value {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    /// What a name may consist of: anything but space and the punctuation that means something.
    var isNameCharacter: Bool {
        if self.value > 0x7E { return !self.isTemplateSpace }
        switch self {
        case "!", "\"", "#", "%"...",", ".", "/", ";"...">", "@", "["..."^", "`", "{"..."~": return false
        default: return !self.isTemplateSpace
        }
    }

    /// What `\w` matches.
    var isWordCharacter: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    /// What may follow a name.
    var endsName: Bool {
        switch self {
        case "=", "~", "}", "/", ".", ")", "|": true
        default: self.isTemplateSpace
        }
    }

    /// What may follow a literal.
    var endsLiteral: Bool {
        switch self {
        case "~", "}", ")": true
        default: self.isTemplateSpace
        }
    }

    var isDecimalDigit: Bool { ("0"..."9").contains(self) }
}

extension Substring {
    /// The first place of a text in this one, by Unicode scalars; Foundation has one, the pure modules have not.
    func firstRange(of text: String) -> Range<Index>? {
        let wanted = Array(text.unicodeScalars)
        var start = self.startIndex
        while start < self.endIndex {
            let scalars = self.unicodeScalars
            guard let end = scalars.index(start, offsetBy: wanted.count, limitedBy: self.endIndex) else { return nil }
            if scalars[start..<end].elementsEqual(wanted) { return start..<end }
            start = scalars.index(after: start)
        }
        return nil
    }
}
