// SPDX-License-Identifier: Apache-2.0

/// Measures the quality of the reported data.
enum DataProfiling: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The attributes of the plan.
        var attributes: [Attribute]
        /// The attribute that tells rows apart.
        var key: String
        /// The reported rows.
        var dataset: DataTable
        /// The attribute within whose groups outliers are looked for.
        var groupBy: String?
        /// Stricter rules of this cycle, in place of those of the dictionary.
        var rules: [Rule]?

        enum CodingKeys: String, CodingKey {
            case attributes
            case key
            case dataset
            case groupBy = "group_by"
            case rules
        }
    }

    /// A rule of this cycle for one attribute.
    struct Rule: Codable, Sendable {
        /// The attribute.
        var attribute: String
        /// Its least value.
        var min: Double?
        /// Its greatest value.
        var max: Double?
        /// Its pattern.
        var pattern: String?
    }

    /// What the function gives.
    struct Profile: Codable, Sendable, Equatable {
        /// How many rows were read.
        var rows: Int
        /// The mean of the attributes' quality scores.
        var qualityScore: Double
        /// How many values are missing, invalid or repeated.
        var defectCount: Int
        /// The attributes, in the order of the plan.
        var attributes: [AttributeProfile]

        enum CodingKeys: String, CodingKey {
            case rows
            case qualityScore = "quality_score"
            case defectCount = "defect_count"
            case attributes
        }
    }

    /// Measures completeness, validity, uniqueness, distribution and outliers of every attribute.
    static func profileData(_ input: Input) throws(AuditError) -> Profile {
        try input.dataset.validate(field: "dataset")
        var profiles: [AttributeProfile] = []
        for attribute in input.attributes {
            guard input.dataset.index(of: attribute.name) != nil else {
                let message = "The dataset has no column \(attribute.name)."
                throw AuditError(code: "attribute-missing", message: message, field: "dataset.columns")
            }
            var changed = attribute
            for rule in input.rules ?? [] where rule.attribute == attribute.name {
                changed.min = rule.min ?? changed.min
                changed.max = rule.max ?? changed.max
                changed.pattern = rule.pattern ?? changed.pattern
            }
            profiles.append(try self.profile(changed, input))
        }
        let total = profiles.reduce(0) { $0 + $1.qualityScore }
        return Profile(
            rows: input.dataset.rows.count,
            qualityScore: profiles.isEmpty ? 0 : Figures.round(total / Double(profiles.count), 1),
            defectCount: profiles.reduce(0) { $0 + $1.missing.count + $1.invalid.count + $1.duplicates.count },
            attributes: profiles
        )
    }

    private static func profile(_ attribute: Attribute, _ input: Input) throws(AuditError) -> AttributeProfile {
        let checker = try ValueChecker(attribute)
        let table = input.dataset
        var result = AttributeProfile(name: attribute.name)
        var numbers: [(key: String, group: String, value: Double)] = []
        var texts: [String] = []
        var seen: [String: Int] = [:]
        for row in table.rows {
            let cell = table.value(row, attribute.name)
            let key = table.value(row, input.key).display
            guard !cell.isBlank else {
                if checker.isRequired(row, in: table) { result.missing.append(key) }
                continue
            }
            result.present += 1
            seen[cell.display, default: 0] += 1
            if let rule = checker.violation(cell) {
                result.invalid.append(.init(key: key, value: cell, rule: rule))
            }
            if checker.typeViolation(cell) != nil { continue }
            if let number = cell.number {
                numbers.append((key, input.groupBy.map { table.value(row, $0).display } ?? "", number))
            } else {
                texts.append(cell.display)
            }
        }
        result.distinct = seen.count
        if attribute.isKey {
            result.duplicates = seen.filter { $0.value > 1 }.keys.sorted()
        }
        result.outliers = self.outliers(numbers)
        result.distribution =
            Distribution.numeric(numbers.map(\.value))
            ?? Distribution.categorical(texts, kind: attribute.type == .date ? "date" : "categorical")
        result.score(isKey: attribute.isKey)
        return result
    }

    private static func outliers(
        _ numbers: [(key: String, group: String, value: Double)]
    ) -> [AttributeProfile.Outlier] {
        var fences: [String: ClosedRange<Double>] = [:]
        for group in Set(numbers.map(\.group)) {
            fences[group] = Distribution.fences(numbers.filter { $0.group == group }.map(\.value))
        }
        return numbers.compactMap { number in
            guard let fence = fences[number.group], !fence.contains(number.value) else { return nil }
            return .init(key: number.key, value: number.value, group: number.group)
        }
    }
}
