// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinSchema
import SkeinStorage
import SkeinTesting

/// Reads test files, runs their tests with the built-in functions, and collects what they come to.
struct TestRunner {
    private let registry: FunctionRegistry
    private let functions: [String: KnownFunction]
    private let filter: String?
    private var files: [TestReport.File] = []
    /// By the path of the definition, in the order in which they were first tested.
    private var coverage: [(path: String, coverage: Coverage, document: Documents)] = []

    init(filter: String?) throws {
        self.registry = try BuiltInFunctions.registry()
        self.filter = filter
        var functions: [String: KnownFunction] = [:]
        for function in self.registry.all {
            functions[function.name] = KnownFunction(
                isEffect: function.kind == .effect,
                input: try function.inputSchema.map { try Schema($0) },
                output: try function.outputSchema.map { try Schema($0) }
            )
        }
        self.functions = functions
    }

    var report: TestReport {
        var report = TestReport()
        report.files = self.files
        report.coverage = self.coverage.map { path, coverage, document in
            TestReport.DefinitionCoverage(path: path, coverage, line: document.lineOf)
        }
        return report
    }

    // MARK: One file

    /// Runs the tests of a file; what is wrong with the file becomes part of the report.
    mutating func run(_ path: String) async throws {
        var file = TestReport.File(path: path)
        let loaded = Self.load(path, &file)
        if let (document, definition, graph, tests) = loaded {
            file.key = graph.definition.key
            let wanted = tests.filter { self.filter.map($0.name.contains) ?? true }
            for test in wanted {
                let result = await self.result(of: test, graph, definition)
                file.entries.append(TestReport.Entry(test.name, result, line: document.lineOf))
            }
            if wanted.isEmpty, !tests.isEmpty { return }
        }
        self.files.append(file)
    }

    private mutating func result(
        of test: WorkflowTest,
        _ graph: Graph,
        _ definition: (path: String, document: Documents)
    ) async -> TestReport.Entry.Result {
        if let reason = test.skip { return .skipped(reason) }
        let outcome = await self.run(test, graph)
        let index = self.coverage.firstIndex { $0.path == definition.path } ?? self.coverage.count
        if index == self.coverage.count {
            self.coverage.append((definition.path, Coverage(of: graph), definition.document))
        }
        self.coverage[index].coverage.record(outcome, graph: graph)
        return .ran(Verdict(test, outcome, graph: graph, timeZones: SystemTimeZones.database))
    }

    private func run(_ test: WorkflowTest, _ graph: Graph) async -> Outcome {
        var run = TestRun(
            test,
            graph: graph,
            functions: self.functions,
            digest: HashChain.sha256,
            timeZones: SystemTimeZones.database
        )
        while case .call(let call) = run.next() { run.answer(await self.result(of: call, at: test.startsAt)) }
        return run.outcome
    }

    private func result(of call: Outcome.Call, at time: Timestamp) async -> Result<JSONValue, Failure> {
        guard let function = self.registry.find(call.function) else {
            let message = "No function '\(call.function)' is registered."
            return .failure(Failure(code: FailureCode.functionNotFound, message: message))
        }
        let id = ExecutionID(UUIDv7(at: time, random: (1, 1)))
        return await function.run(
            call.input,
            FunctionContext(executionID: id, stepPath: call.path, attempt: call.attempt)
        )
    }

    // MARK: Reading

    private typealias Loaded = (
        document: Documents, definition: (path: String, document: Documents), graph: Graph, tests: [WorkflowTest]
    )

    /// Reads a test file, its definition and what it includes; `nil` with problems in the file's report.
    private static func load(_ path: String, _ file: inout TestReport.File) -> Loaded? {
        guard let document = Self.document(path, &file) else { return nil }
        let decoder = TestFileDecoder(document.value)
        let named = decoder.definitionPath.map { TestFiles.path($0, from: path) }
        guard let definitionPath = named ?? TestFiles.definition(beside: path) else {
            let message = "No definition of the same name lies beside the file."
            let hint = "Name it in the file: 'definition: PATH'."
            file.problems.append((path, Problem("definition-missing", at: .root, message, hint: hint)))
            return nil
        }
        guard let definition = Self.document(definitionPath, &file, namedAt: named == nil ? nil : (path, document))
        else { return nil }
        let compiled = DefinitionDecoder().decode(definition.value)
        file.problems += compiled.problems.filter { $0.severity == .error }
            .map { (definitionPath, definition.located($0)) }
        guard let graph = compiled.graph else { return nil }
        var included: [String: JSONValue] = [:]
        for relative in decoder.includedPaths {
            included[relative] = Self.included(TestFiles.path(relative, from: path), &file)
        }
        let result = decoder.decode(for: graph, files: included)
        file.problems += result.problems.map { (path, document.located($0)) }
        return result.file.map { (document, (definitionPath, definition), graph, $0.tests) }
    }

    /// Reads a file that a test file includes; the decoder reports one that is not there, with its place.
    private static func included(_ path: String, _ file: inout TestReport.File) -> JSONValue? {
        do {
            return try Documents(path: path).value
        } catch let error as SkeinError where error.code == .documentMalformed {
            file.problems += error.problems.map { (path, $0) }
        } catch {}
        return nil
    }

    /// Reads a document; one that cannot be read becomes a problem of the file that names it.
    private static func document(
        _ path: String,
        _ file: inout TestReport.File,
        namedAt place: (path: String, document: Documents)? = nil
    ) -> Documents? {
        do {
            return try Documents(path: path)
        } catch let error as SkeinError where error.code == .documentMalformed && !error.problems.isEmpty {
            file.problems += error.problems.map { (path, $0) }
        } catch {
            let message = (error as? SkeinError)?.message ?? "\(error)"
            let pointer = place == nil ? JSONPointer.root : JSONPointer(tokens: ["definition"])
            let problem = Problem("file-not-found", at: pointer, message)
            file.problems.append((place?.path ?? path, place?.document.located(problem) ?? problem))
        }
        return nil
    }
}
