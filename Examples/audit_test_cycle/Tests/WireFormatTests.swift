// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AuditPack

/// What the functions give and take as JSON.
@Suite
struct WireFormatTests {
    private static func roundTrip<Value: Codable & Equatable>(_ value: Value) throws {
        let decoded = try JSONDecoder().decode(Value.self, from: try JSONEncoder().encode(value))
        #expect(decoded == value)
    }

    @Test
    func everythingSurvivesJSON() throws {
        try Self.roundTrip(try SampleCycle.plan())
        try Self.roundTrip(try SampleCycle.profile())
        try Self.roundTrip(try SampleCycle.scope())
        try Self.roundTrip(try SampleCycle.sampling())
        try Self.roundTrip(try SampleCycle.request("risk"))
        try Self.roundTrip(try SampleCycle.validation("COL-1"))
        let execution = try SampleCycle.execution("LEN-1")
        try Self.roundTrip(execution)
        try Self.roundTrip(Observing.createObservations(.init(execution: execution)))
        try Self.roundTrip(try TestingTests.sections())
    }

    @Test
    func namesAreInSnakeCase() throws {
        let values: [any Encodable] = [
            try SampleCycle.plan(), try SampleCycle.profile(), try SampleCycle.scope(), try SampleCycle.sampling(),
            try SampleCycle.request("risk"), try SampleCycle.validation("COL-1"), try SampleCycle.execution("LEN-1"),
            try TestingTests.sections(),
        ]
        for value in values {
            let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
            #expect(text.firstMatch(of: /"[a-z]+[A-Z][A-Za-z]*":/) == nil)
        }
    }

    @Test
    func cellsKeepTheirTypes() throws {
        let cells: [Cell] = [.null, .bool(true), 1, 0, 2.5, "", "1"]
        let text = String(decoding: try JSONEncoder().encode(cells), as: UTF8.self)
        #expect(text == #"[null,true,1,0,2.5,"","1"]"#)
        try Self.roundTrip(cells)
    }
}
