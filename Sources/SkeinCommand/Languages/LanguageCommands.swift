// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinDefinition
import SkeinEngine
import SkeinModel

struct ExpressionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expression",
        abstract: "Try expressions.",
        subcommands: [Eval.self]
    )

    struct Eval: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Evaluate an expression and print its value as JSON."
        )

        @Argument(help: "The expression.") var expression: String?
        @Option(name: .shortAndLong, help: "A file whose members are the roots; - for standard input.")
        var input: String?
        @OptionGroup var filter: FilterOptions

        func run() throws {
            if self.filter.stdio { return try Filter.run(.expression, [:]) }
            guard let expression = self.expression else { throw ValidationError("Give an expression, or --stdio.") }
            let answer = LanguageTool.expression.answer(
                try self.filter.request(["expression": .string(expression)], self.input),
                timeZones: SystemTimeZones.database
            )
            try Filter.show(answer, answer["value"] ?? .null)
        }
    }
}

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Try templates.",
        subcommands: [Render.self, ExplainTemplate.self]
    )

    struct Render: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Fill a template and print the text.")

        @OptionGroup var options: TemplateCommandOptions

        func run() throws {
            guard let request = try self.options.request(.template) else { return }
            let answer = LanguageTool.template.answer(request)
            guard let output = answer["output"]?.string else { return try Filter.show(answer, .null) }
            try Console.write(Array(output.utf8))
        }
    }

    struct ExplainTemplate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Fill a template and print where each part comes from, as JSON."
        )

        @OptionGroup var options: TemplateCommandOptions

        func run() throws {
            guard let request = try self.options.request(.explanation) else { return }
            let answer = LanguageTool.explanation.answer(request)
            try Filter.show(answer, answer)
        }
    }
}

/// What rendering and explaining share.
struct TemplateCommandOptions: ParsableArguments {
    @Argument(help: "A file with the template.") var file: String?
    @Option(name: .shortAndLong, help: "A file with the values, in JSON or YAML; - for standard input.")
    var input: String?
    @Option(help: "A template that this one calls, as NAME=FILE; repeatable.") var partial: [String] = []
    @Option(help: "text (strict, nothing escaped), html (escaped) or handlebars (its own defaults).")
    var mode: String?
    @OptionGroup var filter: FilterOptions

    /// The request that the options describe; `nil` when requests came on standard input and have been answered.
    func request(_ tool: LanguageTool) throws -> JSONValue? {
        if self.filter.stdio {
            try Filter.run(tool, self.mode.map { ["mode": .string($0)] } ?? [:])
            return nil
        }
        guard let file = self.file else { throw ValidationError("Give a file, or --stdio.") }
        var partials = JSONObject()
        for assignment in self.partial {
            let parts = assignment.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw ValidationError("--partial takes NAME=FILE, not '\(assignment)'.") }
            partials[String(parts[0])] = .string(try Filter.text(String(parts[1])))
        }
        let members: JSONObject = [
            "template": .string(try Filter.text(file)), "mode": .string(self.mode ?? "text"),
            "partials": .object(partials),
        ]
        return try self.filter.request(members, self.input)
    }
}

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Try JSON Schemas.",
        subcommands: [ValidateValue.self]
    )

    struct ValidateValue: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "validate",
            abstract: "Check a value against a schema; ends with 1 when it does not satisfy it."
        )

        @Argument(help: "A file with the schema.") var schema: String?
        @Option(name: [.short, .customLong("data")], help: "A file with the value; - for standard input.")
        var data: String?
        @Flag(help: "Leave `format` unchecked.") var noFormats = false
        @Flag(name: .customLong("draft-07"), help: "Read a schema that does not say its dialect as draft-07.")
        var isDraft7 = false
        @OptionGroup var filter: FilterOptions

        func run() throws {
            var options = JSONObject()
            if self.noFormats { options["formats"] = "annotate" }
            if self.isDraft7 { options["dialect"] = "draft-07" }
            if self.filter.stdio { return try Filter.run(.schema, ["options": .object(options)]) }
            guard let file = self.schema else { throw ValidationError("Give a schema, or --stdio.") }
            let members: JSONObject = ["schema": try Documents(path: file).value, "options": .object(options)]
            let answer = LanguageTool.schema.answer(try self.filter.request(members, self.data))
            try Filter.show(answer, answer)
            if answer["valid"] == false { throw Exit.failed }
        }
    }
}

/// What all of them have: working as a filter.
struct FilterOptions: ParsableArguments {
    @Flag(help: "Read one JSON request a line from standard input, and answer with one line each.")
    var stdio = false

    /// A request with a value that stands in a file.
    func request(_ members: JSONObject, _ input: String?) throws -> JSONValue {
        var request = members
        request["input"] = try input.map { try Documents(path: $0).value }
        return .object(request)
    }
}

/// Answers requests, one a line.
enum Filter {
    /// Answers until standard input ends.
    ///
    /// - Parameters:
    ///   - tool: What answers.
    ///   - defaults: What a request means that does not say.
    /// - Throws: ``ClosedOutput`` when nobody reads the answers.
    static func run(_ tool: LanguageTool, _ defaults: JSONObject) throws {
        while let line = readLine() {
            let answer: JSONValue
            do throws(JSONError) {
                answer = tool.answer(
                    Self.filling(try JSONParser.parse(line), defaults),
                    timeZones: SystemTimeZones.database
                )
            } catch {
                answer = ["error": .string("The request is not valid JSON: \(error)"), "code": "request-malformed"]
            }
            try Console.out(JSONWriter.text(answer))
        }
    }

    private static func filling(_ request: JSONValue, _ defaults: JSONObject) -> JSONValue {
        guard case .object(var object) = request else { return request }
        for (name, value) in defaults where object[name] == nil { object[name] = value }
        return .object(object)
    }

    /// Prints a value; for a fault, prints that and ends with 1.
    static func show(_ answer: JSONValue, _ value: JSONValue) throws {
        guard answer["error"] != nil else { return try Console.out(JSONWriter.pretty(value)) }
        try Console.out(JSONWriter.pretty(answer))
        throw Exit.failed
    }

    /// The text of a file; `-` is standard input.
    static func text(_ path: String) throws -> String {
        String(decoding: try InputFile.bytes(path), as: UTF8.self)
    }
}
