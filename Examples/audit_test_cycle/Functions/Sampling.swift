// SPDX-License-Identifier: Apache-2.0

/// One row to test.
struct Sample: Codable, Sendable, Equatable {
    /// Its number within the test cycle.
    var sampleID: String
    /// The key of the row.
    var key: String
    /// The stratum that it stands for.
    var stratum: String
    /// `certainty`, `random` or `judgmental`.
    var basis: String
    /// What the report says about the row, by attribute.
    var reported: [String: Cell]

    enum CodingKeys: String, CodingKey {
        case sampleID = "sample_id"
        case key
        case stratum
        case basis
        case reported
    }
}

/// Draws the rows to test.
enum Sampling: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The reported rows.
        var dataset: DataTable
        /// The attribute that tells rows apart.
        var key: String
        /// The attributes to test.
        var attributeNames: [String]
        /// The attribute whose values are the strata.
        var stratifyBy: String
        /// The start of the random numbers; the same seed draws the same rows.
        var seed: Int
        /// How sure the conclusion is to be; 0.95 when left out.
        var confidence: Double?
        /// The rate of deviations that can be tolerated; 0.1 when left out.
        var tolerableRate: Double?
        /// How many deviations are expected in the sample; 0 when left out.
        var expectedDeviations: Int?
        /// Rows that are always tested: those with at least this much of a number.
        var certainty: Certainty?
        /// Keys that a reviewer adds.
        var extraKeys: [String]?

        enum CodingKeys: String, CodingKey {
            case dataset
            case key
            case attributeNames = "attribute_names"
            case stratifyBy = "stratify_by"
            case seed
            case confidence
            case tolerableRate = "tolerable_rate"
            case expectedDeviations = "expected_deviations"
            case certainty
            case extraKeys = "extra_keys"
        }
    }

    /// Which rows are too important to leave to chance.
    struct Certainty: Codable, Sendable {
        /// The attribute that says how important a row is.
        var attribute: String
        /// From which value a row is always tested.
        var minimum: Double

        enum CodingKeys: String, CodingKey {
            case attribute
            case minimum = "at_least"
        }
    }

    /// A stratum and what was drawn from it.
    struct Stratum: Codable, Sendable, Equatable {
        /// The value that its rows have.
        var name: String
        /// How many rows it has.
        var population: Int
        /// How many of them are always tested.
        var certainty: Int
        /// How many of the others were drawn.
        var drawn: Int
    }

    /// What the function gives.
    struct Plan: Codable, Sendable, Equatable {
        /// How many different keys the report has.
        var population: Int
        /// How many rows have to be drawn.
        var requiredSize: Int
        /// How many rows are tested: drawn, certain and added.
        var sampleSize: Int
        /// How sure the conclusion is.
        var confidence: Double
        /// The rate of deviations that can be tolerated.
        var tolerableRate: Double
        /// How many deviations were expected.
        var expectedDeviations: Int
        /// The start of the random numbers.
        var seed: Int
        /// The strata by name.
        var strata: [Stratum]
        /// The rows to test.
        var samples: [Sample]

        enum CodingKeys: String, CodingKey {
            case population
            case requiredSize = "required_size"
            case sampleSize = "sample_size"
            case confidence
            case tolerableRate = "tolerable_rate"
            case expectedDeviations = "expected_deviations"
            case seed
            case strata
            case samples
        }
    }

    /// Draws a stratified sample.
    ///
    /// The size is that of ``SampleSize`` for the rows that are not certain, shared out in proportion to the strata by
    /// the largest remainder, with at least one row of each. Rows are sorted by key before drawing, so their order in
    /// the dataset does not matter; of rows with the same key the first counts.
    static func generateSamples(_ input: Input) throws(AuditError) -> Plan {
        try input.dataset.validate(field: "dataset")
        let confidence = input.confidence ?? 0.95
        let tolerable = input.tolerableRate ?? 0.1
        let expected = input.expectedDeviations ?? 0
        try self.check(confidence, in: 0.5...0.999, field: "confidence")
        try self.check(tolerable, in: 0.001...0.5, field: "tolerable_rate")
        try self.check(Double(expected), in: 0...100, field: "expected_deviations")
        let byKey = input.dataset.rowsByKey(input.key).compactMapValues(\.first)
        guard !byKey.isEmpty else {
            throw AuditError(code: "population-empty", message: "No row has a \(input.key).", field: "dataset")
        }
        var certain: Set<String> = []
        if let rule = input.certainty {
            certain = Set(
                byKey.filter { (input.dataset.value($0.value, rule.attribute).number ?? 0) >= rule.minimum }.keys
            )
        }
        let groups = Dictionary(grouping: byKey.keys) { key in
            byKey[key].map { input.dataset.value($0, input.stratifyBy).display } ?? ""
        }
        let size = SampleSize.bounded(
            confidence: confidence,
            tolerableRate: tolerable,
            expectedDeviations: expected,
            population: max(1, byKey.count - certain.count)
        )
        let names = groups.keys.sorted()
        let open = names.map { (groups[$0] ?? []).filter { !certain.contains($0) }.sorted() }
        let quotas = self.allocate(size, to: open.map(\.count))
        var generator = SplitMix64(seed: UInt64(bitPattern: Int64(input.seed)))
        var strata: [Stratum] = []
        var chosen: [(key: String, stratum: String, basis: String)] = []
        for (index, name) in names.enumerated() {
            let all = (groups[name] ?? []).sorted()
            let drawn = generator.draw(quotas[index], from: open[index]).sorted()
            chosen += all.filter { certain.contains($0) }.map { ($0, name, "certainty") }
            chosen += drawn.map { ($0, name, "random") }
            let sure = all.count - open[index].count
            strata.append(Stratum(name: name, population: all.count, certainty: sure, drawn: drawn.count))
        }
        for (index, key) in (input.extraKeys ?? []).enumerated() where !chosen.contains(where: { $0.key == key }) {
            guard let row = byKey[key] else {
                let message = "The report has no row \(key)."
                throw AuditError(code: "key-missing", message: message, field: "extra_keys.\(index)")
            }
            chosen.append((key, input.dataset.value(row, input.stratifyBy).display, "judgmental"))
        }
        let samples = chosen.enumerated().map { index, choice in
            self.sample(index + 1, choice, row: byKey[choice.key] ?? [], input)
        }
        return Plan(
            population: byKey.count,
            requiredSize: size,
            sampleSize: samples.count,
            confidence: confidence,
            tolerableRate: tolerable,
            expectedDeviations: expected,
            seed: input.seed,
            strata: strata,
            samples: samples
        )
    }

    /// Shares a number out in proportion, by the largest remainder; a group that is not empty gets at least one.
    static func allocate(_ total: Int, to groups: [Int]) -> [Int] {
        let all = groups.reduce(0, +)
        guard all > total else { return groups }
        var shares = groups.map { $0 == 0 ? 0 : max(1, total * $0 / all) }
        // In whole numbers: the remainder of total * count by all.
        let order = groups.indices.sorted { (total * groups[$1] % all, $0) < (total * groups[$0] % all, $1) }
        for index in order where shares.reduce(0, +) < total && groups[index] > shares[index] {
            shares[index] += 1
        }
        return shares
    }

    private static func sample(
        _ number: Int,
        _ choice: (key: String, stratum: String, basis: String),
        row: [Cell],
        _ input: Input
    ) -> Sample {
        var reported: [String: Cell] = [:]
        for name in input.attributeNames {
            reported[name] = input.dataset.value(row, name)
        }
        return Sample(
            sampleID: "S-\(Figures.padded(number, 3))",
            key: choice.key,
            stratum: choice.stratum,
            basis: choice.basis,
            reported: reported
        )
    }

    private static func check(_ value: Double, in range: ClosedRange<Double>, field: String) throws(AuditError) {
        guard range.contains(value) else {
            let message = "\(field) is \(value); give a value from \(range.lowerBound) to \(range.upperBound)."
            throw AuditError(code: "value-out-of-range", message: message, field: field)
        }
    }
}
