// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationPack
import Testing

/// What the designer does with its options.
@Suite
struct FoundationDesignerTests {
    static let standard = IsolatedFootingInput(
        axialLoadDead: 600,
        axialLoadLive: 400,
        columnWidth: 0.4,
        columnDepth: 0.4,
        safeBearingCapacity: 200
    )

    @Test
    func theStandardInputGivesTheDocumentedFooting() throws {
        let design = try FoundationDesigner.designIsolatedFooting(Self.standard)
        #expect(design.shape == "square")
        #expect(design.length == 2.45)
        #expect(design.overallDepth == 550)
        #expect(design.pressure == 197.62)
        #expect(design.loads.factoredNetPressure == 249.9)
        #expect(design.allChecksOk)
        #expect(design.governingCheck == "bearing_pressure")
        // By hand: 1000/6.0025 + 25 x 0.55 + 18 x 0.95 + 7 x 0.95 x 0.16/6.0025.
        let byHand = 1000 / 6.0025 + 25 * 0.55 + 18 * 0.95 + 7 * 0.95 * 0.16 / 6.0025
        #expect(abs(design.pressure - byHand) < 0.005)
        // By hand: 249.9 x 2.45 x 1.025² / 2.
        #expect(abs(design.reinforcement.length.moment - 321.62) < 0.01)
    }

    @Test
    func aDesignSurvivesJSONUnchanged() throws {
        let design = try FoundationDesigner.designIsolatedFooting(Self.standard)
        let data = try JSONEncoder().encode(design)
        #expect(try JSONDecoder().decode(FootingDesign.self, from: data) == design)
        let text = String(decoding: data, as: UTF8.self)
        for key in ["overall_depth", "all_checks_ok", "pressure_capacity", "factored_net_pressure", "bar_diameter"] {
            #expect(text.contains("\"\(key)\""))
        }
    }

    @Test(arguments: ["input.json", "input-high-risk.json"])
    func theInputsOfThePackAreDesignable(name: String) throws {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: name))
        let input = try JSONDecoder().decode(IsolatedFootingInput.self, from: data)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        let schedule = try FoundationDesigner.optimizeSchedule(ScheduleInput(designData: design))
        #expect(schedule.allChecksOk)
    }

    @Test
    func aNetCapacityNeedsASmallerPlanThanAGrossOne() throws {
        var net = Self.standard
        net.bearingCapacityBasis = "net"
        let design = try FoundationDesigner.designIsolatedFooting(net)
        #expect(design.pressureBasis == "net")
        #expect(design.length < 2.45)
        let gross = design.loads.serviceTotal / (design.length * design.width)
        #expect(abs(design.pressure - (gross - 18 * 1.5)) < 0.02)
    }

    @Test
    func aRectangularColumnGetsEqualProjectionsAndABand() throws {
        var input = Self.standard
        (input.axialLoadDead, input.columnWidth, input.columnDepth) = (900, 0.3, 1.2)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.shape == "rectangular")
        #expect(abs((design.length - 1.2) - (design.width - 0.3)) < 0.051)
        let layer = design.reinforcement.width
        let band = try #require(layer.layout.centralBand)
        #expect(band.width == design.width)
        #expect(layer.layout.barCount == band.barCount + 2 * band.outerBarCount)
        let check = try #require(design.checks.first { $0.name == "central_band_width" })
        #expect(check.ok)
        #expect(design.reinforcement.length.layer == "lower")
        // Turning the column turns the footing and nothing else.
        (input.columnWidth, input.columnDepth) = (1.2, 0.3)
        let turned = try FoundationDesigner.designIsolatedFooting(input)
        #expect(turned.length == design.width)
        #expect(turned.width == design.length)
        #expect(turned.overallDepth == design.overallDepth)
        #expect(turned.reinforcement.length.moment == design.reinforcement.width.moment)
    }

    @Test
    func aShortProjectionIsAnchoredByBends() throws {
        var input = Self.standard
        (input.safeBearingCapacity, input.barDiameters) = (600, [16])
        let design = try FoundationDesigner.designIsolatedFooting(input)
        let layer = design.reinforcement.length
        #expect(layer.endAnchorage == "bend_90")
        #expect(layer.legHeight > 0)
        #expect(layer.availableAnchorage >= layer.developmentLength)
    }

    @Test
    func plainBarsEndInHooks() throws {
        var input = Self.standard
        input.steelGrade = "Fe250"
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.reinforcement.length.endAnchorage == "hook_180")
        #expect(design.allChecksOk)
    }

    @Test
    func dowelsTakeWhatBearingCannot() throws {
        var input = Self.standard
        (input.axialLoadDead, input.safeBearingCapacity) = (1000, 300)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(abs(design.columnBase.excessLoad - (2100 - 11.25 * 160)) < 0.01)
        let needed = design.columnBase.excessLoad * 1000 / (0.67 * 500)
        #expect(design.columnBase.dowelSteel >= max(needed, 800))
        #expect(design.allChecksOk)
    }

    @Test
    func aGivenSizeIsCheckedAndNotChanged() throws {
        var input = Self.standard
        (input.footingLength, input.footingWidth, input.overallDepth) = (2.0, 2.0, 350)
        let design = try FoundationDesigner.designIsolatedFooting(input)
        #expect(design.length == 2)
        #expect(design.overallDepth == 350)
        #expect(!design.allChecksOk)
        let failing = Set(design.checks.filter { !$0.ok }.map(\.name))
        #expect(failing.isSuperset(of: ["bearing_pressure", "one_way_shear_length"]))
        #expect(design.pressure > design.pressureCapacity)
        let schedule = try FoundationDesigner.optimizeSchedule(ScheduleInput(designData: design))
        #expect(!schedule.allChecksOk)
    }

    @Test
    func everyCheckNamesAClauseAndItsUtilisation() throws {
        let design = try FoundationDesigner.designIsolatedFooting(Self.standard)
        #expect(Set(design.checks.map(\.name)).count == design.checks.count)
        for check in design.checks {
            #expect(!check.clause.isEmpty)
            #expect(check.ok == (check.utilisation <= 1))
        }
    }
}
