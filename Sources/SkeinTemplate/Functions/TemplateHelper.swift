// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A helper for prompts, letters and reports: what documents and errors say about it, and what it does.
package struct TemplateHelper: Sendable {
    /// The name.
    package let name: String
    /// How it is called, without the name: `value digits=2`.
    package let arguments: String
    /// What it gives.
    package let doc: String
    /// How many arguments it takes.
    let counts: ClosedRange<Int>
    /// The named arguments that it takes.
    let options: [String]
    /// Whether an argument may be a path that leads nowhere.
    let allowsAbsent: Bool
    /// Whether it goes through all parts of its arguments, and not only their elements.
    let comparesParts: Bool
    let body: @Sendable (HelperArguments) throws(TemplateError) -> JSONValue?

    init(
        _ name: String,
        _ arguments: String,
        _ doc: String,
        counts: ClosedRange<Int>,
        options: [String] = [],
        allowsAbsent: Bool = false,
        comparesParts: Bool = false,
        body: @escaping @Sendable (HelperArguments) throws(TemplateError) -> JSONValue?
    ) {
        self.name = name
        self.arguments = arguments
        self.doc = doc
        self.counts = counts
        self.options = options
        self.allowsAbsent = allowsAbsent
        self.comparesParts = comparesParts
        self.body = body
    }

    /// All helpers, in the order of the documents.
    package static let all: [TemplateHelper] = numbers + dates + texts + lists + conditions

    private static let byName = Dictionary(uniqueKeysWithValues: Self.all.map { ($0.name, $0) })

    /// The helper of that name.
    static func named(_ name: String) -> TemplateHelper? { Self.byName[name] }

    /// The sentence that offers the helper that was probably meant.
    static func hint(for name: String, _ options: TemplateOptions) -> String? {
        let own = options.helpers == .standard ? Self.all.map(\.name) : []
        return NearestName.hint(BuiltInHelper.allCases.map(\.rawValue) + own, for: name)
    }

    /// Checks how many arguments there are, and the names of those that have one.
    func check(_ count: Int, _ names: some Sequence<String>) throws(TemplateError) {
        let usage = "Usage: {{\(self.name) \(self.arguments)}}."
        if !self.counts.contains(count) {
            let (least, most) = (self.counts.lowerBound, self.counts.upperBound)
            let takes = least == most ? "\(least)" : most == .max ? "at least \(least)" : "\(least) to \(most)"
            let message = "'\(self.name)' takes \(takes) argument\(takes == "1" ? "" : "s"), not \(count)."
            throw TemplateError(.argumentsInvalid, message, hint: usage)
        }
        for name in names.sorted() where !self.options.contains(name) {
            let hint = NearestName.hint(self.options, for: name) ?? usage
            throw TemplateError(.argumentsInvalid, "'\(self.name)' has no argument '\(name)='.", hint: hint)
        }
    }

    func check(_ arguments: HelperArguments) throws(TemplateError) {
        try self.check(arguments.values.count, arguments.hash.keys)
    }
}
