// SPDX-License-Identifier: Apache-2.0

/// The state of one parse: a recursive descent over the bytes.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    private var depth = 0
    private let depthLimit: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// Parses the one value that the bytes hold.
    mutating func parseDocument() throws(JSONError) -> JSONValue {
        self.skipSpace()
        let value = try self.parseValue()
        self.skipSpace()
        guard self.position == self.bytes.count else {
            throw self.error(.trailingCharacters, "More text follows the end of the JSON value.")
        }
        return value
    }

    private mutating func parseValue() throws(JSONError) -> JSONValue {
        guard self.position < self.bytes.count else {
            throw self.error(.unexpectedEnd, "The text ends where a JSON value should stand.")
        }
        switch self.bytes[self.position] {
        case UInt8(ascii: "{"): return try self.parseObject()
        case UInt8(ascii: "["): return try self.parseArray()
        case UInt8(ascii: "\""): return .string(try self.parseString())
        case UInt8(ascii: "t"): return try self.parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try self.parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try self.parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try self.parseNumber()
        default: throw self.unexpected("a JSON value")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        for offset in 0..<count {
            guard self.position + offset < self.bytes.count else {
                throw self.error(.unexpectedEnd, "The text ends inside '\(word)'.")
            }
            guard self.bytes[self.position + offset] == word.utf8Start[offset] else {
                throw self.unexpected("a JSON value")
            }
        }
        self.position += count
        return value
    }

    private mutating func parseArray() throws(JSONError) -> JSONValue {
        try self.enter()
        var values: [JSONValue] = []
        self.skipSpace()
        if self.take(UInt8(ascii: "]")) {
            self.depth -= 1
            return .array(values)
        }
        while true {
            values.append(try self.parseValue())
            self.skipSpace()
            if self.take(UInt8(ascii: ",")) {
                self.skipSpace()
            } else if self.take(UInt8(ascii: "]")) {
                self.depth -= 1
                return .array(values)
            } else {
                throw self.unexpected("',' or ']'")
            }
        }
    }

    private mutating func parseObject() throws(JSONError) -> JSONValue {
        try self.enter()
        var object = JSONObject()
        self.skipSpace()
        if self.take(UInt8(ascii: "}")) {
            self.depth -= 1
            return .object(object)
        }
        while true {
            let start = self.position
            guard start < self.bytes.count, self.bytes[start] == UInt8(ascii: "\"") else {
                throw self.unexpected("a member's name in double quotes")
            }
            let key = try self.parseString()
            self.skipSpace()
            guard self.take(UInt8(ascii: ":")) else { throw self.unexpected("':' after a member's name") }
            self.skipSpace()
            let value = try self.parseValue()
            guard object.insertNew(key, value) else {
                self.position = start
                throw self.error(.duplicateKey, "The object has two members named '\(key)'.")
            }
            self.skipSpace()
            if self.take(UInt8(ascii: ",")) {
                self.skipSpace()
            } else if self.take(UInt8(ascii: "}")) {
                self.depth -= 1
                return .object(object)
            } else {
                throw self.unexpected("',' or '}'")
            }
        }
    }

    private mutating func enter() throws(JSONError) {
        self.depth += 1
        guard self.depth <= self.depthLimit else {
            throw self.error(.tooDeep, "Lists and objects are nested deeper than \(self.depthLimit) levels.")
        }
        self.position += 1
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func skipSpace() {
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case 0x20, 0x0A, 0x0D, 0x09: self.position += 1
            default: return
            }
        }
    }
}
