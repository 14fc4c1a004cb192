// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinExpression
import SkeinModel
import Testing

/// What is told of an expression before it is evaluated holds when it is, for random expressions and values.
struct TypeSoundnessTests {
    /// Roots with the types of the values that ``values(_:)`` makes.
    private struct Roots: TypeEnvironment {
        var rootNames: [String] { ["n", "s", "b", "l", "m", "z"] }

        func member(ofRoot root: String) -> StaticMember {
            switch root {
            case "n": .present(StaticType(.number))
            case "s": .present(StaticType(.string, constants: ["new", "old"]))
            case "b": .present(StaticType(.bool))
            case "l": .present(StaticType(.list, structure: ListStructure(element: StaticType(.number))))
            case "m":
                .present(
                    StaticType(
                        .map,
                        structure: ObjectStructure([
                            ("a", .present(StaticType(.number))), ("o", .optional(StaticType(.string), "it may lack")),
                            (
                                "d",
                                .present(
                                    StaticType(
                                        [.map, .null],
                                        structure: ObjectStructure([("e", .present(StaticType(.bool)))])
                                    )
                                )
                            ),
                        ])
                    )
                )
            default: .present(StaticType([.number, .null]))
            }
        }
    }

    private static func values(_ random: inout SeededGenerator) -> JSONObject {
        var map: JSONObject = ["a": .int(Int64.random(in: -2...2, using: &random))]
        if random.chance(2) { map["o"] = "text" }
        map["d"] = random.chance(2) ? ["e": .bool(random.chance(2))] : .null
        return [
            "n": random.chance(2) ? .int(Int64.random(in: -2...2, using: &random)) : 1.5,
            "s": random.chance(2) ? "new" : "old", "b": .bool(random.chance(2)),
            "l": .array((0..<random.below(3)).map { .int(Int64($0)) }), "m": .object(map),
            "z": random.chance(2) ? 1 : .null,
        ]
    }

    private static let leaves = [
        "$n", "$s", "$b", "$l", "$m", "$z", "$m.a", "$m.o", "$m.d", "$m.d.e", "$m.x", "$l[0]", "1", "'new'", "true",
        "null", "has($m.o)", "has($m.d.e)", "$z != null", "$m.d != null",
    ]
    private static let operators = ["+", "-", "*", "<", "==", "!=", "in", "&&", "||", "??"]

    private static func expression(_ depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0, random.below(5) > 0 else {
            return random.pick(Self.leaves)
        }
        func next() -> String { Self.expression(depth - 1, &random) }
        switch random.below(9) {
        case 0: return "(\(next()) ? \(next()) : \(next()))"
        case 1: return "!(\(next()))"
        case 2: return "size(\(next()))"
        case 3: return "string(\(next()))"
        case 4: return "(\(next())).map(x, x \(random.pick(Self.operators)) \(next()))"
        case 5: return "[\(next()), \(next())]"
        default: return "(\(next()) \(random.pick(Self.operators)) \(next()))"
        }
    }

    @Test(arguments: 0..<20)
    func whatIsToldHoldsForEveryValue(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let source = Self.expression(3, &random)
            let expression = try Expression(source)
            let check = expression.typeCheck(in: Roots())
            for _ in 0..<8 { self.check(expression, check, Self.values(&random)) }
        }
    }

    private func check(_ expression: Expression, _ check: TypeCheck, _ values: JSONObject) {
        do {
            let result = try expression.evaluate(in: values)
            let kinds = StaticType(of: result).kinds
            #expect(check.type.kinds.isSuperset(of: kinds), "\(expression.source) gives \(kinds) for \(values)")
            if let constants = check.type.constants {
                #expect(constants.contains(result), "\(expression.source) gives \(result) for \(values)")
            }
        } catch {
            // An operand of several kinds, one of which does not fit, is not reported; a path that may be absent is.
            guard check.findings.isEmpty, error.code == "path-absent" else { return }
            Issue.record("\(expression.source): nothing was found, and it fails: \(error.message) for \(values)")
        }
    }
}
