// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AuditPack

/// Comparisons, observations and the report.
@Suite
struct TestingTests {
    @Test(
        arguments: [
            (4.15, 4.15, AttributeType.number, 0.005, nil), (0.0415, 4.15, .number, 0.005, "scale"),
            (100.005, 100, .number, 0.005, nil), (100.02, 100, .number, 0.01, "amount"), (-5, 5, .integer, 0, "sign"),
            (6, 5, .integer, 0, "amount"), ("EUR", "eur ", .code, 0, nil), ("EUR", "USD", .code, 0, "code"),
            ("2021-06-04", "2021-04-06", .date, 0, "day_month_swapped"), ("2021-06-04", "2021-06-05", .date, 0, "date"),
            ("2021-06-04", "2021-06-05", .date, 1, nil), ("2021-02-30", "2021-03-02", .date, 0, "wrong_type"),
            (.null, 5, .number, 0, "missing_in_report"), (5, "", .number, 0, "missing_in_source"),
            (.null, " ", .number, 0, nil), ("n/a", 0.4, .number, 0, "wrong_type"), (0, 5, .number, 0, "amount"),
        ] as [(Cell, Cell, AttributeType, Double, String?)]
    )
    func differencesHaveCauses(
        _ reported: Cell,
        _ source: Cell,
        _ type: AttributeType,
        _ tolerance: Double,
        _ cause: String?
    ) {
        let difference = Difference(reported: reported, source: source, type: type, tolerance: tolerance)
        #expect(difference?.cause == cause)
    }

    @Test
    func unitsAndDatesOfTheLendingSystemAreFound() throws {
        let report = try SampleCycle.execution("LEN-1")
        #expect(report.executed == 3 * 36)
        #expect(report.failed == 8)
        let causes = report.failures.map { "\($0.key) \($0.attribute) \($0.cause ?? "")" }
        #expect(
            Set(causes) == [
                "LN-100038 interest_rate scale", "LN-100110 interest_rate scale", "LN-100118 interest_rate scale",
                "LN-100174 interest_rate scale", "LN-100157 origination_date day_month_swapped",
                "LN-100058 origination_date day_month_swapped", "LN-100197 origination_date day_month_swapped",
                "LN-100065 origination_date day_month_swapped",
            ]
        )
        let rate = try #require(report.byAttribute.first { $0.attribute == "interest_rate" })
        #expect(rate.deviationRate == 0.1111)
        #expect(rate.upperLimit == 0.2365)
    }

    @Test
    func balancesDifferBeyondACent() throws {
        let report = try SampleCycle.execution("FIN-1")
        // LN-100001, LN-100012, LN-100034 and LN-100155 are a cent off, which the dictionary tolerates.
        #expect(report.failures.map(\.key) == ["LN-100131", "LN-100019", "LN-100113", "LN-100157"])
        #expect(report.failures.first?.difference == 47_873_859.26)
    }

    @Test
    func aRowThatADocumentLacksIsNotTestable() throws {
        let report = try SampleCycle.execution("COL-1")
        #expect(report.notTestable == 1)
        #expect(report.executed == 35)
        #expect(report.failures.contains { $0.key == "LN-100118" && $0.outcome == "not_testable" })
    }

    @Test
    func tolerancesFollowFromTheType() throws {
        let attributes = try SampleCycle.plan().attributes
        func tolerance(_ name: String) throws -> Double {
            TestDesign.tolerance(try #require(attributes.first { $0.name == name }))
        }
        #expect(try tolerance("outstanding_balance") == 0.01)
        #expect(abs(try tolerance("collateral_value") - 0.005) < 1e-12)
        #expect(try tolerance("risk_rating") == 0)
        #expect(try tolerance("origination_date") == 0)
    }

    @Test
    func failuresBecomeObservations() throws {
        let findings = Observing.createObservations(.init(execution: try SampleCycle.execution("LEN-1")))
        #expect(findings.severity == "high")
        #expect(findings.observations.map(\.observationID) == ["OBS-LEN-1-01", "OBS-LEN-1-02"])
        let rates = try #require(findings.observations.first)
        #expect(rates.attribute == "interest_rate")
        #expect(rates.rating == "systemic")
        // 6.29 + 6.57 + 5.93 + 4.65, less a hundredth of each.
        #expect(rates.absoluteDifference == 23.21)
        // Not critical, 11.1 % of the rows, four failures: 0 + 2 + 1 points.
        #expect(findings.observations.last?.severity == "medium")
    }

    @Test
    func noFailureIsNoObservation() throws {
        let findings = Observing.createObservations(.init(execution: try SampleCycle.execution("COL-2")))
        #expect(findings.observations.isEmpty)
        #expect(findings.severity == "none")
    }

    static func sections() throws -> Reporting.Sections {
        let executions = try ["LEN-1", "RSK-1", "FIN-1", "COL-2"].map { try SampleCycle.execution($0) }
        return Reporting.generateReportSections(
            .init(
                cycleID: "2026Q1",
                plan: try SampleCycle.plan(),
                profile: try SampleCycle.profile(),
                scope: try SampleCycle.scope(),
                sampling: try SampleCycle.sampling(),
                executions: executions,
                findings: executions.map { Observing.createObservations(.init(execution: $0)) },
                responses: [.init(ownerID: "lending", response: "The feed is corrected.", actionBy: "2026-06-30")]
            )
        )
    }

    @Test
    func theReportHasTheFigures() throws {
        let sections = try Self.sections()
        #expect(sections.figures.executed == 36 * (3 + 5 + 2 + 1))
        #expect(sections.figures.failed == 8 + 1 + 4)
        // 383 of 396.
        #expect(sections.figures.passRate == 0.9672)
        #expect(sections.figures.high == 2)
        #expect(sections.figures.systemic == 2)
        let report = try FinalReporting.generateFinalReport(
            .init(
                cycleID: "2026Q1",
                reportName: "Loans",
                sections: sections.sections,
                figures: sections.figures,
                comment: "Repeat next quarter."
            )
        )
        #expect(report.overallRating == "unsatisfactory")
        #expect(report.sectionCount == 7)
        #expect(report.markdown.contains("5. [Test results](#5-test-results)"))
        #expect(report.markdown.contains("396 comparisons, of which 13 failed (3.3 %)."))
        #expect(report.markdown.contains("- lending: The feed is corrected. By 2026-06-30."))
        #expect(report.markdown.contains("## 7 Comment of the reviewer\n\nRepeat next quarter."))
    }

    @Test
    func theRatingFollowsFromTheFigures() throws {
        var figures = try Self.sections().figures
        (figures.high, figures.medium, figures.low, figures.systemic, figures.passRate) = (0, 0, 1, 0, 0.985)
        #expect(FinalReporting.rate(figures).rating == "satisfactory")
        figures.medium = 1
        #expect(FinalReporting.rate(figures).rating == "needs_improvement")
        figures.passRate = 0.89
        #expect(FinalReporting.rate(figures).rating == "unsatisfactory")
    }

    @Test
    func marksCarryTheirResult() {
        let mark = Lifecycle.completePhase(
            Lifecycle.Input(phase: "rfi", atStep: "complete_rfi", instance: "risk", result: 7)
        )
        #expect(mark.state == "completed")
        #expect(mark.instance == "risk")
        #expect(mark.result == 7)
    }

    @Test
    func figuresAreWrittenWithoutALocale() {
        #expect(Figures.fixed(1_234_567.5, 2) == "1,234,567.50")
        #expect(Figures.fixed(-0.001, 2) == "0.00")
        #expect(Figures.fixed(1000, 0) == "1,000")
        #expect(Figures.percent(0.0332) == "3.3 %")
        #expect(Markdown.anchor("5 Test results") == "5-test-results")
        #expect(Markdown.table(["a"], [["x|y"]]) == "| a |\n|---|\n| x\\|y |")
    }
}
