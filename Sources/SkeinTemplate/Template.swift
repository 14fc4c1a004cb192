// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A text with `{{path}}` places that are filled from values.
///
/// A place holds a plain path: `{{final_design_data.pressure}}`, `{{input.items.0.name}}`. A backslash before the
/// braces keeps them as text. Handlebars blocks, helpers, partials and comments are refused, not ignored.
package struct Template: Sendable {
    /// The text as written.
    package let source: String
    /// The paths that are filled in, in the order of the text.
    package var paths: [[String]] {
        self.segments.compactMap { if case .path(let path) = $0 { path } else { nil } }
    }

    private enum Segment: Sendable {
        case text(String)
        case path([String])
    }

    private let segments: [Segment]

    /// Whether a text has places to fill.
    package static func isTemplate(_ text: String) -> Bool { text.contains("{{") }

    /// Compiles a text.
    ///
    /// - Throws: ``TemplateError`` `template-malformed` for braces that do not close or a place that is no path,
    ///   `template-unsupported` for anything of Handlebars beyond plain paths.
    package init(_ source: String) throws(TemplateError) {
        self.source = source
        var segments: [Segment] = []
        var text = ""
        var rest = Substring(source)
        while let open = rest.range(of: "{{") {
            let before = rest[..<open.lowerBound]
            if before.last == "\\" {
                text += before.dropLast() + "{{"
                rest = rest[open.upperBound...]
                continue
            }
            text += before
            guard let close = rest[open.upperBound...].range(of: "}}") else {
                throw TemplateError(code: "template-malformed", message: "A '{{' has no '}}' after it.")
            }
            if !text.isEmpty { segments.append(.text(text)) }
            text = ""
            segments.append(.path(try Self.path(rest[open.upperBound..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        text += rest
        if !text.isEmpty { segments.append(.text(text)) }
        self.segments = segments
    }

    /// Fills the places.
    ///
    /// Texts are inserted as they are, `null` as nothing, lists and objects as compact JSON.
    ///
    /// - Parameter value: Gives the value of a path's first name, without `$`; `nil` when there is none.
    /// - Returns: The text.
    /// - Throws: ``TemplateError`` `path-absent` for a path that leads nowhere; the hint names the nearest name.
    package func render(_ value: (String) -> JSONValue?) throws(TemplateError) -> String {
        var output = ""
        for segment in self.segments {
            switch segment {
            case .text(let text): output += text
            case .path(let path): output += Self.text(try Self.resolve(path, value))
            }
        }
        return output
    }

    private static func path(_ text: Substring) throws(TemplateError) -> [String] {
        let trimmed = String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        let name = trimmed.hasPrefix("$") ? String(trimmed.dropFirst()) : trimmed
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let isPath = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        }
        guard isPath, parts.first?.first?.isNumber == false else {
            let message = "'{{\(trimmed)}}' is not a plain path such as {{input.name}}."
            let isHandlebars = trimmed.first.map { "#/^!>&{~".contains($0) } ?? false || trimmed.contains(" ")
            throw TemplateError(code: isHandlebars ? "template-unsupported" : "template-malformed", message: message)
        }
        return parts
    }

    private static func resolve(_ path: [String], _ value: (String) -> JSONValue?) throws(TemplateError) -> JSONValue {
        guard var current = value(path[0]) else {
            throw TemplateError(code: "path-absent", message: "Nothing is named '\(path[0])' here.")
        }
        for (position, name) in path.enumerated().dropFirst() {
            guard let next = current[name] ?? Int(name).flatMap({ current[$0] }) else {
                let whole = path.joined(separator: ".")
                let parent = path[..<position].joined(separator: ".")
                let nearest = current.object.flatMap { NearestName.hint($0.keys, for: name) }
                let message = "'\(whole)' does not exist: '\(parent)' is \(Self.describe(current)) without '\(name)'."
                throw TemplateError(code: "path-absent", message: message, hint: nearest)
            }
            current = next
        }
        return current
    }

    private static func describe(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .object: "an object"
        case .array(let values): "a list of \(values.count)"
        default: "a \(value.typeName)"
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        default: JSONWriter.text(value)
        }
    }
}

/// Why a template cannot be compiled or filled.
package struct TemplateError: Error, Hashable, Sendable {
    /// A stable name in kebab-case.
    package let code: String
    /// A sentence for a person.
    package let message: String
    /// What to do about it.
    package var hint: String?
}

extension Substring {
    /// The first place of a text in this one, by Unicode scalars; Foundation has one, the pure modules have not.
    fileprivate func range(of text: String) -> Range<Index>? {
        let wanted = Array(text.unicodeScalars)
        var start = self.startIndex
        while start < self.endIndex {
            let end = self.unicodeScalars.index(start, offsetBy: wanted.count, limitedBy: self.endIndex)
            guard let end else { return nil }
            if self.unicodeScalars[start..<end].elementsEqual(wanted) { return start..<end }
            start = self.unicodeScalars.index(after: start)
        }
        return nil
    }
}
