// SPDX-License-Identifier: Apache-2.0

/// Builds the bytes of TZif files (RFC 8536, section 3).
struct TZifFile {
    /// When an offset begins, and the position of its type.
    var transitions: [(at: Int64, type: UInt8)] = []
    /// Seconds east of UTC.
    var types: [Int32] = [0]
    var footer = ""
    var leapSeconds = 0

    /// The file; version 1 has times of 32 bits and no footer.
    func bytes(version: Int = 2) -> [UInt8] {
        guard version > 1 else { return self.block(mark: 0, timeSize: 4) }
        let mark = UInt8(ascii: "0") + UInt8(version)
        // What readers of version 1 get is skipped, whatever it is.
        let old = TZifFile(transitions: [(1, 0)], types: [7200]).block(mark: mark, timeSize: 4)
        return old + self.block(mark: mark, timeSize: 8) + Array("\n\(self.footer)\n".utf8)
    }

    private func block(mark: UInt8, timeSize: Int) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [mark] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, self.leapSeconds, self.transitions.count, self.types.count, 4] {
            bytes += Self.number(Int64(count), 4)
        }
        for transition in self.transitions { bytes += Self.number(transition.at, timeSize) }
        bytes += self.transitions.map(\.type)
        for type in self.types { bytes += Self.number(Int64(type), 4) + [0, 0] }
        return bytes + Array("LMT\0".utf8) + [UInt8](repeating: 0, count: self.leapSeconds * (timeSize + 4))
    }

    private static func number(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
