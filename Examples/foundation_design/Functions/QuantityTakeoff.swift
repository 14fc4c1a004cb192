// SPDX-License-Identifier: Apache-2.0

/// Measures a footing: volumes in m³ to 3 decimals, areas in m² to 2, masses in kg to 2.
struct QuantityTakeoff: Sendable {
    let criteria: DesignCriteria
    let geometry: FootingGeometry
    let bars: [ScheduledBar]
    let count: Int
    let blindingThickness: Double
    let blindingProjection: Double
    let workingSpace: Double
    let steelWastage: Double
    let concreteWastage: Double
    let rates: ScheduleInput.Rates

    /// Reads the site's practice from an input and checks it.
    init(
        _ input: ScheduleInput,
        criteria: DesignCriteria,
        geometry: FootingGeometry,
        bars: [ScheduledBar]
    ) throws(EngineeringError) {
        self.criteria = criteria
        self.geometry = geometry
        self.bars = bars
        self.count = Int(
            try InputRules.range(Double(input.footingCount ?? 1), 1...10_000, field: "footing_count", unit: "")
        )
        self.blindingThickness =
            try InputRules.range(input.blindingThickness ?? 100, 0...500, field: "blinding_thickness", unit: "mm")
            / 1000
        self.blindingProjection =
            try InputRules.range(input.blindingProjection ?? 100, 0...500, field: "blinding_projection", unit: "mm")
            / 1000
        self.workingSpace =
            try InputRules.range(input.workingSpace ?? 300, 0...2000, field: "working_space", unit: "mm") / 1000
        self.steelWastage =
            try InputRules.range(input.steelWastagePercent ?? 3, 0...20, field: "steel_wastage_percent", unit: "%")
            / 100
        self.concreteWastage =
            try InputRules.range(
                input.concreteWastagePercent ?? 2,
                0...20,
                field: "concrete_wastage_percent",
                unit: "%"
            ) / 100
        let rates = input.rates ?? ScheduleInput.Rates()
        for (rate, field) in [
            (rates.concrete, "concrete"), (rates.blinding, "blinding"), (rates.steel, "steel"),
            (rates.formwork, "formwork"), (rates.excavation, "excavation"), (rates.backfill, "backfill"),
        ] {
            _ = try InputRules.range(rate ?? 0, 0...1e9, field: "rates.\(field)", unit: "")
        }
        self.rates = rates
    }

    /// Measures everything.
    func bill() -> BillOfQuantities {
        let number = Double(self.count)
        let (length, width) = (Double(self.geometry.length) / 1000, Double(self.geometry.width) / 1000)
        let depth = Double(self.geometry.depth) / 1000
        let hasBlinding = self.blindingThickness > 0
        let projection = hasBlinding ? self.blindingProjection : 0
        let (blindingLength, blindingWidth) = (length + 2 * projection, width + 2 * projection)
        let concrete = length * width * depth
        let blinding = blindingLength * blindingWidth * self.blindingThickness
        let formwork =
            2 * (length + width) * depth + 2 * (blindingLength + blindingWidth) * self.blindingThickness
        let pit = (blindingLength + 2 * self.workingSpace) * (blindingWidth + 2 * self.workingSpace)
        let excavation = pit * (self.criteria.foundingDepth + self.blindingThickness)
        let stub = self.geometry.columnArea * (self.criteria.foundingDepth - depth)
        let buried = concrete + blinding + stub
        let mass = self.bars.reduce(0) { $0 + $1.totalMass } * number
        let quantities = Quantities(
            concrete: concrete * number,
            blinding: blinding * number,
            steel: mass,
            formwork: formwork * number,
            excavation: excavation * number,
            backfill: (excavation - buried) * number
        )
        let items = self.items(quantities)
        let amounts = items.compactMap(\.amount)
        return BillOfQuantities(
            footingCount: self.count,
            concrete: Rounding.round(quantities.concrete, 3),
            concreteWastage: Rounding.round(quantities.concrete * self.concreteWastage, 3),
            blinding: Rounding.round(quantities.blinding, 3),
            steel: self.steelByDiameter(),
            steelMass: Rounding.round(mass, 2),
            steelWastage: Rounding.round(mass * self.steelWastage, 2),
            steelRatio: Rounding.round(mass / quantities.concrete, 1),
            formwork: Rounding.round(quantities.formwork, 2),
            excavation: Rounding.round(quantities.excavation, 3),
            backfill: Rounding.round(quantities.backfill, 3),
            disposal: Rounding.round(buried * number, 3),
            items: items,
            totalAmount: amounts.isEmpty ? nil : Rounding.round(amounts.reduce(0, +), 2)
        )
    }

    /// The net quantities of all footings, unrounded.
    private struct Quantities: Sendable {
        let concrete: Double
        let blinding: Double
        let steel: Double
        let formwork: Double
        let excavation: Double
        let backfill: Double
    }

    private func steelByDiameter() -> [BillOfQuantities.SteelQuantity] {
        Set(self.bars.map(\.diameter)).sorted().map { diameter in
            let bars = self.bars.filter { $0.diameter == diameter }
            return BillOfQuantities.SteelQuantity(
                diameter: diameter,
                length: Rounding.round(bars.reduce(0) { $0 + $1.totalLength } * Double(self.count), 2),
                mass: Rounding.round(bars.reduce(0) { $0 + $1.totalMass } * Double(self.count), 2)
            )
        }
    }

    /// Lists what is ordered and paid: with wastage for concrete and steel, in the order of the work.
    private func items(_ quantities: Quantities) -> [BillOfQuantities.Item] {
        let concrete = 1 + self.concreteWastage
        let grade = self.criteria.concrete.rawValue
        let steel = self.criteria.steel.rawValue
        let lines: [(String, String, Double, Double?)] = [
            ("Excavation for foundations", "m³", quantities.excavation, self.rates.excavation),
            ("Plain concrete blinding", "m³", quantities.blinding * concrete, self.rates.blinding),
            ("Formwork to sides", "m²", quantities.formwork, self.rates.formwork),
            (
                "\(steel) reinforcement, cut, bent and fixed", "kg", quantities.steel * (1 + self.steelWastage),
                self.rates.steel
            ),
            ("\(grade) concrete in footings", "m³", quantities.concrete * concrete, self.rates.concrete),
            ("Backfill, compacted in layers", "m³", quantities.backfill, self.rates.backfill),
        ]
        return lines.filter { $0.2 > 0 }.enumerated().map { index, line in
            let quantity = Rounding.round(line.2, line.1 == "m³" ? 3 : 2)
            return BillOfQuantities.Item(
                number: index + 1,
                description: line.0,
                unit: line.1,
                quantity: quantity,
                rate: line.3,
                amount: line.3.map { Rounding.round($0 * quantity, 2) }
            )
        }
    }
}
