// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A path that ended early, described for the person who wrote it.
final class Absence: Sendable {
    let step: PathStep
    /// The value in which the step was not found.
    let value: Value
    /// Where the path starts, and where the part of it that was found ends.
    let start: Int
    let from: Int

    init(step: PathStep, value: Value, start: Int, from: Int) {
        self.step = step
        self.value = value
        self.start = start
        self.from = from
    }

    /// The error of a step that leads nowhere, with its message and hint.
    func described(in context: Evaluation) -> ExpressionError {
        let path = context.text(self.start, self.step.end)
        let parent = context.text(self.start, self.from)
        return ExpressionError(
            .pathAbsent,
            "`\(path)` is absent.",
            at: self.start,
            hint: self.hint(parent: parent) + " Where that is expected, write `?? default` or test with has()."
        )
    }

    /// The error of a step into a value that has no members, or not of that kind.
    func mismatch(in context: Evaluation) -> ExpressionError {
        let path = context.text(self.start, self.step.end)
        let hint: String? =
            switch self.value {
            case .list, .jsonList: "A list is read by position, [0], or with a macro such as map()."
            case .string: "A text has no members; was a JSON text not parsed?"
            default: nil
            }
        return ExpressionError(
            .typeMismatch,
            "`\(path)` looks into \(self.value.described), which has nothing of that kind.",
            at: self.start,
            hint: hint
        )
    }

    private func hint(parent: String) -> String {
        switch self.value {
        case .null: return "`\(parent)` is null; the step that gives it may have been skipped."
        case .list, .jsonList:
            let count = Elements(self.value)?.count ?? 0
            return count == 0 ? "The list `\(parent)` is empty." : "The last element of `\(parent)` is [\(count - 1)]."
        case .jsonMap(let object): return Self.hint(name: self.name, among: object.prefix(500).map(\.key), in: parent)
        case .map(let map):
            let names = map.entries.prefix(500).compactMap { entry -> String? in
                if case .string(let name) = entry.key { name } else { nil }
            }
            return Self.hint(name: self.name, among: names, in: parent)
        default: return ""
        }
    }

    private var name: String? {
        if case .member(let name) = self.step.kind { name } else { nil }
    }

    private static func hint(name: String?, among names: [String], in parent: String) -> String {
        guard !names.isEmpty else { return "`\(parent)` is empty." }
        if let name, let nearest = NearestName.among(names, to: name) {
            return "Did you mean `\(nearest)`?"
        }
        let shown = names.sorted(by: ByteString.precedes).prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        return "`\(parent)` has \(shown)\(names.count > 5 ? " and more" : "")."
    }
}
