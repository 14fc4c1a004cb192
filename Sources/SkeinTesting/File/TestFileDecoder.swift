// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel

/// Reads a test file and says everything that is wrong with it at once.
///
/// A file is read in two steps, because reading files is the caller's: first what else it needs, its definition and the
/// files that it includes, then all of it.
package struct TestFileDecoder: Sendable {
    /// What reading a file came to.
    package struct Result: Sendable {
        /// The file, when it has no errors.
        package let file: TestFile?
        package let problems: [Problem]
    }

    private let document: JSONValue

    package init(_ document: JSONValue) { self.document = document }

    /// The path of the definition as the file names it; `nil` when it names none.
    package var definitionPath: String? { self.document["definition"]?.string }

    /// The paths of the files that it includes.
    package var includedPaths: [String] { Inclusion.paths(in: self.document) }

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - graph: The definition that it tests.
    ///   - files: The files that it includes, by path; one that is missing becomes a problem.
    /// - Returns: The file, or everything that is wrong with it.
    package func decode(for graph: Graph, files: [String: JSONValue] = [:]) -> Result {
        guard case .object(let object) = self.document else {
            let message = "A test file is an object, not \(self.document.typeName)."
            return Result(file: nil, problems: [Problem("type-mismatch", at: .root, message)])
        }
        let collector = ProblemCollector()
        let reader = FieldReader(object, at: .root, collector)
        let script = ScriptDecoder(graph: graph, includer: Includer(files: files) { collector.add($0) })
        reader.allow("definition")
        let description = reader.string("description")
        let common = reader.reader("defaults").map { Common(defaults: $0, script) } ?? Common()
        reader.require("tests", "the list of tests, each with at least a name")
        var tests: [WorkflowTest] = []
        for (index, value) in (reader.array("tests") ?? []).enumerated() {
            let place = JSONPointer(tokens: ["tests", String(index)])
            guard let part = script.object(value, at: place, collector) else { continue }
            guard let test = Self.test(part, common, script) else { continue }
            if tests.contains(where: { $0.name == test.name }) {
                part.problem("name-duplicate", "name", "Two tests are named '\(test.name)'.")
            }
            tests.append(test)
        }
        reader.finish("a test file")
        let hasErrors = collector.problems.contains { $0.severity == .error }
        return Result(
            file: hasErrors ? nil : TestFile(description: description, tests: tests),
            problems: collector.problems
        )
    }

    private static func test(_ reader: FieldReader, _ common: Common, _ script: ScriptDecoder) -> WorkflowTest? {
        reader.require("name", "a sentence that says what the test shows")
        let name = reader.string("name")
        let description = reader.string("description")
        let skip = reader.string("skip")
        let isInteractive = reader.bool("interactive") ?? false
        let own = Common(fields: reader, script)
        let moves = script.script(reader)
        let expectation = ExpectationDecoder(script: script).expectation(reader, tolerance: common.tolerance)
        reader.finish("a test file")
        guard let name else { return nil }
        return WorkflowTest(
            name: name,
            description: description,
            skip: skip,
            input: Self.merged(common.input, own.input),
            context: Self.merged(common.context, own.context).object ?? [:],
            userID: own.userID ?? common.userID ?? "author",
            projectID: own.projectID ?? common.projectID,
            isInteractive: isInteractive,
            startsAt: own.startsAt ?? common.startsAt ?? WorkflowTest.standardStart,
            script: moves,
            defaults: common.script,
            expectation: expectation,
            pointer: reader.pointer
        )
    }

    /// The defaults, with the members that a test gives itself in their places.
    private static func merged(_ defaults: JSONValue?, _ own: JSONValue?) -> JSONValue {
        guard let own else { return defaults ?? [:] }
        guard case .object(var merged)? = defaults, case .object(let object) = own else { return own }
        for (key, value) in object { merged[key] = value }
        return .object(merged)
    }
}

/// What both a test and the defaults of all tests say.
private struct Common {
    var input: JSONValue?
    var context: JSONValue?
    var userID: String?
    var projectID: String?
    var startsAt: Timestamp?
    var script = Script()
    var tolerance = 0.0

    init() {}

    /// Reads `defaults`.
    init(defaults reader: FieldReader, _ decoder: ScriptDecoder) {
        self.init(fields: reader, decoder)
        self.script = decoder.script(reader)
        self.tolerance = ExpectationDecoder.tolerance(reader) ?? 0
        if !self.script.actions.isEmpty {
            let message = "What an operator does belongs to one test, not to all of them."
            reader.problem("field-unavailable", "actions", message)
        }
        reader.finish("a test file")
    }

    /// Reads what both say of a start.
    init(fields reader: FieldReader, _ decoder: ScriptDecoder) {
        if let input = reader.value("input") {
            self.input = decoder.includer.resolve(input, at: reader.pointer.appending("input"))
        }
        if let context = reader.value("context") {
            if context.object == nil { reader.mismatch("context", context, "an object") }
            self.context = decoder.includer.resolve(context, at: reader.pointer.appending("context"))
        }
        self.userID = reader.string("user")
        self.projectID = reader.string("project")
        if let text = reader.string("at") {
            self.startsAt = Timestamp(text)
            if self.startsAt == nil {
                let hint = "Write it as 2026-03-01T09:00:00Z."
                reader.problem("time-malformed", "at", "'\(text)' is no time.", hint: hint)
            }
        }
    }
}
