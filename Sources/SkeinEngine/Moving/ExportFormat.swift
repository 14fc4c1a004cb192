// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// The form of an export: lines of JSON.
///
/// The first line says what the file is and has a hash of itself; then comes a line for each record; the last line has
/// how many records of each kind there were, and the SHA-256 of all lines between it and the first one. Two exports of the
/// same data differ in the first line alone.
enum ExportFormat {
    static let name = "skein-export"
    /// A file with a higher number is one that this Skein cannot read.
    static let number: Int64 = 1
    /// The kind of the last line.
    static let end = "end"

    /// The first line.
    static func header(
        _ counts: [MovedRecord.Kind: Int],
        version: String,
        database: String,
        at now: Timestamp
    ) -> JSONObject {
        var header: JSONObject = [
            "format": .string(self.name), "number": .int(self.number), "skein": .string(version),
            "database": .string(database), "exported_at": .string(now.description), "counts": self.json(counts),
        ]
        header["hash"] = .string(self.hash(ofHeader: header).description)
        return header
    }

    /// The hash of a first line without its hash.
    static func hash(ofHeader header: JSONObject) -> ContentHash {
        HashChain.sha256(JSONWriter.bytes(.object(header.removing(["hash"]))))
    }

    /// The last line.
    static func end(_ counts: [MovedRecord.Kind: Int], hash: ContentHash) -> JSONObject {
        ["kind": .string(self.end), "counts": self.json(counts), "hash": .string(hash.description)]
    }

    /// How many records of each kind there are, in the order of the kinds.
    static func json(_ counts: [MovedRecord.Kind: Int]) -> JSONValue {
        var object: JSONObject = [:]
        for kind in MovedRecord.Kind.allCases { object[kind.rawValue] = .int(Int64(counts[kind] ?? 0)) }
        return .object(object)
    }
}
