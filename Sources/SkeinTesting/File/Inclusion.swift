// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Other files inside a test file.
///
/// `{$file: data/input.json}` stands for what the file holds, `data/list.json#/3` for a part of it. Members beside
/// `$file` replace those of the file.
package enum Inclusion {
    static let key = "$file"

    /// The paths of all files that a document includes, each once, in the order of the document.
    package static func paths(in document: JSONValue) -> [String] {
        var paths: [String] = []
        Self.collect(document, into: &paths)
        return paths
    }

    private static func collect(_ value: JSONValue, into paths: inout [String]) {
        switch value {
        case .object(let object):
            if let path = object[Self.key]?.string.map({ Self.parts(of: $0).path }), !paths.contains(path) {
                paths.append(path)
            }
            for (_, member) in object { Self.collect(member, into: &paths) }
        case .array(let values): for member in values { Self.collect(member, into: &paths) }
        default: break
        }
    }

    /// The path and the pointer of `path#pointer`.
    static func parts(of text: String) -> (path: String, pointer: String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }

    /// Whether a file is included anywhere in a value.
    static func isIn(_ value: JSONValue) -> Bool { !Self.paths(in: value).isEmpty }
}

/// Puts the content of files in the places that name them.
struct Includer {
    let files: [String: JSONValue]
    let report: (Problem) -> Void

    /// The value with every inclusion replaced; a fault becomes a problem and `null`.
    func resolve(_ value: JSONValue, at pointer: JSONPointer) -> JSONValue {
        switch value {
        case .object(let object):
            if let text = object[Inclusion.key] { return self.content(text, object, at: pointer) }
            var result = JSONObject(minimumCapacity: object.count)
            for (key, member) in object { result[key] = self.resolve(member, at: pointer.appending(key)) }
            return .object(result)
        case .array(let values):
            return .array(values.enumerated().map { self.resolve($0.element, at: pointer.appending($0.offset)) })
        default: return value
        }
    }

    private func content(_ written: JSONValue, _ object: JSONObject, at pointer: JSONPointer) -> JSONValue {
        let place = pointer.appending(Inclusion.key)
        guard let text = written.string else {
            self.report(Problem("type-mismatch", at: place, "'$file' must be a text, not \(written.typeName)."))
            return .null
        }
        let (path, part) = Inclusion.parts(of: text)
        guard let file = self.files[path] else {
            self.report(Problem("file-not-found", at: place, "The file '\(path)' cannot be read."))
            return .null
        }
        guard let value = JSONPointer(part)?.value(in: file) else {
            let hint = "Write a JSON pointer after the '#', such as 'documents.json#/0'."
            self.report(Problem("file-part-absent", at: place, "'\(path)' has nothing at '\(part)'.", hint: hint))
            return .null
        }
        let others = object.removing([Inclusion.key])
        guard !others.isEmpty else { return value }
        guard case .object(var merged) = value else {
            let message = "'\(text)' is \(value.typeName), so no members can be put beside '$file'."
            self.report(Problem("type-mismatch", at: place, message))
            return value
        }
        for (key, member) in others { merged[key] = self.resolve(member, at: pointer.appending(key)) }
        return .object(merged)
    }
}
