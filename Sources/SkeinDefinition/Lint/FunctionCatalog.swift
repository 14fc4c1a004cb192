// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What is known of a registered function when a definition is checked.
package struct FunctionSignature: Sendable {
    package let name: String
    /// The JSON Schema of its input; `nil` when it takes anything.
    package let inputSchema: JSONValue?

    package init(name: String, inputSchema: JSONValue?) {
        self.name = name
        self.inputSchema = inputSchema
    }
}

extension Graph {
    /// What is wrong with the definition's calls, given the functions that exist.
    ///
    /// - Parameter functions: The registered functions by name.
    /// - Returns: An error for each unknown function, missing required input or undeclared input.
    package func problems(calling functions: [String: FunctionSignature]) -> [Problem] {
        self.nodes.flatMap { node -> [Problem] in
            var problems: [Problem] = []
            if case .function(let name, let input) = node.step.kind {
                problems += Self.problems(name, input, at: node.step.pointer, functions)
            }
            if let action = node.step.compensation {
                let place = node.step.pointer.appending("compensate_with")
                problems += Self.problems(action.function, action.input, at: place, functions)
            }
            return problems
        }
    }

    private static func problems(
        _ name: String,
        _ input: ValueTemplate,
        at pointer: JSONPointer,
        _ functions: [String: FunctionSignature]
    ) -> [Problem] {
        guard let function = functions[name] else {
            let place = pointer.appending("function_to_call")
            let hint =
                NearestName.hint(functions.keys.sorted(), for: name)
                ?? "`skein functions` lists the functions of this server."
            return [Problem("function-not-found", at: place, "No function '\(name)' is registered.", hint: hint)]
        }
        return Self.mappingProblems(input, at: pointer, function)
    }

    private static func mappingProblems(
        _ input: ValueTemplate,
        at pointer: JSONPointer,
        _ function: FunctionSignature
    ) -> [Problem] {
        guard let schema = function.inputSchema else { return [] }
        let given: [String]
        switch input {
        case .object(let members): given = members.map(\.key)
        case .literal(.object(let object)): given = object.keys
        default: return []
        }
        let place = pointer.appending("input_mapping")
        let required = (schema["required"]?.array ?? []).compactMap(\.string)
        var problems = required.filter { !given.contains($0) }.map { name in
            Problem("function-input-missing", at: place, "'\(function.name)' requires '\(name)' in its input.")
        }
        if schema["additionalProperties"]?.bool == false, let properties = schema["properties"]?.object {
            for name in given where properties[name] == nil {
                let hint = NearestName.hint(properties.keys, for: name)
                let message = "'\(function.name)' knows no input '\(name)'."
                problems.append(Problem("function-input-unknown", at: place.appending(name), message, hint: hint))
            }
        }
        return problems
    }
}
