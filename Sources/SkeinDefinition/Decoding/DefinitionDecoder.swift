// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
import SkeinSchema

/// Reads a definition's document and says everything that is wrong with it at once.
package struct DefinitionDecoder: Sendable {
    /// What reading a document came to.
    package struct Result: Sendable {
        /// The graph, when the document has no errors.
        package let graph: Graph?
        /// Errors and warnings, in the order of the document.
        package let problems: [Problem]

        /// The problems that make the document unusable.
        package var errors: [Problem] { self.problems.filter { $0.severity == .error } }
    }

    /// What definitions may ask for.
    package let limits: DefinitionLimits

    package init(limits: DefinitionLimits = DefinitionLimits()) { self.limits = limits }

    /// Reads and compiles a document.
    package func decode(_ document: JSONValue) -> Result {
        let collector = ProblemCollector()
        let graph = self.compile(document, collector)
        if let graph { Linter(graph: graph, collector: collector).run() }
        let isSound = !collector.problems.contains { $0.severity == .error }
        return Result(graph: isSound ? graph : nil, problems: collector.problems)
    }

    /// Reads and compiles a document, or throws every error in it.
    ///
    /// - Throws: ``SkeinError`` `definition-invalid` with all problems.
    package func graph(_ document: JSONValue) throws(SkeinError) -> Graph {
        let result = self.decode(document)
        if let graph = result.graph { return graph }
        throw Self.invalid(result.errors)
    }

    /// Compiles a version that has been stored.
    ///
    /// It was checked when it was stored. A rule that Skein has learnt since then keeps no execution of it from going on:
    /// what the linter finds is not looked for, and of the rest only what makes it impossible to run counts.
    ///
    /// - Throws: ``SkeinError`` `definition-invalid` for one that this Skein cannot run.
    package func graph(stored document: JSONValue) throws(SkeinError) -> Graph {
        let collector = ProblemCollector()
        let graph = self.compile(document, collector)
        let faults = collector.problems.filter { $0.severity == .error && !Self.laterRules.contains($0.code) }
        if let graph, faults.isEmpty { return graph }
        throw Self.invalid(faults)
    }

    /// The codes of rules that are younger than definitions that break them and run all the same.
    private static let laterRules: Set<String> = ["key-missing"]

    private func compile(_ document: JSONValue, _ collector: ProblemCollector) -> Graph? {
        guard case .object(let object) = document else {
            let message = "A definition is an object, not \(document.typeName)."
            collector.add(Problem("type-mismatch", at: .root, message))
            return nil
        }
        let definition = self.definition(FieldReader(object, at: .root, collector), document)
        return definition.map { Graph($0, collector) }
    }

    /// The error that a document with those problems is refused with.
    package static func invalid(_ problems: [Problem]) -> SkeinError {
        let count = problems.count { $0.severity == .error }
        let message = "The definition has \(count) \(count == 1 ? "error" : "errors"); nothing was stored."
        return SkeinError(.definitionInvalid, message, problems: problems)
    }

    private func definition(_ reader: FieldReader, _ document: JSONValue) -> WorkflowDefinition? {
        let key = self.key(reader)
        let displayName = reader.string("display_name")
        reader.require("display_name", "a name for people")
        let discipline = reader.string("discipline")
        reader.require("discipline", "a category, such as civil")
        let inputSchema = reader.schema("input_schema")
        reader.require("input_schema", "the JSON Schema of the input")
        let outputSchema = reader.schema("output_schema")
        let output = reader.template("output")
        let risk = RiskDecoder.decode(reader)
        let rules = RuleDecoder.decode(reader, "validation_rules")
        let description = reader.string("description")
        let status = reader.choice("status", DefinitionStatus.self) ?? .active
        let tags = reader.strings("tags") ?? []
        let retention = self.retention(reader)
        self.refuseUnavailable(reader)
        let mode = reader.choice("execution_mode", ExecutionMode.self) ?? .sequential
        let steps = StepDecoder(limits: self.limits, collector: reader.collector).decode(reader)
        reader.finish()
        // The parts that failed have left their problems behind.
        guard let key, let displayName, let discipline, let inputSchema else { return nil }
        return WorkflowDefinition(
            key: key,
            displayName: displayName,
            description: description,
            discipline: discipline,
            status: status,
            tags: tags,
            inputSchema: inputSchema,
            outputSchema: outputSchema,
            output: output,
            risk: risk,
            validationRules: rules,
            steps: steps,
            retention: retention,
            executionMode: mode,
            document: document
        )
    }

    private func key(_ reader: FieldReader) -> String? {
        let key = reader.string("deliverable_type")
        reader.require("deliverable_type", "the definition's key, such as foundation_design")
        guard let key else { return nil }
        guard NamePattern.isName(key), key.utf8.count <= 100 else {
            let hint = "Use lower-case letters, digits and '_', starting with a letter; 100 at most."
            reader.problem("name-malformed", "deliverable_type", "'\(key)' cannot be a key.", hint: hint)
            return nil
        }
        return key
    }

    /// How long executions are kept; whoever means that they are not kept at all has to say a short time.
    private func retention(_ reader: FieldReader) -> Duration? {
        guard let retention = reader.duration("retention") else { return nil }
        guard retention > .zero else {
            let hint = "Write how long executions are kept after they have ended, such as 90d."
            reader.problem("value-out-of-range", "retention", "'retention' is nothing.", hint: hint)
            return nil
        }
        return retention
    }

    /// Fields of the format that this version does not run are refused, never ignored.
    private func refuseUnavailable(_ reader: FieldReader) {
        for name in ["data_required", "context_sources"] where reader.value(name) != nil {
            reader.problem(
                "field-unavailable",
                name,
                "'\(name)' is part of the format, but this version does not run it."
            )
        }
    }
}

/// How much a definition may ask for.
package struct DefinitionLimits: Sendable {
    /// How many steps there may be in all.
    package var steps = 500
    /// How deep steps may be nested.
    package var depth = 12
    /// How long one attempt may take.
    package var timeout = Duration.seconds(30 * 86_400)
    /// How many attempts a step may have.
    package var attempts = 100
    /// How large a document may be.
    package var documentBytes = 1 << 20

    package init() {}
}

/// The forms of names in definitions.
package enum NamePattern {
    /// Whether a text is `[a-z][a-z0-9_]*`.
    package static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// Whether a text is `[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+`.
    package static func isFunctionName(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 2 && parts.allSatisfy { Self.isName($0) }
    }
}
