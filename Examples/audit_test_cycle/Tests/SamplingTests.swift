// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AuditPack

/// Sizes of samples, drawing, requests and their answers.
@Suite
struct SamplingTests {
    /// By hand: 0.95^59 = 0.0485 and 0.95^58 = 0.0510; 0.9^29 = 0.0471 and 0.9^28 = 0.0523; and so on.
    @Test(
        arguments: [
            (0.95, 0.05, 0, 59), (0.95, 0.1, 0, 29), (0.95, 0.05, 1, 93), (0.95, 0.1, 1, 46), (0.9, 0.05, 0, 45),
            (0.9, 0.1, 0, 22),
        ]
    )
    func sizesAreTheLeastThatTheDistributionAllows(confidence: Double, rate: Double, expected: Int, size: Int) {
        let found = SampleSize.unbounded(confidence: confidence, tolerableRate: rate, expectedDeviations: expected)
        #expect(found == size)
    }

    @Test
    func aSmallPopulationNeedsFewer() {
        // None of 19 deviating rows among 190: the product of (171 - i) / (190 - i).
        func nothingFound(_ size: Int) -> Double {
            (0..<size).reduce(1.0) { $0 * Double(171 - $1) / Double(190 - $1) }
        }
        #expect(nothingFound(26) > 0.05)
        #expect(nothingFound(27) <= 0.05)
        let size = SampleSize.bounded(confidence: 0.95, tolerableRate: 0.1, expectedDeviations: 0, population: 190)
        #expect(size == 27)
        #expect(SampleSize.bounded(confidence: 0.95, tolerableRate: 0.1, expectedDeviations: 1, population: 8) == 8)
        let large = SampleSize.bounded(
            confidence: 0.95,
            tolerableRate: 0.1,
            expectedDeviations: 1,
            population: 1_000_000
        )
        #expect(large == 46)
    }

    @Test
    func upperLimitsAreThoseOfTheDistribution() {
        // 1 - 0.05^(1/36)
        #expect(Figures.round(SampleSize.upperLimit(deviations: 0, of: 36, confidence: 0.95), 4) == 0.0798)
        #expect(Figures.round(SampleSize.upperLimit(deviations: 1, of: 25, confidence: 0.95), 3) == 0.176)
        #expect(SampleSize.upperLimit(deviations: 5, of: 5, confidence: 0.95) == 1)
    }

    @Test
    func theGeneratorGivesThePublishedNumbers() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test
    func sharesGoByTheLargestRemainder() {
        #expect(Sampling.allocate(27, to: [50, 40, 79, 22]) == [7, 6, 11, 3])
        #expect(Sampling.allocate(10, to: [2, 3]) == [2, 3])
        #expect(Sampling.allocate(4, to: [1000, 1, 0]) == [3, 1, 0])
    }

    @Test
    func everyStratumAndEveryLargeLoanIsTested() throws {
        let plan = try SampleCycle.sampling()
        #expect(plan.population == 199)
        #expect(plan.requiredSize == 27)
        #expect(plan.sampleSize == 36)
        #expect(plan.strata.map(\.name) == ["auto", "card", "mortgage", "sme"])
        #expect(plan.strata.map(\.drawn) == [7, 6, 11, 3])
        #expect(Set(plan.samples.map(\.key)).count == 36)
        for sample in plan.samples {
            let balance = sample.reported["outstanding_balance"]?.number ?? 0
            #expect((sample.basis == "certainty") == (balance >= 500_000))
        }
    }

    @Test
    func theSameSeedDrawsTheSameRowsInAnyOrder() throws {
        let plan = try SampleCycle.sampling()
        let shuffled = try SampleCycle.sampling { input in
            // The repeated key keeps its first row in front.
            input.dataset.rows = Array(input.dataset.rows.dropLast().reversed()) + input.dataset.rows.suffix(1)
        }
        #expect(shuffled.samples.map(\.key) == plan.samples.map(\.key))
        let other = try SampleCycle.sampling { $0.seed = 15 }
        #expect(other.samples.map(\.key) != plan.samples.map(\.key))
    }

    @Test
    func aReviewerAddsRows() throws {
        let plan = try SampleCycle.sampling { $0.extraKeys = ["LN-100002", "LN-100038"] }
        #expect(plan.sampleSize == 37)
        #expect(plan.samples.last?.basis == "judgmental")
        #expect(throws: AuditError.self) { try SampleCycle.sampling { $0.extraKeys = ["LN-9"] } }
        #expect(throws: AuditError.self) { try SampleCycle.sampling { $0.confidence = 1 } }
        #expect(throws: AuditError.self) { try SampleCycle.sampling { $0.dataset.rows = [] } }
    }

    @Test
    func datesSkipWeekendsAndKnowLeapYears() throws {
        let date = try #require(CalendarDate("2026-04-03"))
        #expect(date.longText == "Friday, 3 April 2026")
        #expect(date.adding(workingDays: 1).description == "2026-04-06")
        #expect(date.adding(workingDays: 5).description == "2026-04-10")
        #expect(CalendarDate("2024-02-29") != nil)
        #expect(CalendarDate("2023-02-29") == nil)
        #expect(CalendarDate("1900-02-29") == nil)
        #expect(CalendarDate("2026-4-3") == nil)
        #expect(CalendarDate(dayNumber: 0).description == "1970-01-01")
        #expect(CalendarDate(dayNumber: -1).description == "1969-12-31")
    }

    @Test
    func aRequestNamesItemsColumnsAndDueDate() throws {
        let request = try SampleCycle.request("finance")
        #expect(request.requestID == "RFI-2026Q1-finance")
        #expect(request.to == "finance@bank.example")
        // Five working days after Tuesday, 7 April 2026.
        #expect(request.due == "2026-04-14")
        #expect(request.attributes == ["outstanding_balance", "currency"])
        #expect(request.keys.count == 36)
        #expect(request.body.contains("by Tuesday, 14 April 2026"))
        #expect(request.body.contains("- S-014: LN-100131 (mortgage)"))
        let message = DataRequesting.withdrawDataRequest(.init(request: request, reason: "cycle cancelled"))
        #expect(message.requestID == request.requestID)
        #expect(message.due == nil)
        #expect(message.body.hasSuffix("Reason: cycle cancelled"))
    }

    @Test
    func aFaultyDocumentIsSentBack() throws {
        let result = try SampleCycle.validation("COL-1")
        #expect(!result.valid)
        #expect(result.issues.map(\.kind) == ["missing_key", "duplicate_key", "unexpected_key", "wrong_type"])
        #expect(result.issues.map(\.key) == ["LN-100118", "LN-100064", "LN-999999", "LN-100131"])
        #expect(result.errorCount == 3)
        #expect(result.warningCount == 1)
        #expect(!result.document.table.rows.contains { $0.first == "LN-999999" })
    }

    @Test(arguments: ["LEN-1", "RSK-1", "FIN-1", "COL-2"])
    func aGoodDocumentIsAccepted(document: String) throws {
        let result = try SampleCycle.validation(document)
        #expect(result.valid)
        #expect(result.document.table.rows.count == 36)
    }

    @Test
    func columnsAreChecked() throws {
        let request = try SampleCycle.request("finance")
        let table = DataTable(
            columns: ["loan_id", "currency", "note"],
            rows: request.keys.map { [.text($0), "EUR", ""] }
        )
        let result = try UploadValidation.validateDataUpload(
            .init(
                request: request,
                document: .init(documentID: "FIN-2", ownerID: "finance", table: table),
                attributes: try SampleCycle.plan().attributes
            )
        )
        #expect(result.issues.map(\.kind) == ["missing_column", "unknown_column"])
        #expect(result.document.table.columns == ["loan_id", "currency"])
    }
}
