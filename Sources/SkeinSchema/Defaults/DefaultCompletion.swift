// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Works out what each default becomes when it is itself filled.
///
/// A default that would have to contain itself, or would grow past the limits, stands as it is written.
struct DefaultCompletion {
    private static let sizeLimit = 10_000
    private static let chainLimit = 32

    private let filler: DefaultFiller
    private var completed: [NodeID: JSONValue] = [:]
    /// The defaults that are being worked out, each for the sake of the one before.
    private var way: [NodeID] = []
    private var endless: Set<NodeID> = []

    /// Starts from a filler that knows the defaults as they are written.
    init(_ filler: DefaultFiller) { self.filler = filler }

    mutating func value(of id: NodeID) -> JSONValue? {
        if let known = self.completed[id] { return known }
        guard let written = self.filler.value(of: id) else { return nil }
        if let start = self.way.firstIndex(of: id) {
            self.endless.formUnion(self.way[start...])
            return written
        }
        guard self.way.count < Self.chainLimit else { return written }
        self.way.append(id)
        var work = Self.sizeLimit
        let filler = self.filler
        let filled = filler.fill(written, id, depth: 0, &work) { self.value(of: $0) }
        self.way.removeLast()
        var room = Self.sizeLimit
        let isKept = work > 0 && Self.fits(filled, &room) && !self.endless.contains(id)
        self.completed[id] = isKept ? filled : written
        return self.completed[id]
    }

    /// Whether a value has no more parts than there is room for.
    private static func fits(_ value: JSONValue, _ room: inout Int) -> Bool {
        room -= 1
        guard room > 0 else { return false }
        switch value {
        case .array(let elements):
            for element in elements where !Self.fits(element, &room) { return false }
        case .object(let object):
            for member in object where !Self.fits(member.value, &room) { return false }
        default: break
        }
        return true
    }
}
