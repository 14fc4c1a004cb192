// SPDX-License-Identifier: Apache-2.0

/// The checks of single input values, each with an error that says what to do.
enum InputRules: Sendable {
    /// Checks that a value is finite and in a range.
    static func range(
        _ value: Double,
        _ range: ClosedRange<Double>,
        field: String,
        unit: String
    )
        throws(EngineeringError) -> Double
    {
        guard value.isFinite, range.contains(value) else {
            let suffix = unit.isEmpty ? "" : " \(unit)"
            throw EngineeringError(
                code: "value-out-of-range",
                message: "\(field) is \(value)\(suffix); give a value from \(range.lowerBound) to "
                    + "\(range.upperBound)\(suffix).",
                field: field
            )
        }
        return value
    }

    /// Checks the five required values.
    static func checkLoads(_ input: IsolatedFootingInput) throws(EngineeringError) {
        _ = try self.range(input.axialLoadDead, 1...100_000, field: "axial_load_dead", unit: "kN")
        _ = try self.range(input.axialLoadLive, 0...100_000, field: "axial_load_live", unit: "kN")
        _ = try self.range(input.columnWidth, 0.15...3, field: "column_width", unit: "m")
        _ = try self.range(input.columnDepth, 0.15...3, field: "column_depth", unit: "m")
        _ = try self.range(input.safeBearingCapacity, 1...5_000, field: "safe_bearing_capacity", unit: "kN/m²")
    }

    /// Refuses everything that would make the pressure under the footing uneven.
    static func checkConcentric(_ input: IsolatedFootingInput) throws(EngineeringError) {
        let actions = [
            ("moment_length", input.momentLength), ("moment_width", input.momentWidth),
            ("horizontal_load", input.horizontalLoad), ("eccentricity", input.eccentricity),
        ]
        for (field, value) in actions where (value ?? 0) != 0 {
            throw EngineeringError(
                code: "eccentric-load",
                message: "\(field) is \(value ?? 0), but this designer takes concentric loads only, with uniform "
                    + "pressure. Centre the footing under the resultant and give 0, or have the footing designed "
                    + "for axial load with moment (pressure P/A ± M/Z, kern, sliding and overturning).",
                field: field
            )
        }
    }

    /// Finds a grade of concrete.
    static func concrete(_ name: String, field: String) throws(EngineeringError) -> ConcreteGrade {
        guard let grade = ConcreteGrade(rawValue: name) else {
            throw EngineeringError(
                code: "unsupported-grade",
                message: "\(field) is \"\(name)\"; choose M20, M25, M30, M35 or M40. IS 456 cl. 6.1.2 does not allow "
                    + "less than M20 in reinforced concrete, and table 19 ends at M40.",
                field: field
            )
        }
        return grade
    }

    /// Finds a grade of steel.
    static func steel(_ name: String) throws(EngineeringError) -> SteelGrade {
        guard let grade = SteelGrade(rawValue: name) else {
            throw EngineeringError(
                code: "unsupported-grade",
                message: "steel_grade is \"\(name)\"; choose Fe250, Fe415 or Fe500.",
                field: "steel_grade"
            )
        }
        return grade
    }

    /// Checks a value against a list of words.
    static func option(_ value: String, of options: [String], field: String) throws(EngineeringError) -> String {
        guard options.contains(value) else {
            throw EngineeringError(
                code: "unsupported-option",
                message: "\(field) is \"\(value)\"; choose \(options.joined(separator: " or ")).",
                field: field
            )
        }
        return value
    }

    /// Checks the assumed share of self-weight.
    static func checkSelfWeightFraction(_ input: IsolatedFootingInput, isNet: Bool) throws(EngineeringError) {
        guard let fraction = input.selfWeightFraction else { return }
        guard !isNet else {
            throw EngineeringError(
                code: "unsupported-option",
                message: "self_weight_fraction adds the footing's weight to a gross pressure, but "
                    + "bearing_capacity_basis is net. Leave one of them out.",
                field: "self_weight_fraction"
            )
        }
        _ = try self.range(fraction, 0...0.5, field: "self_weight_fraction", unit: "")
    }

    /// Checks the allowed bar diameters.
    static func checkDiameters(_ values: [Int], field: String) throws(EngineeringError) {
        let rolled = [8, 10, 12, 16, 20, 25, 28, 32]
        guard !values.isEmpty, values.allSatisfy(rolled.contains) else {
            throw EngineeringError(
                code: "value-out-of-range",
                message: "\(field) is \(values); give at least one of the rolled diameters \(rolled) mm.",
                field: field
            )
        }
    }

    /// Reads a plan that is to be checked rather than designed, in mm.
    static func fixedPlan(_ input: IsolatedFootingInput) throws(EngineeringError) -> (length: Int, width: Int)? {
        guard input.footingLength != nil || input.footingWidth != nil else { return nil }
        guard let length = input.footingLength, let width = input.footingWidth else {
            let missing = input.footingLength == nil ? "footing_length" : "footing_width"
            throw EngineeringError(
                code: "unsupported-option",
                message: "\(missing) is missing: give both sides of the plan to check it, or neither to design it.",
                field: missing
            )
        }
        for (side, column, field) in [
            (length, input.columnDepth, "footing_length"), (width, input.columnWidth, "footing_width"),
        ] {
            _ = try self.range(side, 0.15...20, field: field, unit: "m")
            guard side > column else {
                throw EngineeringError(
                    code: "column-outside-footing",
                    message: "\(field) is \(side) m, but the column is \(column) m wide there. Make the footing larger "
                        + "than the column on every side.",
                    field: field
                )
            }
        }
        return (Rounding.up(length * 1000, toMultipleOf: 1), Rounding.up(width * 1000, toMultipleOf: 1))
    }

    /// Reads an overall depth that is to be checked rather than designed, in mm.
    static func fixedDepth(_ input: IsolatedFootingInput) throws(EngineeringError) -> Int? {
        guard let depth = input.overallDepth else { return nil }
        return Int(try self.range(Double(depth), 150...3000, field: "overall_depth", unit: "mm"))
    }
}
