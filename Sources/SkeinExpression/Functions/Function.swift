// SPDX-License-Identifier: Apache-2.0

/// A function that expressions can call.
struct Function: Sendable {
    typealias Unary = @Sendable (Value, inout Evaluation) throws(ExpressionError) -> Value
    typealias Binary = @Sendable (Value, Value, inout Evaluation) throws(ExpressionError) -> Value
    typealias Variadic = @Sendable ([Value], inout Evaluation) throws(ExpressionError) -> Value

    /// How a call is written.
    enum Form: Sendable {
        /// `f(x)`
        case global
        /// `x.f()`
        case method
        case either

        func allows(isMethod: Bool) -> Bool { self == .either || (self == .method) == isMethod }
    }

    /// What runs, by the number of arguments; the receiver of a method is the first.
    enum Body: Sendable {
        case unary(Unary)
        case binary(Binary)
        case variadic(ClosedRange<Int>, Variadic)

        var arguments: ClosedRange<Int> {
            switch self {
            case .unary: 1...1
            case .binary: 2...2
            case .variadic(let range, _): range
            }
        }
    }

    let name: String
    let form: Form
    let bodies: [Body]

    init(_ name: String, _ form: Form, _ bodies: Body...) {
        self.name = name
        self.form = form
        self.bodies = bodies
    }

    func body(arguments count: Int) -> Body? { self.bodies.first { $0.arguments.contains(count) } }

    /// The error of a call with values of the wrong types.
    static func mismatch(_ name: String, _ values: [Value]) -> ExpressionError {
        let types = values.map(\.described).joined(separator: ", ")
        let hasNull = values.contains(where: \.isNull)
        return ExpressionError(
            .typeMismatch,
            "`\(name)` does not apply to (\(types)).",
            hint: hasNull ? "`?? default` replaces null." : nil
        )
    }
}

/// All functions, by name.
enum FunctionLibrary {
    static func named(_ name: String) -> Function? { Self.functions[name] }

    /// The names that a person may have meant.
    static var names: [String] { Array(Self.functions.keys).sorted() + Macro.allCases.map(\.rawValue) }

    private static let functions: [String: Function] = {
        var functions: [String: Function] = [:]
        let all = [
            ConversionFunctions.all, TextFunctions.all, CollectionFunctions.all, NumberFunctions.all, MathFunctions.all,
            TimeFunctions.all, OptionalFunctions.all,
        ]
        for function in all.joined() { functions[function.name] = function }
        return functions
    }()
}
