// SPDX-License-Identifier: Apache-2.0

import FoundationPack
import Testing

/// Impossible inputs are refused with a code, a field and advice.
@Suite
struct EngineeringErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        let field: String
        let change: @Sendable (inout IsolatedFootingInput) -> Void
        var testDescription: String { "\(self.field): \(self.code)" }
    }

    static let cases: [Case] = [
        Case(code: "value-out-of-range", field: "axial_load_dead") { $0.axialLoadDead = -600 },
        Case(code: "value-out-of-range", field: "axial_load_dead") { $0.axialLoadDead = 0 },
        Case(code: "value-out-of-range", field: "axial_load_dead") { $0.axialLoadDead = .nan },
        Case(code: "value-out-of-range", field: "axial_load_live") { $0.axialLoadLive = -1 },
        Case(code: "value-out-of-range", field: "axial_load_live") { $0.axialLoadLive = .infinity },
        Case(code: "value-out-of-range", field: "column_width") { $0.columnWidth = 0 },
        Case(code: "value-out-of-range", field: "column_depth") { $0.columnDepth = 400 },
        Case(code: "value-out-of-range", field: "safe_bearing_capacity") { $0.safeBearingCapacity = 0 },
        Case(code: "value-out-of-range", field: "clear_cover") { $0.clearCover = 25 },
        Case(code: "value-out-of-range", field: "founding_depth") { $0.foundingDepth = 0.2 },
        Case(code: "value-out-of-range", field: "bar_diameters") { $0.barDiameters = [11] },
        Case(code: "value-out-of-range", field: "bar_diameters") { $0.barDiameters = [] },
        Case(code: "value-out-of-range", field: "plan_increment") { $0.planIncrement = 0 },
        Case(code: "value-out-of-range", field: "overall_depth") { $0.overallDepth = 100 },
        Case(code: "unsupported-grade", field: "concrete_grade") { $0.concreteGrade = "M15" },
        Case(code: "unsupported-grade", field: "column_concrete_grade") { $0.columnConcreteGrade = "C30" },
        Case(code: "unsupported-grade", field: "steel_grade") { $0.steelGrade = "Fe550" },
        Case(code: "unsupported-option", field: "bearing_capacity_basis") { $0.bearingCapacityBasis = "safe" },
        Case(code: "unsupported-option", field: "plan_shape") { $0.planShape = "circular" },
        Case(code: "unsupported-option", field: "footing_width") { $0.footingLength = 2 },
        Case(code: "unsupported-option", field: "self_weight_fraction") {
            ($0.selfWeightFraction, $0.bearingCapacityBasis) = (0.1, "net")
        },
        Case(code: "eccentric-load", field: "moment_length") { $0.momentLength = 40 },
        Case(code: "eccentric-load", field: "horizontal_load") { $0.horizontalLoad = .nan },
        Case(code: "eccentric-load", field: "eccentricity") { $0.eccentricity = 0.1 },
        Case(code: "column-outside-footing", field: "footing_width") {
            ($0.footingLength, $0.footingWidth) = (2, 0.4)
        },
        Case(code: "bearing-capacity-below-self-weight", field: "safe_bearing_capacity") {
            $0.safeBearingCapacity = 28
        },
        Case(code: "plan-too-large", field: "maximum_plan_dimension") {
            ($0.axialLoadDead, $0.columnWidth, $0.columnDepth) = (9000, 0.9, 0.9)
        },
        Case(code: "footing-above-ground", field: "founding_depth") {
            ($0.foundingDepth, $0.safeBearingCapacity) = (0.5, 150)
        },
        Case(code: "column-overloaded", field: "column_width") { ($0.columnWidth, $0.columnDepth) = (0.15, 0.25) },
        Case(code: "depth-too-large", field: "maximum_overall_depth") { $0.maximumOverallDepth = 350 },
        Case(code: "section-inadequate", field: "overall_depth") {
            ($0.overallDepth, $0.safeBearingCapacity, $0.axialLoadDead) = (150, 100, 1500)
        },
    ]

    @Test(arguments: Self.cases)
    func impossibleInputIsRefused(_ item: Case) {
        var input = FoundationDesignerTests.standard
        item.change(&input)
        #expect {
            try FoundationDesigner.designIsolatedFooting(input)
        } throws: { error in
            guard let error = error as? EngineeringError else { return false }
            return error.code == item.code && error.field == item.field && error.message.count > 40
        }
    }

    @Test
    func theSchedulerRefusesBarsThatCannotWorkAndValuesOutOfRange() throws {
        let design = try FoundationDesigner.designIsolatedFooting(FoundationDesignerTests.standard)
        let changes: [(String, String, (inout ScheduleInput) -> Void)] = [
            ("no-bar-arrangement", "bar_diameters", { $0.barDiameters = [8] }),
            ("value-out-of-range", "bar_diameters", { $0.barDiameters = [13] }),
            ("value-out-of-range", "steel_wastage_percent", { $0.steelWastagePercent = -1 }),
            ("value-out-of-range", "footing_count", { $0.footingCount = 0 }),
            ("value-out-of-range", "rates.steel", { $0.rates = Self.rates(steel: .nan) }),
        ]
        for (code, field, change) in changes {
            var input = ScheduleInput(designData: design)
            change(&input)
            #expect {
                try FoundationDesigner.optimizeSchedule(input)
            } throws: { error in
                (error as? EngineeringError)?.code == code && (error as? EngineeringError)?.field == field
            }
        }
    }

    private static func rates(steel: Double) -> ScheduleInput.Rates {
        var rates = ScheduleInput.Rates()
        rates.steel = steel
        return rates
    }

    @Test
    func errorsReadAsOneLine() {
        let error = EngineeringError(code: "a-code", message: "What to do.", field: "loads.dead")
        #expect(error.description == "a-code (loads.dead): What to do.")
    }
}
