// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SkeinModel
import SkeinTesting

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests that lie beside definitions, in virtual time, without a server.",
        discussion: """
            PATH is a test file, or a folder that is searched for *.test.yaml, *.test.yml and *.test.json; \
            without one it is this folder. \
            Functions that a test does not answer for run as they are built in, unless they reach outside.
            Exit codes: 0 all passed, 1 something failed or a file has errors, 2 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("Test files, and folders to search.", valueName: "path"))
    var paths = ["."]

    @Option(help: "Run only tests whose name contains this text.")
    var filter: String?

    @Flag(name: .shortAndLong, help: "Show the path of passing tests too, and what each step came to.")
    var verbose = false

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Write the results as JUnit XML to this file.", valueName: "file"))
    var junit: String?

    @Flag(inversion: .prefixedNo, help: "List what no test reaches.")
    var coverage = true

    @Option(help: ArgumentHelp("Fail when the tests of a definition reach less.", valueName: "percent"))
    var minCoverage: Double?

    func validate() throws {
        if let minCoverage, !(0...100).contains(minCoverage) {
            throw ValidationError("--min-coverage is from 0 to 100.")
        }
        if minCoverage != nil, filter != nil {
            throw ValidationError("--min-coverage needs all tests, so it cannot be combined with --filter.")
        }
    }

    func run() async throws {
        var runner = try TestRunner(filter: self.filter)
        for path in try TestFiles.find(self.paths) { try await runner.run(path) }
        var report = runner.report
        report.leastCoverage = self.minCoverage
        guard !report.entries.isEmpty || report.unreadableCount > 0 else {
            let what = self.filter.map { "No test has '\($0)' in its name." } ?? "The files hold no tests."
            throw SkeinError(.configurationInvalid, what)
        }
        if let junit = self.junit { try Self.write(report.junit, to: junit) }
        if self.json {
            try Console.out(JSONWriter.pretty(report.json))
        } else {
            // Of some of the tests coverage says little.
            let style = TextStyle(
                isColoured: Self.isColoured,
                isVerbose: self.verbose,
                showsCoverage: self.coverage && self.filter == nil
            )
            try Console.out(report.text(style))
        }
        if !report.hasPassed { throw Exit.failed }
    }

    /// Whether a terminal reads the output, and nothing asks for plain text (https://no-color.org).
    private static var isColoured: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    private static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            let message = "The file '\(path)' cannot be written: \(error.localizedDescription)"
            throw SkeinError(.configurationInvalid, message)
        }
    }
}
