// SPDX-License-Identifier: Apache-2.0

import FoundationPack
import Testing

/// What holds for every valid input, tried on seeded random ones.
@Suite
struct FoundationPropertyTests {
    /// SplitMix64, so that a failing case can be had again from its seed.
    struct Generator: RandomNumberGenerator, Sendable {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var z = self.state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func randomInput(_ generator: inout Generator) -> IsolatedFootingInput {
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
        input.concreteGrade = ["M20", "M25", "M30", "M35", "M40"].randomElement(using: &generator)
        input.columnConcreteGrade = ["M25", "M30", "M40"].randomElement(using: &generator)
        input.columnBarDiameter = 25
        input.steelGrade = ["Fe250", "Fe415", "Fe500"].randomElement(using: &generator)
        input.bearingCapacityBasis = ["gross", "net"].randomElement(using: &generator)
        input.planShape = ["equal_projection", "square"].randomElement(using: &generator)
        input.clearCover = [50, 60, 75].randomElement(using: &generator)
        input.depthIncrement = [25, 50].randomElement(using: &generator)
        input.foundingDepth = 2
        input.maximumPlanDimension = 12
        input.maximumOverallDepth = 2000
        return input
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func everyDesignPassesEveryCheckAndItsScheduleIsNoHeavier(seed: UInt64) throws {
        var generator = Generator(state: seed)
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
