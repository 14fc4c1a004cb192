// SPDX-License-Identifier: Apache-2.0

import Testing

/// Runs the published cases, each as one; a machine without them shows the suite as skipped.
@Suite(.enabled(if: PublishedSuite.isThere, "the published cases are not on this machine"))
struct PublishedCaseTests {
    @Test(arguments: PublishedSuite.expressions.expected)
    func expression(_ item: SuiteCase) { self.expect(item, PublishedSuite.expressions) }

    @Test(arguments: PublishedSuite.templates.expected)
    func template(_ item: SuiteCase) { self.expect(item, PublishedSuite.templates) }

    @Test(arguments: PublishedSuite.schemas.expected)
    func schema(_ item: SuiteCase) { self.expect(item, PublishedSuite.schemas) }

    @Test(arguments: PublishedSuite.olderSchemas.expected)
    func schemaOfDraft07(_ item: SuiteCase) { self.expect(item, PublishedSuite.olderSchemas) }

    @Test(arguments: SuiteSkip.all)
    func aSkippedCaseIsThereAndFails(_ skip: SuiteSkip) throws {
        let item = try #require(skip.suite.all.first { $0.id == skip.id }, "the case is gone: remove the skip")
        #expect(skip.suite.fault(of: item) != nil, "the case passes: remove the skip")
    }

    @Test(arguments: PublishedSuite.allCases)
    func identifiersAreUnique(_ suite: PublishedSuite) {
        #expect(!suite.all.isEmpty)
        #expect(Set(suite.all.map(\.id)).count == suite.all.count)
    }

    private func expect(_ item: SuiteCase, _ suite: PublishedSuite) {
        if let fault = suite.fault(of: item) { Issue.record("\(suite.rawValue) \(item.id): \(fault)") }
    }
}

/// Fails where the published cases must be there and are not.
@Suite(.enabled(if: PublishedSuite.isRequired, "only where the published cases are required"))
struct PublishedCasesAreThereTests {
    @Test
    func theFolderIsFound() {
        #expect(PublishedSuite.isThere, "set SKEIN_SUITES, or put shared/suites beside the checkout")
    }
}

extension PublishedSuite {
    /// What a case came to instead of what it should; `nil` when it passes.
    func fault(of item: SuiteCase) -> String? {
        switch self {
        case .expressions: ExpressionSubject.fault(of: item)
        case .templates: TemplateSubject.fault(of: item)
        case .schemas: SchemaSubject.fault(of: item, isDraft07: false)
        case .olderSchemas: SchemaSubject.fault(of: item, isDraft07: true)
        }
    }
}
