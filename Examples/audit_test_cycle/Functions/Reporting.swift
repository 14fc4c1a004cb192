// SPDX-License-Identifier: Apache-2.0

/// One part of the report on a test cycle.
struct ReportSection: Codable, Sendable, Equatable {
    /// Its name, unique in the report.
    var sectionID: String
    /// Its heading.
    var title: String
    /// Its text in Markdown, without the heading.
    var markdown: String

    enum CodingKeys: String, CodingKey {
        case sectionID = "section_id"
        case title
        case markdown
    }
}

/// The figures by which a test cycle is rated.
struct CycleFigures: Codable, Sendable, Equatable {
    /// How many rows the report has.
    var rows: Int
    /// The mean quality of its attributes.
    var qualityScore: Double
    /// How many attributes were tested.
    var attributesTested: Int
    /// How many rows were tested.
    var samples: Int
    /// How many comparisons were made.
    var executed: Int
    /// How many failed.
    var failed: Int
    /// Passed by executed.
    var passRate: Double
    /// How many observations of high severity there are.
    var high: Int
    /// How many of medium severity.
    var medium: Int
    /// How many of low severity.
    var low: Int
    /// How many observations are systemic.
    var systemic: Int

    enum CodingKeys: String, CodingKey {
        case rows
        case qualityScore = "quality_score"
        case attributesTested = "attributes_tested"
        case samples
        case executed
        case failed
        case passRate = "pass_rate"
        case high
        case medium
        case low
        case systemic
    }
}

/// Writes the sections of the report on a test cycle.
enum Reporting: Sendable {
    /// What the sections are made from.
    struct Input: Codable, Sendable {
        /// The name of the test cycle.
        var cycleID: String
        /// The attributes of the report.
        var plan: AttributePlanning.Plan
        /// The quality of the data.
        var profile: DataProfiling.Profile
        /// What was tested.
        var scope: Scoping.Scope
        /// The rows that were tested.
        var sampling: Sampling.Plan
        /// The tests, one of each document.
        var executions: [TestExecution.Report]
        /// The findings, one list of each document.
        var findings: [Observing.Findings]
        /// What the owners said.
        var responses: [Response]?

        enum CodingKeys: String, CodingKey {
            case cycleID = "cycle_id"
            case plan
            case profile
            case scope
            case sampling
            case executions
            case findings
            case responses
        }
    }

    /// What an owner says about the findings in the owner's data.
    struct Response: Codable, Sendable {
        /// The owner's short name.
        var ownerID: String
        /// The answer.
        var response: String
        /// When it will be mended.
        var actionBy: String?

        enum CodingKeys: String, CodingKey {
            case ownerID = "owner_id"
            case response
            case actionBy = "action_by"
        }
    }

    /// What the function gives.
    struct Sections: Codable, Sendable, Equatable {
        /// The sections, in order.
        var sections: [ReportSection]
        /// The figures in them.
        var figures: CycleFigures
    }

    /// Writes summary, data quality, scope, sampling, results, observations and responses.
    static func generateReportSections(_ input: Input) -> Sections {
        let figures = self.figures(input)
        let sections = [
            ReportSection(sectionID: "summary", title: "Summary", markdown: self.summary(input, figures)),
            ReportSection(sectionID: "data_quality", title: "Data quality", markdown: self.quality(input.profile)),
            ReportSection(sectionID: "scope", title: "Scope", markdown: self.scope(input)),
            ReportSection(sectionID: "sampling", title: "Sampling", markdown: self.sampling(input.sampling)),
            ReportSection(sectionID: "results", title: "Test results", markdown: self.results(input)),
            ReportSection(sectionID: "observations", title: "Observations", markdown: self.observations(input)),
        ]
        return Sections(sections: sections, figures: figures)
    }

    static func figures(_ input: Input) -> CycleFigures {
        let executed = input.executions.reduce(0) { $0 + $1.executed }
        let passed = input.executions.reduce(0) { $0 + $1.passed }
        let all = input.findings.flatMap(\.observations)
        return CycleFigures(
            rows: input.profile.rows,
            qualityScore: input.profile.qualityScore,
            attributesTested: input.scope.attributeNames.count,
            samples: input.sampling.sampleSize,
            executed: executed,
            failed: executed - passed,
            passRate: Figures.round(Figures.share(passed, of: executed), 4),
            high: all.filter { $0.severity == "high" }.count,
            medium: all.filter { $0.severity == "medium" }.count,
            low: all.filter { $0.severity == "low" }.count,
            systemic: all.filter { $0.rating == "systemic" }.count
        )
    }

    private static func summary(_ input: Input, _ figures: CycleFigures) -> String {
        """
        The test cycle \(input.cycleID) examined "\(input.plan.reportName)" as of \(input.plan.asOfDate). Of \
        \(Figures.count(figures.rows, "row")) and \(Figures.count(input.plan.attributes.count, "attribute")), \
        \(Figures.count(figures.samples, "row")) and \(Figures.count(figures.attributesTested, "attribute")) were \
        compared with their sources: \(Figures.count(figures.executed, "comparison")), of which \(figures.failed) \
        failed (\(Figures.percent(1 - figures.passRate))).

        The observations are \(figures.high) of high, \(figures.medium) of medium and \(figures.low) of low severity. \
        Systemic among them: \(figures.systemic).
        """
    }

    private static func quality(_ profile: DataProfiling.Profile) -> String {
        let rows = profile.attributes.map { item in
            [
                item.name, Figures.percent(item.completeness), Figures.percent(item.validity),
                "\(item.outliers.count)", Figures.fixed(item.qualityScore, 1), item.qualityBand,
            ]
        }
        return "The mean quality is \(Figures.fixed(profile.qualityScore, 1)) of 100; "
            + "\(Figures.count(profile.defectCount, "value")) are missing, invalid or repeated.\n\n"
            + Markdown.table(["attribute", "complete", "valid", "outliers", "quality", "band"], rows)
    }

    private static func scope(_ input: Input) -> String {
        let rows = input.scope.inScope.map {
            [$0.name, Figures.fixed($0.priority, 1), $0.reasons.joined(separator: "; ")]
        }
        let others = input.scope.outOfScope.map(\.name).joined(separator: ", ")
        return "The attributes tested carry \(Figures.percent(input.scope.riskCoverage)) of the risk.\n\n"
            + Markdown.table(["attribute", "priority", "why"], rows)
            + "\n\nNot tested: \(others.isEmpty ? "none" : others)."
    }

    private static func sampling(_ plan: Sampling.Plan) -> String {
        let rows = plan.strata.map { ["\($0.name)", "\($0.population)", "\($0.certainty)", "\($0.drawn)"] }
        return "With \(Figures.percent(plan.confidence)) confidence, a tolerable rate of "
            + "\(Figures.percent(plan.tolerableRate)) and \(Figures.count(plan.expectedDeviations, "deviation")) "
            + "expected, \(Figures.count(plan.requiredSize, "row")) had to be drawn; "
            + "\(Figures.count(plan.sampleSize, "row")) were tested, drawn with the seed \(plan.seed).\n\n"
            + Markdown.table(["stratum", "rows", "always tested", "drawn"], rows)
    }

    private static func results(_ input: Input) -> String {
        let rows = input.executions.flatMap { execution in
            execution.byAttribute.map { result in
                [
                    execution.documentID, result.attribute, "\(result.executed)", "\(result.failed)",
                    Figures.percent(result.deviationRate), Figures.percent(result.upperLimit),
                ]
            }
        }
        return Markdown.table(["document", "attribute", "tested", "failed", "rate", "upper limit"], rows)
    }

    private static func observations(_ input: Input) -> String {
        let all = input.findings.flatMap(\.observations)
        guard !all.isEmpty else { return "There are none." }
        let items = all.map { item in
            let amount = item.absoluteDifference.map { " Sum of differences: \(Figures.fixed($0, 2))." } ?? ""
            return "- **\(item.observationID)** (\(item.severity), \(item.rating)): \(item.title).\(amount) "
                + "Examples: \(item.examples.joined(separator: ", ")). \(item.recommendation)"
        }
        let answers = (input.responses ?? []).map { answer in
            "- \(answer.ownerID): \(answer.response)\(answer.actionBy.map { " By \($0)." } ?? "")"
        }
        let said = answers.isEmpty ? "" : "\n\nResponses of the data owners:\n\n\(answers.joined(separator: "\n"))"
        return items.joined(separator: "\n") + said
    }
}

/// The writing of Markdown.
enum Markdown: Sendable {
    /// Writes a table; a bar within a cell is escaped.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        let lines = ([header] + rows).map { cells in
            "| "
                + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
                .joined(separator: " | ") + " |"
        }
        let rule = "|" + String(repeating: "---|", count: header.count)
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
    }

    /// The anchor that a heading gets: lower case, a hyphen for a space, nothing else but letters and digits.
    static func anchor(_ heading: String) -> String {
        String(
            heading.lowercased().compactMap { character -> Character? in
                character == " " ? "-" : character.isLetter || character.isNumber || character == "-" ? character : nil
            }
        )
    }
}
