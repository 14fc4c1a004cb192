// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AuditPack

/// The derivation of attributes, their profiles and the scope.
@Suite
struct PreparationTests {
    @Test
    func attributesFollowFromTheDictionary() throws {
        let plan = try SampleCycle.plan()
        #expect(plan.counts["total"] == 18)
        let balance = try #require(plan.attributes.first { $0.name == "outstanding_balance" })
        #expect(balance.type == .number)
        #expect(balance.decimals == 2)
        #expect(balance.critical && balance.mandatory)
        // 10 + 25 critical + 15 mandatory + 20 for two uses + 10 for two findings + 5 without codes.
        #expect(balance.riskScore == 85)
        #expect(balance.riskBand == "high")
        let collateral = try #require(plan.attributes.first { $0.name == "collateral_value" })
        #expect(!collateral.mandatory)
        #expect(collateral.requiredWhen?.values == ["mortgage", "auto"])
    }

    @Test
    func aReviewerOverridesTheRules() throws {
        let dictionary = try SampleCycle.input().dictionary
        let change = AttributePlanning.Override(attribute: "channel", critical: true, riskScore: 120, reason: "fraud")
        let plan = try AttributePlanning.generateAttributes(.init(dictionary: dictionary, overrides: [change]))
        let channel = try #require(plan.attributes.first { $0.name == "channel" })
        #expect(channel.critical)
        #expect(channel.riskScore == 100)
        #expect(channel.reasons.last == "reviewer: fraud")
    }

    @Test(arguments: ["N", "N(5,2,1)", "CODE()", "Z(3)", ""])
    func anUnknownFormatIsAnError(format: String) {
        #expect(throws: AuditError.self) { try AttributeFormat(format, field: "format") }
    }

    @Test
    func aKeyOutsideTheDictionaryIsAnError() throws {
        var dictionary = try SampleCycle.input().dictionary
        dictionary.key = "contract_id"
        let error = #expect(throws: AuditError.self) {
            try AttributePlanning.generateAttributes(.init(dictionary: dictionary))
        }
        #expect(error?.code == "key-missing")
    }

    @Test
    func everyPlantedDefectOfTheDataIsFound() throws {
        let profile = try SampleCycle.profile()
        let found = Dictionary(uniqueKeysWithValues: profile.attributes.map { ($0.name, $0) })
        #expect(found["loan_id"]?.duplicates == ["LN-100058"])
        #expect(found["interest_rate"]?.missing == ["LN-100015", "LN-100025", "LN-100031"])
        #expect(found["collateral_value"]?.missing == ["LN-100027", "LN-100083"])
        let invalid = profile.attributes.flatMap { item in
            item.invalid.map { "\(item.name) \($0.key) \($0.value.display) \($0.rule)" }
        }
        #expect(
            invalid == [
                "borrower_id LN-100029 X68246 pattern",
                "borrower_id LN-100059 X35366 pattern",
                "origination_date LN-100126 2021-02-30 impossible_date",
                "currency LN-100043 EURO unknown_code",
                "days_past_due LN-100081 -5 below_minimum",
                "risk_rating LN-100159 12 above_maximum",
                "pd LN-100073 2.5 above_maximum",
                "lgd LN-100089 n/a wrong_type",
            ]
        )
        #expect(found["outstanding_balance"]?.outliers.map(\.key) == ["LN-100131"])
        #expect(profile.defectCount == 1 + 3 + 2 + 8)
    }

    @Test
    func sharesAndScoresAreThoseOfTheRule() throws {
        let profile = try SampleCycle.profile()
        let rate = try #require(profile.attributes.first { $0.name == "interest_rate" })
        #expect(rate.completeness == 0.985)
        // 100 x (0.4 x 0.985 + 0.4 + 0.2)
        #expect(rate.qualityScore == 99.4)
        let key = try #require(profile.attributes.first { $0.name == "loan_id" })
        #expect(key.uniqueness == 0.995)
        #expect(key.qualityScore == 99.9)
    }

    @Test
    func quartilesAreInterpolated() throws {
        let numbers: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
        let distribution = try #require(Distribution.numeric(numbers))
        #expect(distribution.q1 == 2.75)
        #expect(distribution.median == 4.5)
        #expect(distribution.q3 == 6.25)
        #expect(distribution.standardDeviation == 2.4495)
        #expect(Distribution.fences(numbers) == -2.5...11.5)
        #expect(Distribution.fences([1, 2, 3]) == nil)
        #expect(Distribution.fences(Array(repeating: 5, count: 20)) == nil)
        #expect(Distribution.numeric([]) == nil)
    }

    @Test
    func aStricterRuleOfTheCycleCounts() throws {
        let attribute = try #require(try SampleCycle.plan().attributes.first { $0.name == "interest_rate" })
        let table = DataTable(columns: ["loan_id", "interest_rate"], rows: [["A", 0.04], ["B", 4.1]])
        let profile = try DataProfiling.profileData(
            .init(
                attributes: [attribute],
                key: "loan_id",
                dataset: table,
                rules: [.init(attribute: "interest_rate", min: 1)]
            )
        )
        #expect(profile.attributes.first?.invalid.map(\.key) == ["A"])
    }

    @Test
    func aRaggedTableIsAnError() {
        let table = DataTable(columns: ["a", "b"], rows: [[1, 2], [3]])
        let error = #expect(throws: AuditError.self) { try table.validate(field: "dataset") }
        #expect(error?.message == "Row 2 of dataset has 1 cells, but there are 2 columns.")
    }

    @Test
    func scopeIsChosenByRiskAndQuality() throws {
        let scope = try SampleCycle.scope()
        #expect(scope.inScope.first?.name == "interest_rate")
        // 90 x (1 + 0.6 / 25)
        #expect(scope.inScope.first?.priority == 92.2)
        #expect(scope.attributeNames.count == 11)
        #expect(scope.outOfScope.map(\.name).contains("purpose_text"))
        // 775 of 955 points.
        #expect(scope.riskCoverage == 0.8115)
    }

    @Test
    func anAdjustmentHasTheLastWord() throws {
        let input = Scoping.Input(
            attributes: try SampleCycle.plan().attributes,
            profiles: try SampleCycle.profile().attributes,
            adjustments: [
                .init(attribute: "country", inScope: true, reason: "new rule"),
                .init(attribute: "pd", inScope: false, reason: "tested last quarter"),
            ]
        )
        let scope = try Scoping.executeScoping(input)
        #expect(scope.attributeNames.contains("country"))
        #expect(!scope.attributeNames.contains("pd"))
        #expect(scope.outOfScope.first?.reasons.last == "reviewer removes it: tested last quarter")
    }
}
