// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

/// One published case.
struct SuiteCase: Sendable, CustomTestStringConvertible {
    let id: String
    /// The case as it was published; `null` for a line that is not JSON.
    let json: JSONValue

    init(line: [UInt8], file: String) {
        self.json = (try? JSONParser.parse(line)) ?? .null
        self.id = self.json["id"]?.string ?? "a line of \(file) that is no case"
    }

    /// A member of the case.
    subscript(_ name: String) -> JSONValue? { self.json[name] }

    func text(_ name: String) -> String { self.json[name]?.string ?? "" }

    func hasTag(_ tag: String) -> Bool { self.json["tags"]?.array?.contains(.string(tag)) ?? false }

    var testDescription: String { self.id }
}
