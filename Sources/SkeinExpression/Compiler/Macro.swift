// SPDX-License-Identifier: Apache-2.0

/// Calls that the compiler expands instead of evaluating their arguments first.
enum Macro: String, CaseIterable {
    case has, all, exists, map, filter, transformList, transformMap, optMap, optFlatMap
    case existsOne = "exists_one"
    case existsOneShort = "existsOne"

    /// How many variables a call with that many arguments declares; `nil` when the macro does not take that many.
    func variableCount(arguments: Int) -> Int? {
        switch self {
        case .has: arguments == 1 ? 0 : nil
        case .all, .exists, .existsOne, .existsOneShort: arguments == 2 ? 1 : arguments == 3 ? 2 : nil
        case .map: arguments == 2 || arguments == 3 ? 1 : nil
        case .filter, .optMap, .optFlatMap: arguments == 2 ? 1 : nil
        case .transformList, .transformMap: arguments == 3 || arguments == 4 ? 2 : nil
        }
    }

    /// The macro of a call; `nil` for functions.
    init?(function: String, isMethod: Bool) {
        guard let macro = Macro(rawValue: function), isMethod != (macro == .has) else { return nil }
        self = macro
    }
}

/// A call of a macro, taken apart.
struct MacroCall {
    let macro: Macro
    let target: Syntax?
    let variables: [String]
    /// The arguments after the variables.
    let rest: [Syntax]
    let offset: Int

    /// Takes a call apart; `nil` when it is not that of a macro.
    init?(_ syntax: Syntax) throws(ExpressionError) {
        guard case .call(let target, let name, let offset, let arguments) = syntax.kind,
            let macro = Macro(function: name, isMethod: target != nil)
        else { return nil }
        guard let count = macro.variableCount(arguments: arguments.count) else {
            throw ExpressionError(
                .macroInvalid,
                "`\(name)` does not take \(arguments.count) arguments.",
                at: offset,
                hint: macro == .has ? "Write has($a.b)." : "Write list.\(name)(x, an expression of x)."
            )
        }
        var variables: [String] = []
        for argument in arguments.prefix(count) {
            guard case .name(let variable, isRoot: false, isAbsolute: false) = argument.kind,
                !variables.contains(variable)
            else {
                throw ExpressionError(
                    .macroInvalid,
                    "The first \(count == 1 ? "argument" : "two arguments") of `\(name)` must be a new plain name.",
                    at: argument.start
                )
            }
            variables.append(variable)
        }
        self.macro = macro
        self.target = target
        self.variables = variables
        self.rest = Array(arguments.dropFirst(count))
        self.offset = offset
    }
}
