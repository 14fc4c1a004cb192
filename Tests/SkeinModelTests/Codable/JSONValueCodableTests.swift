// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct JSONValueCodableTests {
    private enum Kind: String, Codable { case pad, pile }

    private struct Design: Codable, Equatable {
        struct Bar: Codable, Equatable {
            var diameter: UInt8
            var length: Double
        }

        var name: String
        var count: Int
        var factor: Float
        var isWet: Bool
        var note: String?
        var kind: Kind
        var bars: [Bar]
        var byName: [String: Bar]
        var raw: JSONValue
        var optional: [Int?]
    }

    private static let design = Design(
        name: "Pad \u{e9}",
        count: .max,
        factor: 0.5,
        isWet: true,
        note: nil,
        kind: .pile,
        bars: [.init(diameter: 255, length: 1), .init(diameter: 0, length: -2.5)],
        byName: ["a": .init(diameter: 8, length: 0.1)],
        raw: ["x": [1, .null, 2.5, ["y": "z"]]],
        optional: [1, nil, 3]
    )

    @Test
    func valuesSurviveEncodingAndDecoding() throws {
        let json = try JSONValueEncoder.encode(Self.design)
        #expect(json["kind"] == "pile")
        #expect(json["note"] == nil)
        #expect(json["optional"] == [1, .null, 3])
        #expect(try JSONValueDecoder.decode(Design.self, from: json) == Self.design)
        let text = JSONWriter.text(json)
        #expect(try JSONValueDecoder.decode(Design.self, from: JSONParser.parse(text)) == Self.design)
    }

    @Test
    func wholeDoublesDecodeAsIntegersAndBack() throws {
        #expect(try JSONValueDecoder.decode(Int.self, from: 3.0) == 3)
        #expect(try JSONValueDecoder.decode(Double.self, from: 3) == 3)
        #expect(try JSONValueDecoder.decode(Int?.self, from: .null) == nil)
        #expect(try JSONValueDecoder.decode([String: Int].self, from: ["a": 1]) == ["a": 1])
    }

    @Test
    func whatDoesNotFitIsAnErrorThatNamesThePlace() throws {
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(UInt8.self, from: 256) }
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Int.self, from: 1.5) }
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Int.self, from: "1") }
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode([Int].self, from: [1, .null]) }
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode([Int].self, from: ["a": 1]) }
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Kind.self, from: "slab") }
        let error = #expect(throws: DecodingError.self) {
            try JSONValueDecoder.decode([Design.Bar].self, from: [["diameter": 1, "length": 2], ["diameter": 1]])
        }
        guard case .keyNotFound(let key, let context) = error else {
            throw SkeinError(.internalError, "\(error as Any)")
        }
        #expect(key.stringValue == "length")
        #expect(context.codingPath.map(\.stringValue) == ["1"])
    }

    @Test
    func whatJSONCannotHoldIsNotEncoded() {
        #expect(throws: EncodingError.self) { try JSONValueEncoder.encode(Double.nan) }
        #expect(throws: EncodingError.self) { try JSONValueEncoder.encode([Float.infinity]) }
        #expect(throws: EncodingError.self) { try JSONValueEncoder.encode(["a": UInt64.max]) }
    }
}
