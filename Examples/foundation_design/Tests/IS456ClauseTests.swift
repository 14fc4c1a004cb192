// SPDX-License-Identifier: Apache-2.0

import FoundationPack
import Testing

/// Each clause function against the table, chart or formula it stands for.
@Suite
struct IS456ClauseTests {
    @Test(arguments: [15.0, 20, 25, 30, 35, 40])
    func table19AgreesWithTheFormulaBehindIt(fck: Double) {
        // SP 16 gives the expression that table 19 was computed from; the table rounds it to 0.01 and cuts it off for
        // high percentages of the lower grades, which are left out here.
        for percentage in [0.25, 0.5, 0.75, 1.0, 1.25, 1.5] {
            let beta = max(1, 0.8 * fck / (6.89 * percentage))
            let formula = 0.85 * (0.8 * fck).squareRoot() * ((1 + 5 * beta).squareRoot() - 1) / (6 * beta)
            let table = IS456Shear.concreteShearStrength(steelPercentage: percentage, fck: fck)
            #expect(abs(table - formula) < 0.011, "\(percentage) % in M\(Int(fck)): \(table) and \(formula)")
        }
    }

    @Test(arguments: [
        (0.05, 20.0, 0.28), (0.15, 20, 0.28), (0.20, 20, 0.32), (0.375, 25, 0.425), (3.0, 40, 1.01), (5.0, 40, 1.01),
        (0.5, 22, 0.48), (0.5, 60, 0.51),
    ])
    func table19InterpolatesAndHoldsItsEnds(percentage: Double, fck: Double, expected: Double) {
        let strength = IS456Shear.concreteShearStrength(steelPercentage: percentage, fck: fck)
        #expect(abs(strength - expected) < 1e-9)
    }

    @Test(arguments: [
        (100.0, 1.3), (150, 1.3), (175, 1.25), (200, 1.2), (225, 1.15), (250, 1.1), (275, 1.05), (300, 1), (600, 1),
    ])
    func thinSlabsGetTheFactorOfClause40Point2Point1Point1(depth: Double, expected: Double) {
        #expect(abs(IS456Shear.slabDepthFactor(overallDepth: depth) - expected) < 1e-9)
    }

    @Test(arguments: [(400.0, 400.0, 1.25), (300, 600, 1.25), (300, 900, 1.25 * (0.5 + 1.0 / 3)), (200, 1000, 0.875)])
    func punchingStrengthFallsForColumnsLongerThanTwiceTheirWidth(short: Double, long: Double, expected: Double) {
        let strength = IS456Shear.punchingStrength(fck: 25, shortSide: short, longSide: long)
        #expect(abs(strength - expected) < 1e-9)
    }

    @Test
    func shearVanishesWhenTheCriticalSectionLeavesTheFooting() {
        #expect(IS456Shear.oneWayStress(netPressure: 0.3, projection: 300, effectiveDepth: 300) == 0)
        let punching = IS456Shear.punchingStress(
            netPressure: 0.3,
            plan: (900, 900),
            column: (400, 400),
            effectiveDepth: 500
        )
        #expect(punching == 0)
    }

    /// SP 16, tables 2 to 4: moment factor Mu / b d² and the percentage of steel.
    @Test(arguments: [
        (0.30, 20.0, 415.0, 0.085), (1.00, 20, 415, 0.295), (2.00, 20, 415, 0.639), (0.30, 20, 500, 0.070),
        (1.00, 20, 500, 0.245), (2.00, 20, 500, 0.530), (1.00, 25, 415, 0.291), (2.00, 25, 500, 0.513),
        (1.50, 25, 415, 0.449), (1.00, 30, 415, 0.289), (2.00, 30, 500, 0.502),
    ])
    func flexuralSteelAgreesWithSP16(factor: Double, fck: Double, fy: Double, percentage: Double) throws {
        let area = try #require(
            IS456Flexure.steelArea(
                moment: factor * 1000 * 400 * 400,
                breadth: 1000,
                effectiveDepth: 400,
                fck: fck,
                fy: fy
            )
        )
        #expect(abs(100 * area / 400_000 - percentage) < 0.001)
        let moment = IS456Flexure.momentCapacity(steelArea: area, breadth: 1000, effectiveDepth: 400, fck: fck, fy: fy)
        #expect(abs(moment / (1000 * 400 * 400) - factor) < 1e-6, "capacity inverts the area")
    }

    /// SP 16, table D: limiting moment factors.
    @Test(arguments: [(20.0, 415.0, 2.76), (20, 500, 2.66), (25, 415, 3.45), (25, 500, 3.33), (30, 415, 4.14)])
    func limitingMomentAgreesWithSP16(fck: Double, fy: Double, factor: Double) {
        let moment = IS456Flexure.limitingMoment(breadth: 1, effectiveDepth: 1, fck: fck, fy: fy)
        #expect(abs(moment - factor) < 0.016)
        #expect(IS456Flexure.steelArea(moment: moment * 1.001, breadth: 1, effectiveDepth: 1, fck: fck, fy: fy) == nil)
    }

    @Test(arguments: [(250.0, 0.53), (415, 0.48), (500, 0.46)])
    func neutralAxisLimitsAreThoseOfClause38(fy: Double, expected: Double) {
        #expect(abs(IS456Flexure.limitingNeutralAxisRatio(fy: fy) - expected) < 0.005)
    }

    /// Development lengths in diameters for M20 to M40: tension and compression of Fe 415, tension of Fe 500.
    @Test(arguments: [
        (20.0, 47.01, 37.61, 56.64), (25, 40.30, 32.24, 48.55), (30, 37.61, 30.09, 45.31), (35, 33.18, 26.55, 39.98),
        (40, 29.69, 23.75, 35.77),
    ])
    func developmentLengthsAreThoseOfClause26(fck: Double, tension: Double, compression: Double, fe500: Double) {
        func factor(_ fy: Double, compression: Bool = false) -> Double {
            let bond = IS456Detailing.bondStress(fck: fck, isDeformed: true, inCompression: compression)
            return IS456Detailing.developmentLength(diameter: 1, fy: fy, bondStress: bond)
        }
        #expect(abs(factor(415) - tension) < 0.01)
        #expect(abs(factor(415, compression: true) - compression) < 0.01)
        #expect(abs(factor(500) - fe500) < 0.01)
    }

    @Test
    func detailingRulesHoldTheirLimits() {
        #expect(IS456Detailing.minimumSteelRatio(isDeformed: true) == 0.0012)
        #expect(IS456Detailing.minimumSteelRatio(isDeformed: false) == 0.0015)
        #expect(IS456Detailing.maximumSpacing(effectiveDepth: 90) == 270)
        #expect(IS456Detailing.maximumSpacing(effectiveDepth: 400) == 300)
        #expect(IS456Detailing.minimumClearDistance(diameter: 12, aggregate: 20) == 25)
        #expect(IS456Detailing.minimumClearDistance(diameter: 32, aggregate: 20) == 32)
        #expect(IS456Detailing.centralBandShare(aspectRatio: 1) == 1)
        #expect(abs(IS456Detailing.centralBandShare(aspectRatio: 1.5) - 0.8) < 1e-12)
        #expect(IS456Detailing.bearingStrength(fck: 20, supportingArea: 1, loadedArea: 1) == 9)
        #expect(IS456Detailing.bearingStrength(fck: 20, supportingArea: 100, loadedArea: 1) == 18)
    }
}
