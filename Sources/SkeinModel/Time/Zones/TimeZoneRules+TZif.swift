// SPDX-License-Identifier: Apache-2.0

extension TimeZoneRules {
    /// Reads the rules from the bytes of a TZif file, version 1 to 4 (RFC 8536 and RFC 9636).
    ///
    /// - Parameter bytes: The whole file.
    /// - Throws: ``TimeZoneError`` when the bytes are not such a file, or count leap seconds.
    package init(tzif bytes: [UInt8]) throws(TimeZoneError) {
        guard let first = TZifHeader(bytes[...]) else { throw Self.malformed }
        guard first.version >= 2 else {
            try self.init(first, bytes.dropFirst(TZifHeader.size), timeSize: 4, recurring: nil)
            return
        }
        // The first block is for readers of version 1; the second one has times of 64 bits, and a footer.
        let second = bytes.dropFirst(TZifHeader.size + first.blockSize(timeSize: 4))
        guard let header = TZifHeader(second) else { throw Self.malformed }
        let block = second.dropFirst(TZifHeader.size)
        let footer = block.dropFirst(header.blockSize(timeSize: 8))
        let newline = UInt8(ascii: "\n")
        guard footer.first == newline, footer.count >= 2, let end = footer.dropFirst().firstIndex(of: newline) else {
            throw Self.malformed
        }
        let text = footer[(footer.startIndex + 1)..<end]
        let recurring = RecurringRule(text: text)
        guard recurring != nil || text.isEmpty else { throw Self.malformed }
        try self.init(header, block, timeSize: 8, recurring: recurring)
    }

    private init(
        _ header: TZifHeader,
        _ block: ArraySlice<UInt8>,
        timeSize: Int,
        recurring: RecurringRule?
    ) throws(TimeZoneError) {
        guard block.count >= header.blockSize(timeSize: timeSize), header.isConsistent else { throw Self.malformed }
        guard header.leapSeconds == 0 else {
            throw TimeZoneError("The rules of the time zone count leap seconds, which Skein's times do not.")
        }
        var reader = BigEndianReader(rest: block)
        let transitions = (0..<header.times).map { _ in reader.signed(timeSize) }
        let kinds = (0..<header.times).map { _ in Int(reader.signed(1) & 0xFF) }
        let types = (0..<header.types).map { _ in
            let offset = reader.signed(4)
            _ = reader.signed(2)
            return offset
        }
        guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }), kinds.allSatisfy({ $0 < types.count }),
            types.allSatisfy({ (-89_999...93_599).contains($0) })
        else { throw Self.malformed }
        self.transitions = transitions
        self.offsets = kinds.map { types[$0] }
        self.firstOffset = types[0]
        self.recurring = recurring
    }

    private static var malformed: TimeZoneError { TimeZoneError("The rules of the time zone are malformed.") }
}

/// The header of a block of data.
private struct TZifHeader {
    static let size = 44
    /// More than any zone has, so that no sum of the counts comes near the end of an integer.
    private static let countLimit: Int64 = 100_000

    let version: Int
    let utIndicators: Int
    let standardIndicators: Int
    let leapSeconds: Int
    let times: Int
    let types: Int
    let characters: Int

    /// Reads a header; `nil` when the bytes do not start with one.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.size, bytes.prefix(4).elementsEqual("TZif".utf8), let mark = bytes.dropFirst(4).first,
            mark == 0 || (UInt8(ascii: "2")...UInt8(ascii: "9")).contains(mark)
        else { return nil }
        self.version = mark == 0 ? 1 : Int(mark - UInt8(ascii: "0"))
        var reader = BigEndianReader(rest: bytes.dropFirst(20))
        let counts = (0..<6).map { _ in reader.signed(4) }
        guard counts.allSatisfy({ (0...Self.countLimit).contains($0) }) else { return nil }
        self.utIndicators = Int(counts[0])
        self.standardIndicators = Int(counts[1])
        self.leapSeconds = Int(counts[2])
        self.times = Int(counts[3])
        self.types = Int(counts[4])
        self.characters = Int(counts[5])
    }

    var isConsistent: Bool {
        self.types > 0 && self.characters > 0 && [0, self.types].contains(self.utIndicators)
            && [0, self.types].contains(self.standardIndicators)
    }

    func blockSize(timeSize: Int) -> Int {
        self.times * (timeSize + 1) + self.types * 6 + self.characters + self.leapSeconds * (timeSize + 4)
            + self.standardIndicators + self.utIndicators
    }
}

/// Reads numbers whose first byte weighs most; zeros after the end.
private struct BigEndianReader {
    var rest: ArraySlice<UInt8>

    mutating func signed(_ size: Int) -> Int64 {
        var bits: UInt64 = 0
        for _ in 0..<size { bits = bits << 8 | UInt64(self.rest.popFirst() ?? 0) }
        let unused = 64 - size * 8
        return Int64(bitPattern: bits << unused) >> unused
    }
}
