// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The members of a line of an export.
struct Fields {
    private let object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    func value(_ name: String) throws(ImportFault) -> JSONValue {
        guard let value = self.object[name] else { throw ImportFault("'\(name)' is missing.") }
        return value
    }

    private func read<Value>(
        _ name: String,
        _ what: String,
        _ read: (JSONValue) -> Value?
    ) throws(ImportFault) -> Value {
        guard let value = read(try self.value(name)) else { throw ImportFault("'\(name)' is no \(what).") }
        return value
    }

    func text(_ name: String) throws(ImportFault) -> String { try self.read(name, "text") { $0.string } }

    func int(_ name: String) throws(ImportFault) -> Int {
        try self.read(name, "whole number that fits") { $0.int.flatMap { Int32(exactly: $0) }.map { Int($0) } }
    }

    func double(_ name: String) throws(ImportFault) -> Double { try self.read(name, "number") { $0.number } }

    func bool(_ name: String) throws(ImportFault) -> Bool { try self.read(name, "true or false") { $0.bool } }

    func hash(_ name: String) throws(ImportFault) -> ContentHash {
        try self.read(name, "SHA-256") { $0.string.flatMap { ContentHash($0) } }
    }

    func id<Subject>(_ name: String) throws(ImportFault) -> Identifier<Subject> {
        try self.read(name, "UUID") { $0.string.flatMap { Identifier($0) } }
    }

    func time(_ name: String) throws(ImportFault) -> Timestamp {
        try self.read(name, "time") { value in
            value.string.map { Timestamp($0) } ?? value.int.map { Timestamp(microseconds: $0) }
        }
    }

    func texts(_ name: String) throws(ImportFault) -> [String] {
        try self.read(name, "list of texts") { value in
            guard let items = value.array else { return nil }
            let texts = items.compactMap(\.string)
            return texts.count == items.count ? texts : nil
        }
    }

    func choice<Value: RawRepresentable>(_ name: String) throws(ImportFault) -> Value where Value.RawValue == String {
        try self.read(name, "value that this Skein knows") { $0.string.flatMap { Value(rawValue: $0) } }
    }

    /// A member that need not be there.
    func optional<Value>(
        _ name: String,
        _ read: (String) throws(ImportFault) -> Value
    ) throws(ImportFault) -> Value? {
        guard self.object[name] != nil else { return nil }
        return try read(name)
    }
}
