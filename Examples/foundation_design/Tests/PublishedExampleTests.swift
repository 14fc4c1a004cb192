// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FoundationPack

/// Worked examples from print and from calculation sheets, with what they assume made explicit.
///
/// Sources: [SK] M. G. Shah and C. M. Kale, RCC Theory and Design, Macmillan, 2nd ed., examples 11.2, 11.4 and 19.10,
/// read from the Scilab Textbook Companion of that book (FOSSEE, 2019; Scilab-TBC-Uploads 3683). [S1] calculation sheet
/// "Design of isolated footing", N. P., 2014, Scribd 402635440. [S2] "Design of isolated footing F1", Scribd 427553090.
/// [S3] "Footings design procedure", Scribd 414076373. [S4] Skill-Lync project 133, V. Patil, 2022.
@Suite
struct PublishedExampleTests {
    /// [SK] 11.2: 1000 kN, 400 mm column, 200 kN/m², self-weight 5 %: 2.3 m square, 85.3 kN·m/m.
    ///
    /// The book goes on with working stresses, so only the plan and the moment compare.
    @Test
    func shahAndKaleSquareFootingHasTheSamePlanAndMoment() throws {
        var input = Self.input(load: 1000, width: 0.4, depth: 0.4, capacity: 200)
        input.selfWeightFraction = 0.05
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.length == 2.3)
        #expect(design.width == 2.3)
        let servicePressure = design.loads.factoredNetPressure / 1.5
        #expect(abs(servicePressure - 189) < 0.1)
        let momentPerMetre = design.reinforcement.length.moment / 1.5 / design.width
        #expect(abs(momentPerMetre - 85.3) < 0.1)
    }

    /// [SK] 11.4: 1200 kN on 2.0 m x 3.2 m, column 300 x 400: 187.5 kN/m², 67.7 and 183.8 kN·m/m, and of the short
    /// bars (1785 mm² of 12 mm) 13 in the central band of 2 m and 2 on each side.
    ///
    /// The book predates the 300 mm limit of cl. 26.3.3; with 300 mm the strips get 3 bars each.
    @Test
    func shahAndKaleRectangularFootingHasTheSameMomentsAndBand() throws {
        var input = Self.input(load: 1200, width: 0.3, depth: 0.4, capacity: 200)
        input.selfWeightFraction = 0.05
        (input.footingLength, input.footingWidth, input.overallDepth) = (3.2, 2.0, 590)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(abs(design.loads.factoredNetPressure / 1.5 - 187.5) < 0.01)
        #expect(abs(design.reinforcement.width.moment / 1.5 / 3.2 - 67.73) < 0.01)
        #expect(abs(design.reinforcement.length.moment / 1.5 / 2.0 - 183.75) < 0.01)

        let older = try #require(Self.shortBars(maximumSpacing: 450).layout()?.centralBand)
        #expect(older.width == 2)
        #expect(older.barCount == 13)
        #expect(older.outerBarCount == 2)
        let current = try #require(Self.shortBars(maximumSpacing: 300).layout()?.centralBand)
        #expect(current.barCount == 13)
        #expect(current.outerBarCount == 3)
    }

    /// [SK] 19.10: limit state, M15, Fe 415, column 200 x 300, 600 kN on 1.8 m x 1.8 m: d = 347 mm for punching,
    /// rounded to 350; 88.9 kN·m/m; 12 bars of 12 mm; Ld = 677 mm.
    ///
    /// The book sizes the plan with 1.5 times the load on twice the capacity. IS 1904 sizes with service loads, so for
    /// 150 kN/m² this designer asks for 2.05 m; the section is therefore compared on the book's plan, through the clauses,
    /// as M15 is not allowed any more.
    @Test
    func shahAndKaleLimitStateFootingHasTheSameDepthAndSteel() throws {
        let net = 0.2778
        let stress = IS456Shear.punchingStress(
            netPressure: net,
            plan: (1800, 1800),
            column: (200, 300),
            effectiveDepth: 346.86
        )
        let strength = IS456Shear.punchingStrength(fck: 15, shortSide: 200, longSide: 300)
        #expect(abs(stress - strength) < 0.001)
        let moment = net * 1000 * 800 * 800 / 2
        #expect(abs(moment / 1e6 - 88.9) < 0.01)
        let area = try #require(
            IS456Flexure.steelArea(moment: moment, breadth: 1000, effectiveDepth: 350, fck: 15, fy: 415)
        )
        #expect(abs(area * 1.8 - 1346) < 4, "the book rounds 0.42 to 0.416")
        #expect(Rounding.count(area * 1.8 / 113.1) == 12)
        let bond = 1.6 * 1.0
        #expect(abs(IS456Detailing.developmentLength(diameter: 12, fy: 415, bondStress: bond) - 677) < 0.1)

        var input = Self.input(load: 600, width: 0.2, depth: 0.3, capacity: 150)
        (input.selfWeightFraction, input.planShape) = (0.05, "square")
        #expect(try FoundationDesigner.designIsolatedFooting(input).length == 2.05)
    }

    /// [S1] M20, Fe 500, 2.3 m x 2.3 m, d = 460, column 300 x 550, 1000 kN: per metre 141.78 and 108.55 kN·m, 738.1
    /// and 559.5 mm², 153.12 and 117.67 kN; punching perimeter 3540 mm, strength 1.118 N/mm².
    ///
    /// The sheet punches with the whole 1500 kN (0.921 N/mm²); the pressure inside the perimeter does not
    /// cross it, which leaves 0.787.
    @Test(arguments: [(1000.0, 141.777, 738.14, 153.119), (875, 108.548, 559.48, 117.675)])
    func calculationSheetOneHasTheSameSection(projection: Double, moment: Double, steel: Double, shear: Double) throws {
        let net = 1.5 * 1000 / (2.3 * 2.3) / 1000
        let ours = net * 1000 * projection * projection / 2
        #expect(abs(ours / 1e6 - moment) < 0.001)
        let area = try #require(
            IS456Flexure.steelArea(moment: ours, breadth: 1000, effectiveDepth: 460, fck: 20, fy: 500)
        )
        #expect(abs(area - steel) < 0.5)
        let stress = IS456Shear.oneWayStress(netPressure: net, projection: projection, effectiveDepth: 460)
        #expect(abs(stress * 460 - shear) < 0.001)
        #expect(abs(IS456Shear.punchingStrength(fck: 20, shortSide: 300, longSide: 550) - 1.118034) < 1e-6)
        let punching = IS456Shear.punchingStress(
            netPressure: net,
            plan: (2300, 2300),
            column: (300, 550),
            effectiveDepth: 460
        )
        #expect(abs(punching - 0.787) < 0.001)
        #expect(abs(punching + net * 760 * 1010 / (3540 * 460) - 0.92115) < 0.0001, "the sheet's figure")
    }

    /// [S2] M20, Fe 415, 2.64 m x 2.3 m x 600, column 300 x 600, 1761 kN: 290.02 and 435.03 kN/m²; per metre
    /// 297.76 kN·m, 1637 mm², 274.94 kN and 0.511 N/mm²; punching 1.047 N/mm².
    ///
    /// The sheet accepts 0.511 N/mm² against 0.30; this designer reports the same stress and fails the check.
    @Test
    func calculationSheetTwoHasTheSameStressesAndFailsInShear() throws {
        var input = Self.input(load: 1761, width: 0.6, depth: 0.3, capacity: 300)
        (input.footingLength, input.footingWidth, input.overallDepth) = (2.64, 2.3, 600)
        (input.concreteGrade, input.steelGrade, input.barDiameters) = ("M20", "Fe415", [12])
        (input.clearCover, input.selfWeightFraction, input.minimumBarSpacing) = (56, 0, 40)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.pressure == 290.02)
        #expect(design.loads.factoredNetPressure == 435.03)
        let layer = design.reinforcement.length
        #expect(layer.effectiveDepth == 538)
        #expect(abs(layer.moment / 2.3 - 297.76) < 0.01)
        #expect(abs(layer.flexuralSteel / 2.3 - 1637) < 1.5)
        #expect(abs(layer.shearForce / 2.3 - 274.94) < 0.01)
        let shear = try #require(design.checks.first { $0.name == "one_way_shear_length" })
        #expect(shear.demand == 0.511)
        #expect(!shear.ok)
        #expect(!design.allChecksOk)
        let punching = IS456Shear.punchingStress(
            netPressure: 0.43503,
            plan: (2640, 2300),
            column: (300, 600),
            effectiveDepth: 538
        )
        #expect(abs(punching - 1.04725) < 0.0005)
    }

    /// [S3] M25, Fe 415, 3.0 m x 2.5 m, d = 795, column 750 x 300, 2000 kN: per metre 266.2 and 278.44 kN·m, 946.6
    /// and 991.0 mm² (SP 16, table 3).
    ///
    /// The sheet bends the footing with its own 10 % weight as well (440 kN/m²); the weight and its reaction cancel, so
    /// this designer uses 400 kN/m² and gets 10/11 of the moments.
    @Test(arguments: [(1100.0, 266.2, 946.59), (1125, 278.44, 991.04)])
    func calculationSheetThreeHasTheSameSteel(projection: Double, moment: Double, steel: Double) throws {
        let theirs = 1.5 * 2200 / 7.5 / 1000 * 1000 * projection * projection / 2
        #expect(abs(theirs / 1e6 - moment) < 0.01)
        let area = try #require(
            IS456Flexure.steelArea(moment: theirs, breadth: 1000, effectiveDepth: 795, fck: 25, fy: 415)
        )
        #expect(abs(area - steel) < 0.6)
        var input = Self.input(load: 2000, width: 0.75, depth: 0.3, capacity: 300)
        (input.footingLength, input.footingWidth, input.overallDepth) = (2.5, 3.0, 850)
        (input.steelGrade, input.selfWeightFraction) = ("Fe415", 0.1)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(abs(design.pressure - 293.33) < 0.01)
        #expect(abs(design.reinforcement.length.moment / 3.0 - 266.2 * 10 / 11) < 0.01)
    }

    /// [S4] M25, 400 mm column, 2000 kN factored, 150 kN/m², self-weight 10 %: 9.78 m², 3.2 m square, 195.3 kN/m²,
    /// bearing 12.5 N/mm² against 22.5.
    @Test
    func projectFourHasTheSamePlanAndBearing() throws {
        var input = Self.input(load: 2000 / 1.5, width: 0.4, depth: 0.4, capacity: 150)
        (input.selfWeightFraction, input.planIncrement, input.foundingDepth) = (0.1, 100, 2)
        input.columnConcreteGrade = "M40"
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.length == 3.2)
        #expect(design.loads.factoredNetPressure == 195.31)
        #expect(design.columnBase.bearingStress == 12.5)
        #expect(IS456Detailing.bearingStrength(fck: 25, supportingArea: 2.4 * 2.4, loadedArea: 0.16) == 22.5)
    }

    /// The short bars of [SK] 11.4.
    private static func shortBars(maximumSpacing: Double) -> BarLayoutRequest {
        BarLayoutRequest(
            steelArea: 1785,
            diameter: 12,
            breadth: 3200,
            span: 2000,
            cover: 50,
            maximumSpacing: maximumSpacing,
            minimumSpacing: 75
        )
    }

    private static func input(load: Double, width: Double, depth: Double, capacity: Double) -> IsolatedFootingInput {
        IsolatedFootingInput(
            axialLoadDead: load,
            axialLoadLive: 0,
            columnWidth: width,
            columnDepth: depth,
            safeBearingCapacity: capacity
        )
    }
}
