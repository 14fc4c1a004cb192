// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import Testing

@testable import FoundationPack

/// The bar schedule, its optimum and the bill of quantities.
@Suite
struct ScheduleTests {
    static func schedule(_ change: (inout ScheduleInput) -> Void = { _ in }) throws -> FootingSchedule {
        let design = try FoundationDesigner.designIsolatedFooting(FoundationDesignerTests.standard)
        var input = ScheduleInput(designData: design)
        change(&input)
        return try FoundationDesigner.optimizeSchedule(input)
    }

    @Test
    func theLightestBarsOfAllDiametersAreChosen() throws {
        var generator = SeededGenerator(seed: 76)
        for _ in 0..<12 {
            let design = try FoundationDesigner.designIsolatedFooting(
                FoundationPropertyTests.randomInput(&generator)
            )
            let best = try FoundationDesigner.optimizeSchedule(ScheduleInput(designData: design))
            for pair in Self.pairs(design.input.barDiameters ?? []) {
                var input = ScheduleInput(designData: design)
                input.barDiameters = pair
                guard let other = try? FoundationDesigner.optimizeSchedule(input) else { continue }
                #expect(best.steelMass <= other.steelMass + 1e-9, "\(pair) is lighter")
            }
        }
    }

    private static func pairs(_ values: [Int]) -> [[Int]] {
        values.flatMap { first in values.filter { $0 >= first }.map { first == $0 ? [first] : [first, $0] } }
    }

    @Test
    func theScheduleAddsUp() throws {
        let schedule = try Self.schedule()
        #expect(schedule.barSchedule.map(\.mark) == ["A", "B", "C"])
        for bar in schedule.barSchedule {
            #expect(bar.cuttingLength % 5 == 0)
            let mass = Double(bar.cuttingLength * bar.count) / 1000 * Double(bar.diameter * bar.diameter) / 162
            #expect(abs(bar.totalMass - mass) < 0.006)
        }
        let bar = try #require(schedule.barSchedule.first)
        #expect(bar.shape == "straight")
        #expect(bar.cuttingLength == 2450 - 2 * 50)
        #expect(bar.count == schedule.design.reinforcement.length.layout.barCount)
        #expect(abs(schedule.steelMass - schedule.barSchedule.reduce(0) { $0 + $1.totalMass }) < 0.01)
        #expect(schedule.pressure == schedule.design.pressure)
    }

    /// IS 2502's deduction of r/2 + d against the length of the arc itself.
    @Test(arguments: [SteelGrade.fe250, .fe415, .fe500])
    func bendDeductionsAgreeWithTheArc(steel: SteelGrade) {
        let d = 16.0
        let radius = steel.bendRadiusFactor * d
        let arc = Double.pi / 2 * (radius + d / 2)
        let exact = 1000 + 300 - 2 * (radius + d) + arc
        let cut = BarShape.lBar(vertical: 1000, foot: 300).cuttingLength(diameter: 16, steel: steel)
        #expect(abs(cut - exact) < 0.1 * d)
        let u = BarShape.uBar(base: 2000, leg: 300).cuttingLength(diameter: 16, steel: steel)
        #expect(abs(u - (2600 - 2 * (1300 - cut))) < 1e-9)
    }

    @Test
    func hooksOfMildSteelAddNineDiametersEach() {
        #expect(BarShape.hooked(2000).cuttingLength(diameter: 12, steel: .fe250) == 2000 + 18 * 12)
        // The arc of an inside radius of 2 d, with 4 d straight, less the outside it replaces: 8.9 d.
        let exact = Double.pi * 2.5 + 4 - 3
        #expect(abs(exact - 9) < 0.2)
    }

    @Test
    func theQuantitiesAreThoseOfTheSolid() throws {
        let boq = try Self.schedule().boq
        #expect(boq.concrete == 3.301)  // 2.45² x 0.55
        #expect(boq.blinding == 0.702)  // 2.65² x 0.1
        #expect(boq.formwork == 6.45)  // 4 x 2.45 x 0.55 + 4 x 2.65 x 0.1
        #expect(boq.excavation == 16.9)  // 3.25² x 1.6
        let stub = 0.16 * 0.95
        #expect(abs(boq.backfill - (16.9 - 3.301375 - 0.70225 - stub)) < 0.001)
        #expect(abs(boq.backfill + boq.disposal - boq.excavation) < 0.0015)
        #expect(abs(boq.steelWastage - 0.03 * boq.steelMass) < 0.01)
        #expect(abs(boq.steel.reduce(0) { $0 + $1.mass } - boq.steelMass) < 0.01)
        #expect(boq.totalAmount == nil)
        #expect(boq.items.map(\.number) == Array(1...6))
    }

    @Test
    func ratesPriceTheItemsAndCountsMultiplyThem() throws {
        var rates = ScheduleInput.Rates()
        (rates.concrete, rates.steel) = (6500, 72)
        let schedule = try Self.schedule {
            $0.rates = rates
            $0.footingCount = 4
        }
        let single = try Self.schedule().boq
        #expect(abs(schedule.boq.concrete - 4 * single.concrete) < 0.003)
        #expect(abs(schedule.boq.steelMass - 4 * single.steelMass) < 0.01)
        let priced = schedule.boq.items.filter { $0.amount != nil }
        #expect(priced.count == 2)
        #expect(schedule.boq.totalAmount == Rounding.round(priced.reduce(0) { $0 + ($1.amount ?? 0) }, 2))
        for item in priced {
            #expect(item.amount == Rounding.round(item.quantity * (item.rate ?? 0), 2))
        }
    }

    @Test
    func withoutBlindingTheItemIsLeftOut() throws {
        let boq = try Self.schedule { $0.blindingThickness = 0 }.boq
        #expect(boq.blinding == 0)
        #expect(!boq.items.contains { $0.description.contains("blinding") })
        #expect(boq.excavation == Rounding.round(3.05 * 3.05 * 1.5, 3))
    }

    @Test
    func bandedBarsKeepTheirSpacingAcrossTheWholeSide() throws {
        for span in stride(from: 1200.0, through: 2600, by: 100) {
            let request = BarLayoutRequest(
                steelArea: 2500,
                diameter: 12,
                breadth: 3200,
                span: span,
                cover: 50,
                maximumSpacing: 300,
                minimumSpacing: 75
            )
            let layout = try #require(request.layout())
            let band = try #require(layout.centralBand)
            let covered =
                Double(band.barCount - 1) * layout.spacing + 2 * Double(band.outerBarCount) * band.outerSpacing
            #expect(abs(covered - (3200 - 2 * 50 - 12)) < 1e-6, "the outermost bars lie on the side cover")
            #expect(max(layout.spacing, band.outerSpacing) <= 300)
            let share = 2 / (3200 / span + 1)
            #expect(Double(band.barCount) * request.barArea >= share * 2500 - 1e-6)
        }
    }
}
