// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinYAML

/// Reads documents from files or standard input.
struct Documents {
    let value: JSONValue
    /// The line on which a part stands.
    let lineOf: @Sendable (JSONPointer) -> Int?

    /// Reads a file, `-` for standard input: YAML where the name ends in `.yaml` or `.yml`, JSON where it ends in
    /// `.json`, else whatever it turns out to be.
    ///
    /// - Throws: ``SkeinError`` `document-malformed` or `configuration-invalid`.
    init(path: String) throws {
        let bytes = try InputFile.bytes(path)
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            try self.init(yaml: bytes)
        } else if path.hasSuffix(".json") || bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            try self.init(json: bytes)
        } else {
            try self.init(yaml: bytes)
        }
    }

    private init(json bytes: [UInt8]) throws(SkeinError) {
        do throws(JSONError) {
            self.value = try JSONParser.parse(bytes)
        } catch {
            let problem = Problem(error.kind.rawValue, at: .root, error.message, line: error.line)
            throw SkeinError(.documentMalformed, "The document is not valid JSON: \(error)", problems: [problem])
        }
        self.lineOf = { JSONLocator.line(of: $0, in: bytes) }
    }

    private init(yaml bytes: [UInt8]) throws(SkeinError) {
        let document = try YAMLReader.read(String(decoding: bytes, as: UTF8.self))
        self.value = document.value
        self.lineOf = { document.line(of: $0) }
    }

    /// The problem with the line on which it stands.
    func located(_ problem: Problem) -> Problem {
        var problem = problem
        problem.line = self.lineOf(problem.pointer)
        return problem
    }

    /// The error with the lines on which its problems stand.
    func located(_ error: SkeinError) -> SkeinError {
        SkeinError(error.code, error.message, problems: error.problems.map(self.located), cause: error.cause)
    }
}

extension JSONValue {
    /// Reads JSON that was written on the command line.
    ///
    /// - Throws: ``SkeinError`` `document-malformed`, naming the option.
    init(option name: String, _ text: String) throws(SkeinError) {
        do throws(JSONError) {
            self = try JSONParser.parse(text)
        } catch {
            let message = "--\(name) is not valid JSON: \(error). Quote it for the shell, as in '{\"sum\": 3}'."
            throw SkeinError(.documentMalformed, message)
        }
    }
}
