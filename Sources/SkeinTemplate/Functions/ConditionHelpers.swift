// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TemplateHelper {
    static let conditions: [TemplateHelper] = [
        TemplateHelper(
            "eq",
            "a b",
            "Whether both are equal; 1 and 1.0 are.",
            counts: 2...2,
            allowsAbsent: true,
            comparesParts: true
        ) { arguments throws(TemplateError) in .bool(Self.isEqual(arguments)) },
        TemplateHelper(
            "ne",
            "a b",
            "Whether both differ.",
            counts: 2...2,
            allowsAbsent: true,
            comparesParts: true
        ) { arguments throws(TemplateError) in .bool(!Self.isEqual(arguments)) },
        Self.comparison("lt", "Whether the first number or text is below the second.") { $0 < 0 },
        Self.comparison("lte", "Whether it is not above the second.") { $0 <= 0 },
        Self.comparison("gt", "Whether it is above the second.") { $0 > 0 },
        Self.comparison("gte", "Whether it is not below the second.") { $0 >= 0 },
        TemplateHelper(
            "and",
            "a b ...",
            "The first value that does not hold, else the last one.",
            counts: 1...Int.max,
            allowsAbsent: true
        ) { arguments throws(TemplateError) in
            (arguments.values.first { !$0.holds } ?? arguments.values[arguments.values.count - 1]).json
        },
        TemplateHelper(
            "or",
            "a b ...",
            "The first value that holds, else the last one.",
            counts: 1...Int.max,
            allowsAbsent: true
        ) { arguments throws(TemplateError) in
            (arguments.values.first { $0.holds } ?? arguments.values[arguments.values.count - 1]).json
        },
        TemplateHelper(
            "not",
            "value",
            "Whether the value does not hold.",
            counts: 1...1,
            allowsAbsent: true
        ) { arguments throws(TemplateError) in .bool(!arguments.values[0].holds) },
    ]

    private static func isEqual(_ arguments: HelperArguments) -> Bool { arguments[0] == arguments[1] }

    private static func comparison(
        _ name: String,
        _ doc: String,
        _ holds: @escaping @Sendable (Int) -> Bool
    ) -> TemplateHelper {
        TemplateHelper(name, "a b", doc, counts: 2...2) { arguments throws(TemplateError) in
            guard let order = ValueOrder.compare(arguments[0], arguments[1]) else {
                let second = RenderedValue.json(arguments[1]).description
                throw arguments.mismatch("two numbers or two texts", arguments[0])
                    .explained(by: "The other one is \(second).")
            }
            return .bool(holds(order))
        }
    }
}

extension TemplateError {
    /// The error with a hint.
    fileprivate func explained(by hint: String) -> TemplateError {
        var error = self
        error.hint = hint
        return error
    }
}
