// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What a step's document says of the step itself.
package enum StepContent {
    /// The document without number, description and nested steps.
    package static func of(_ step: JSONObject) -> JSONValue {
        .object(NestedSteps.withoutLists(step.removing(["step_number", "description", "title"])))
    }
}

/// Finds the lists of steps inside a step's document, whatever its type.
enum NestedSteps {
    /// A list and what it is called: `when 0`, `cases pile`, `else`, `branches left`, `steps`.
    struct List {
        let name: String
        let steps: [JSONValue]
    }

    /// The fields that hold lists of steps one level down.
    static let fields = ["when", "cases", "branches", "else"]

    static func lists(of step: JSONObject) -> [List] {
        var lists: [List] = []
        if let steps = step["steps"]?.array { lists.append(List(name: "steps", steps: steps)) }
        if let steps = step["else"]?["steps"]?.array { lists.append(List(name: "else", steps: steps)) }
        for (index, arm) in (step["when"]?.array ?? []).enumerated() {
            lists.append(List(name: "when \(index)", steps: arm["steps"]?.array ?? []))
        }
        for (index, branch) in (step["branches"]?.array ?? []).enumerated() {
            let name = branch["name"]?.string ?? String(index)
            lists.append(List(name: "branches \(name)", steps: branch["steps"]?.array ?? []))
        }
        for (name, arm) in step["cases"]?.object ?? [:] {
            lists.append(List(name: "cases \(name)", steps: arm["steps"]?.array ?? []))
        }
        return lists
    }

    /// The step without its nested lists.
    static func withoutLists(_ step: JSONObject) -> JSONObject {
        var content = step.removing(["steps"])
        for field in Self.fields {
            switch step[field] {
            case .array(let arms): content[field] = .array(arms.map { Self.withoutSteps($0) })
            case .object(let arms) where field == "cases":
                var cases = JSONObject()
                for (name, arm) in arms { cases[name] = Self.withoutSteps(arm) }
                content[field] = .object(cases)
            case .some(let arm): content[field] = Self.withoutSteps(arm)
            case nil: break
            }
        }
        return content
    }

    private static func withoutSteps(_ value: JSONValue) -> JSONValue {
        guard case .object(let object) = value else { return value }
        return .object(object.removing(["steps"]))
    }
}
