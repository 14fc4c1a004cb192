// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinDefinition
import SkeinEngine
import SkeinModel

/// What `validate` and `lint` share: checking files without a server or a database.
private struct Checker {
    let files: [String]
    let json: Bool
    let showsWarnings: Bool

    /// Checks the files, prints what it found, and ends with 1 when one of them is invalid.
    func run() throws {
        let signatures = try BuiltInFunctions.registry().signatures
        var reports: [JSONValue] = []
        var isValid = true
        for file in self.files {
            let problems = try self.problems(file, signatures).filter { self.showsWarnings || $0.severity == .error }
            let fileIsValid = !problems.contains { $0.severity == .error }
            isValid = isValid && fileIsValid
            reports.append([
                "file": .string(file), "valid": .bool(fileIsValid), "problems": .array(problems.map(\.json)),
            ])
            if self.json { continue }
            let verdict = fileIsValid ? (problems.isEmpty ? "valid" : "valid, with warnings") : "invalid"
            try Console.out("\(file): \(verdict)")
            for problem in problems { try Console.out("  \(problem)") }
        }
        if self.json { try Console.out(JSONWriter.pretty(.array(reports))) }
        if !isValid { throw Exit.failed }
    }

    private func problems(_ file: String, _ signatures: [String: FunctionSignature]) throws -> [Problem] {
        let document: Documents
        do {
            document = try Documents(path: file)
        } catch let error as SkeinError where error.code == .documentMalformed {
            return error.problems
        }
        let result = DefinitionDecoder().decode(document.value)
        return (result.problems + (result.graph?.problems(calling: signatures) ?? [])).map(document.located)
    }
}

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check definition files: every error with its place, without a server."
    )

    @Argument(help: "Definition files in YAML or JSON; - for standard input.")
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws { try Checker(files: self.files, json: self.json, showsWarnings: false).run() }
}

struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check definition files as `validate` does, and warn of what is probably a mistake."
    )

    @Argument(help: "Definition files in YAML or JSON; - for standard input.")
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws { try Checker(files: self.files, json: self.json, showsWarnings: true).run() }
}
