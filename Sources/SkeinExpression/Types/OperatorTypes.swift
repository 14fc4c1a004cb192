// SPDX-License-Identifier: Apache-2.0

/// Which operators apply to which kinds of values, and what they give.
enum OperatorTypes {
    typealias Kinds = StaticType.Kinds

    /// One way to apply an operator.
    struct Signature {
        let left: Kinds
        let right: Kinds
        let result: Kinds
    }

    /// All ways to apply an operator; equality applies to everything.
    static func signatures(of operation: BinaryOperator) -> [Signature] {
        switch operation {
        case .equal, .notEqual: [Signature(left: .all, right: .all, result: .bool)]
        case .less, .lessOrEqual, .greater, .greaterOrEqual: Self.ordered
        case .membership: [Signature(left: .all, right: [.list, .map], result: .bool)]
        case .add:
            Self.same([.number, .string, .bytes, .list, .duration]) + [
                Signature(left: .timestamp, right: .duration, result: .timestamp),
                Signature(left: .duration, right: .timestamp, result: .timestamp),
            ]
        case .subtract:
            Self.same([.number, .duration]) + [
                Signature(left: .timestamp, right: .duration, result: .timestamp),
                Signature(left: .timestamp, right: .timestamp, result: .duration),
            ]
        case .multiply, .divide, .remainder: Self.same([.number])
        }
    }

    private static let ordered = Self.same([.number, .string, .bytes, .bool, .timestamp, .duration])
        .map { Signature(left: $0.left, right: $0.right, result: .bool) }

    private static func same(_ kinds: [Kinds]) -> [Signature] {
        kinds.map { Signature(left: $0, right: $0, result: $0) }
    }
}

/// What functions take and give, as far as kinds tell; a function that is not here may take and give anything.
enum FunctionTypes {
    typealias Kinds = StaticType.Kinds

    struct Signature {
        /// What each parameter takes, the receiver of a method first; the last stands for all that follow.
        let parameters: [Kinds]
        let result: Kinds

        init(_ parameters: Kinds..., gives result: Kinds) {
            self.parameters = parameters
            self.result = result
        }
    }

    static func signature(of function: String) -> Signature? { Self.signatures[function] }

    private static let signatures: [String: Signature] = Self.conversions.merging(
        Self.texts.merging(Self.numbers.merging(Self.times) { $1 }) { $1 }
    ) { $1 }

    private static let conversions: [String: Signature] = [
        "int": Signature([.number, .string, .timestamp], gives: .number),
        "uint": Signature([.number, .string], gives: .number),
        "double": Signature([.number, .string], gives: .number),
        "string": Signature(
            [.string, .number, .bool, .timestamp, .duration, .bytes],
            gives: .string
        ),
        "bytes": Signature([.bytes, .string], gives: .bytes),
        "bool": Signature([.bool, .string], gives: .bool),
        "timestamp": Signature([.timestamp, .number, .string], gives: .timestamp),
        "duration": Signature([.duration, .string], gives: .duration),
        "type": Signature(.all, gives: .type),
        "size": Signature([.string, .bytes, .list, .map], gives: .number),
        "sum": Signature(.list, gives: [.number, .duration]),
    ]

    private static let texts: [String: Signature] = {
        var signatures: [String: Signature] = [
            "charAt": Signature(.string, .number, gives: .string),
            "substring": Signature(.string, .number, gives: .string),
            "indexOf": Signature(.string, .string, .number, gives: .number),
            "lastIndexOf": Signature(.string, .string, .number, gives: .number),
            "replace": Signature(.string, .string, .string, .number, gives: .string),
            "split": Signature(.string, .string, .number, gives: .list),
            "join": Signature(.list, .string, gives: .string),
            "format": Signature(.string, .list, gives: .string),
            "strings.quote": Signature(.string, gives: .string),
        ]
        for name in ["contains", "startsWith", "endsWith", "matches"] {
            signatures[name] = Signature(.string, .string, gives: .bool)
        }
        for name in ["lowerAscii", "upperAscii", "trim", "reverse"] {
            signatures[name] = Signature(.string, gives: .string)
        }
        return signatures
    }()

    private static let numbers: [String: Signature] = {
        var signatures: [String: Signature] = [
            "round": Signature(.number, .number, gives: .number),
            "abs": Signature([.number, .duration], gives: [.number, .duration]),
        ]
        for name in ["floor", "ceil", "math.abs", "math.sign", "math.ceil", "math.floor", "math.round", "math.trunc"] {
            signatures[name] = Signature(.number, gives: .number)
        }
        for name in ["math.sqrt", "math.bitNot"] { signatures[name] = Signature(.number, gives: .number) }
        for name in ["math.isNaN", "math.isInf", "math.isFinite"] {
            signatures[name] = Signature(.number, gives: .bool)
        }
        for name in ["math.bitAnd", "math.bitOr", "math.bitXor", "math.bitShiftLeft", "math.bitShiftRight"] {
            signatures[name] = Signature(.number, .number, gives: .number)
        }
        for name in ["math.greatest", "math.least"] { signatures[name] = Signature([.number, .list], gives: .number) }
        return signatures
    }()

    private static let times: [String: Signature] = {
        var signatures: [String: Signature] = [:]
        for name in ["getHours", "getMinutes", "getSeconds", "getMilliseconds"] {
            signatures[name] = Signature([.timestamp, .duration], .string, gives: .number)
        }
        let dates = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"]
        for name in dates { signatures[name] = Signature(.timestamp, .string, gives: .number) }
        return signatures
    }()
}
