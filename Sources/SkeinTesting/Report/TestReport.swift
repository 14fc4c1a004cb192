// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What running test files came to.
package struct TestReport: Sendable {
    /// What one file came to.
    package struct File: Sendable {
        package let path: String
        /// The key of the definition; `nil` when that could not be read.
        package var key: String?
        /// What is wrong with the file or its definition, each with the path of the document; then no test ran.
        package var problems: [(path: String, problem: Problem)] = []
        package var entries: [Entry] = []

        package init(path: String) { self.path = path }
    }

    /// What one test came to.
    package struct Entry: Sendable {
        package enum Result: Sendable {
            case ran(Verdict)
            /// It did not run, for that reason.
            case skipped(String)
        }

        package let name: String
        package let result: Result
        /// The lines of the test file on which differences and faults stand.
        package let lines: [JSONPointer: Int]

        /// Makes an entry; the function gives the line of the test file on which something stands.
        package init(_ name: String, _ result: Result, line: (JSONPointer) -> Int?) {
            self.name = name
            self.result = result
            var lines: [JSONPointer: Int] = [:]
            if case .ran(let verdict) = result {
                let pointers = verdict.differences.map(\.pointer) + verdict.outcome.faults.map(\.pointer)
                for pointer in pointers { lines[pointer] = line(pointer) }
            }
            self.lines = lines
        }

        /// Whether it ran and did not come to what it expects.
        package var hasFailed: Bool {
            if case .ran(let verdict) = self.result { !verdict.hasPassed } else { false }
        }
    }

    /// How far the tests of a definition go.
    package struct DefinitionCoverage: Sendable {
        package let path: String
        package let coverage: Coverage
        /// The lines of the definition on which ways stand that no test takes.
        package let lines: [JSONPointer: Int]

        /// Makes an entry; the function gives the line of the definition on which something stands.
        package init(path: String, _ coverage: Coverage, line: (JSONPointer) -> Int?) {
            self.path = path
            self.coverage = coverage
            var lines: [JSONPointer: Int] = [:]
            for way in coverage.missing { lines[way.pointer] = line(way.pointer) }
            self.lines = lines
        }
    }

    package var files: [File] = []
    package var coverage: [DefinitionCoverage] = []
    /// The least share of ways, in percent, that the tests of each definition have to take.
    package var leastCoverage: Double?

    package init() {}

    package var entries: [Entry] { self.files.flatMap(\.entries) }
    package var failedCount: Int { self.entries.count(where: \.hasFailed) }
    package var skippedCount: Int {
        self.entries.count { if case .skipped = $0.result { true } else { false } }
    }
    package var passedCount: Int { self.entries.count - self.failedCount - self.skippedCount }
    package var unreadableCount: Int { self.files.count { !$0.problems.isEmpty } }

    /// The definitions whose tests take too few ways.
    package var tooLittleCovered: [DefinitionCoverage] {
        guard let least = self.leastCoverage else { return [] }
        return self.coverage.filter { $0.coverage.percentage < least }
    }

    /// Whether all tests passed, every file could be read and enough ways are taken.
    package var hasPassed: Bool {
        self.failedCount == 0 && self.unreadableCount == 0 && self.tooLittleCovered.isEmpty
    }
}
