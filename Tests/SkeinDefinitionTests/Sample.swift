// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

/// A document to read: valid, but for what a test changes.
enum Sample {
    static let frame =
        #""deliverable_type":"k","display_name":"K","discipline":"civil","input_schema":{"type":"object"}"#

    /// A definition with those steps, each without its braces, and more top-level members.
    static func definition(_ steps: [String], _ more: String = "") throws -> JSONValue {
        let list = steps.map { "{\($0)}" }.joined(separator: ",")
        return try JSONParser.parse("{\(self.frame),\"workflow_steps\":[\(list)]\(more.isEmpty ? "" : "," + more)}")
    }

    static func problems(_ steps: [String], _ more: String = "") throws -> [Problem] {
        DefinitionDecoder().decode(try self.definition(steps, more)).problems
    }

    /// A function step.
    static func function(_ name: String, _ more: String = "") -> String {
        "\"step_name\":\"\(name)\",\"function_to_call\":\"t.f\"\(more.isEmpty ? "" : "," + more)"
    }
}

/// A document with one fault, and how it must be reported.
struct Fault: Sendable, CustomTestStringConvertible {
    let step: String
    var more = ""
    let code: String
    let pointer: String
    var hint: String?

    var testDescription: String { "\(self.code) \(self.step) \(self.more)" }

    init(_ step: String, more: String = "", _ code: String, _ pointer: String, hint: String? = nil) {
        self.step = step
        self.more = more
        self.code = code
        self.pointer = pointer
        self.hint = hint
    }

    func check() throws {
        let problems = try Sample.problems([self.step], self.more)
        let found = problems.map { "\($0.code) \($0.pointer) \($0.hint ?? "-")" }
        let match = problems.first { $0.code == self.code && $0.pointer.description == self.pointer }
        #expect(match != nil, "found \(found)")
        if let hint = self.hint { #expect(match?.hint?.contains(hint) == true, "found \(found)") }
        #expect(problems.count == 1, "found \(found)")
    }
}
