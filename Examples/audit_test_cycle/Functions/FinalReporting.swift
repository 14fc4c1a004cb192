// SPDX-License-Identifier: Apache-2.0

/// Puts the report on a test cycle together and rates the cycle.
enum FinalReporting: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The name of the test cycle.
        var cycleID: String
        /// The name of the report that was tested.
        var reportName: String
        /// The sections, in order.
        var sections: [ReportSection]
        /// The figures in them.
        var figures: CycleFigures
        /// What the reviewer adds.
        var comment: String?

        enum CodingKeys: String, CodingKey {
            case cycleID = "cycle_id"
            case reportName = "report_name"
            case sections
            case figures
            case comment
        }
    }

    /// What the function gives.
    struct Report: Codable, Sendable, Equatable {
        /// The heading.
        var title: String
        /// `satisfactory`, `needs_improvement` or `unsatisfactory`.
        var overallRating: String
        /// Why.
        var ratingReasons: [String]
        /// How many sections there are.
        var sectionCount: Int
        /// How many words the text has.
        var wordCount: Int
        /// The whole text in Markdown.
        var markdown: String

        enum CodingKeys: String, CodingKey {
            case title
            case overallRating = "overall_rating"
            case ratingReasons = "rating_reasons"
            case sectionCount = "section_count"
            case wordCount = "word_count"
            case markdown
        }
    }

    /// Puts heading, rating, table of contents and sections together.
    ///
    /// Unsatisfactory is a pass rate below 90 % or a systemic observation together with one of high severity;
    /// a pass rate below 98 % or an observation above low severity needs improvement.
    static func generateFinalReport(_ input: Input) throws(AuditError) -> Report {
        guard !input.sections.isEmpty else {
            throw AuditError(code: "section-missing", message: "The report has no section.", field: "sections")
        }
        var sections = input.sections
        if let comment = input.comment, !Figures.trimmed(comment).isEmpty {
            sections.append(
                ReportSection(sectionID: "comment", title: "Comment of the reviewer", markdown: comment)
            )
        }
        let (rating, reasons) = self.rate(input.figures)
        let title = "Test report \(input.cycleID): \(input.reportName)"
        let contents = sections.enumerated().map { index, section in
            "\(index + 1). [\(section.title)](#\(Markdown.anchor("\(index + 1) \(section.title)")))"
        }
        let chapters = sections.enumerated().map { "## \($0 + 1) \($1.title)\n\n\($1.markdown)" }
        let name = rating.split(separator: "_").joined(separator: " ")
        let markdown = """
            # \(title)

            Overall rating: **\(name)** (\(reasons.joined(separator: "; "))).

            \(contents.joined(separator: "\n"))

            \(chapters.joined(separator: "\n\n"))

            """
        return Report(
            title: title,
            overallRating: rating,
            ratingReasons: reasons,
            sectionCount: sections.count,
            wordCount: markdown.split(whereSeparator: \.isWhitespace).count,
            markdown: markdown
        )
    }

    /// Rates a cycle by its figures.
    static func rate(_ figures: CycleFigures) -> (rating: String, reasons: [String]) {
        let rate = "\(Figures.percent(figures.passRate)) of the comparisons passed"
        var grave: [String] = []
        if figures.passRate < 0.9 { grave.append(rate) }
        if figures.high > 0, figures.systemic > 0 {
            grave.append(
                "\(Figures.count(figures.systemic, "systemic observation")) and \(figures.high) of high severity"
            )
        }
        if !grave.isEmpty { return ("unsatisfactory", grave) }
        var lesser: [String] = []
        if figures.passRate < 0.98 { lesser.append(rate) }
        if figures.high + figures.medium > 0 {
            lesser.append("\(Figures.count(figures.high + figures.medium, "observation")) above low severity")
        }
        return lesser.isEmpty ? ("satisfactory", [rate]) : ("needs_improvement", lesser)
    }
}
