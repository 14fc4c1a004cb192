// SPDX-License-Identifier: Apache-2.0

import FoundationPack
import SeededRandom
import Testing

/// What holds for every valid input, tried on seeded random ones.
@Suite
struct FoundationPropertyTests {
    static func randomInput(_ generator: inout SeededGenerator) -> IsolatedFootingInput {
        var input = IsolatedFootingInput(
            axialLoadDead: Double.random(in: 50...2000, using: &generator),
            axialLoadLive: Double.random(in: 0...1500, using: &generator),
            columnWidth: Double(Int.random(in: 4...16, using: &generator)) * 0.05,
            columnDepth: Double(Int.random(in: 4...16, using: &generator)) * 0.05,
            safeBearingCapacity: Double.random(in: 80...500, using: &generator)
        )
        // A column that its own concrete and bars can carry: at most 14 N/mm² of factored load.
        let load = 1500 * (input.axialLoadDead + input.axialLoadLive)
        let least = ((load / 14).squareRoot() / 50).rounded(.up) * 0.05
        input.columnWidth = max(input.columnWidth, least)
        input.columnDepth = max(input.columnDepth, least)
        input.concreteGrade = generator.pick(["M20", "M25", "M30", "M35", "M40"])
        input.columnConcreteGrade = generator.pick(["M25", "M30", "M40"])
        input.columnBarDiameter = 25
        input.steelGrade = generator.pick(["Fe250", "Fe415", "Fe500"])
        input.bearingCapacityBasis = generator.pick(["gross", "net"])
        input.planShape = generator.pick(["equal_projection", "square"])
        input.clearCover = generator.pick([50, 60, 75])
        input.depthIncrement = generator.pick([25, 50])
        input.foundingDepth = 2
        input.maximumPlanDimension = 12
        input.maximumOverallDepth = 2000
        return input
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func everyDesignPassesEveryCheckAndItsScheduleIsNoHeavier(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let input = Self.randomInput(&generator)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.allChecksOk, "\(design.checks.filter { !$0.ok })")
        #expect(design.pressure <= design.pressureCapacity + 0.005)
        #expect(design.length > input.columnDepth)
        #expect(design.width > input.columnWidth)
        #expect(design.overallDepth % (input.depthIncrement ?? 50) == 0)
        for layer in [design.reinforcement.length, design.reinforcement.width] {
            #expect(layer.providedSteel >= max(layer.flexuralSteel, layer.minimumSteel) - 1)
            #expect(layer.availableAnchorage >= layer.developmentLength - 1)
        }
        let schedule = try FoundationDesigner.optimizeSchedule(ScheduleInput(designData: design))
        #expect(schedule.allChecksOk)
        #expect(schedule.steelMass <= schedule.initialSteelMass + 1e-9)
        #expect(try FoundationDesigner.designIsolatedFooting(input) == design, "the same input, the same design")
    }

    @Test(arguments: [120.0, 200, 350])
    func moreLoadNeverMeansASmallerFooting(capacity: Double) throws {
        var last: FootingDesign?
        for load in stride(from: 200.0, through: 2400, by: 100) {
            var input = FoundationDesignerTests.standard
            (input.axialLoadDead, input.axialLoadLive) = (load, 0)
            (input.columnWidth, input.columnDepth) = (0.6, 0.6)
            (input.safeBearingCapacity, input.columnConcreteGrade) = (capacity, "M40")
            (input.maximumPlanDimension, input.planIncrement, input.depthIncrement) = (10, 10, 5)
            let design = try FoundationDesigner.designIsolatedFooting(input)
            if let last {
                #expect(design.length >= last.length)
                // Bars come in whole numbers, and one bar more raises the shear strength of table 19: that can save
                // a centimetre of depth, never more.
                #expect(design.overallDepth >= last.overallDepth - 10, "\(load) kN")
                #expect(
                    design.length * design.width * Double(design.overallDepth) >= last.length * last.width
                        * Double(last.overallDepth)
                )
            }
            last = design
        }
    }

    @Test
    func betterSoilNeverMeansALargerPlan() throws {
        var last = Double.infinity
        for capacity in stride(from: 80.0, through: 500, by: 20) {
            var input = FoundationDesignerTests.standard
            input.safeBearingCapacity = capacity
            let design = try FoundationDesigner.designIsolatedFooting(input)
            #expect(design.length <= last)
            last = design.length
        }
    }

    @Test
    func strongerConcreteNeverMeansADeeperFooting() throws {
        var last = Int.max
        for grade in ConcreteGrade.allCases {
            var input = FoundationDesignerTests.standard
            (input.concreteGrade, input.columnConcreteGrade) = (grade.rawValue, "M40")
            let design = try FoundationDesigner.designIsolatedFooting(input)
            #expect(design.overallDepth <= last)
            last = design.overallDepth
        }
    }
}
