// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct ComparisonSoundnessTests {
    @Test(arguments: 1...10)
    func noInstanceContradictsAProof(_ seed: UInt64) throws {
        var random = RandomSchemas(seed: seed * 104_729)
        for number in 0..<60 {
            let (values, target) = number < 15 ? (try random.schema(), try random.schema()) : try random.relatives()
            guard case .holds = target.isSatisfied(byEveryInstanceOf: values) else { continue }
            let search = WitnessSearch(of: values.program, against: target.program)
            let near = search.values(of: .node(0, in: values.program), near: [0], limit: 200)
            for instance in near + (0..<150).map({ _ in random.instance() }) where values.isValid(instance) {
                #expect(target.isValid(instance), "\(instance) of pair \(number) of seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...10)
    func eachSchemaIsSatisfiedByItsOwnInstances(_ seed: UInt64) throws {
        var random = RandomSchemas(seed: seed * 15_485_863)
        for number in 0..<50 {
            let schema = try random.schema()
            guard case .holds = schema.isSatisfied(byEveryInstanceOf: schema) else {
                Issue.record("Schema \(number) of seed \(seed) is not like itself.")
                continue
            }
        }
    }

    @Test
    func mostPairsAreDecided() throws {
        var random = RandomSchemas(seed: 271_828)
        var counts = (holds: 0, fails: 0, unknown: 0)
        for _ in 0..<600 {
            let (values, target) = try random.relatives()
            switch target.isSatisfied(byEveryInstanceOf: values) {
            case .holds: counts.holds += 1
            case .fails: counts.fails += 1
            case .unknown: counts.unknown += 1
            }
        }
        #expect(counts.unknown * 10 < 600, "\(counts)")
    }
}
