// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Where a value comes from, as far as it was read and not computed.
indirect enum Origin: Equatable, Sendable {
    /// The whole context that the template was given.
    case root
    /// A root of the scope.
    case name(String)
    case member(Origin, String)
    /// A variable such as `@index`.
    case data(String)

    /// The path: `input.items.0.name`.
    var path: String {
        switch self {
        case .root: "this"
        case .name(let name): name
        case .member(.root, let name): name
        case .member(let parent, let name): parent.path + "." + name
        case .data(let name): "@" + name
        }
    }
}

/// A value in the course of rendering.
struct RenderedValue: Sendable {
    enum Content: Sendable {
        case undefined
        case json(JSONValue)
        /// All roots of a scope, which are asked for by name.
        case roots
    }

    let content: Content
    var origin: Origin?
    /// Members that a partial was given by name; they come from elsewhere than the others.
    var given: [String: RenderedValue] = [:]

    static let undefined = RenderedValue(content: .undefined, origin: nil)

    static func json(_ value: JSONValue, _ origin: Origin? = nil) -> RenderedValue {
        RenderedValue(content: .json(value), origin: origin)
    }

    /// The value, when there is one.
    var json: JSONValue? {
        if case .json(let value) = self.content { value } else { nil }
    }

    /// Whether there is nothing: no value, or `null`.
    var isNothing: Bool {
        switch self.content {
        case .undefined, .json(.null): true
        default: false
        }
    }

    var isUndefined: Bool {
        if case .undefined = self.content { true } else { false }
    }

    /// Whether a condition holds: not for `false`, `null`, nothing, 0, an empty text or an empty list.
    var holds: Bool {
        switch self.content {
        case .undefined: return false
        case .roots: return true
        case .json(let value):
            if let list = value.array { return !list.isEmpty }
            return value.isTruthy
        }
    }

    /// Whether both are the same context.
    ///
    /// Lists and objects are when they come from the same place, as values have no identity.
    func isSame(as other: RenderedValue) -> Bool {
        if self.isNothing && other.isNothing { return true }
        guard self.given.isEmpty, other.given.isEmpty else { return false }
        switch (self.content, other.content) {
        case (.roots, .roots): return true
        case (.json(let left), .json(let right)):
            if left.array != nil || left.object != nil { return self.origin != nil && self.origin == other.origin }
            return left == right
        default: return false
        }
    }

    /// What the value is, in words for an error.
    var description: String {
        switch self.content {
        case .undefined: "nothing"
        case .roots: "the context"
        case .json(.null): "null"
        case .json(.object): "an object"
        case .json(.array(let values)): "a list of \(values.count)"
        case .json(.int): "an integer"
        case .json(let value): "a \(value.typeName)"
        }
    }
}

extension JSONValue {
    /// Whether JavaScript takes the value for true.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .double(let value): value != 0 && !value.isNaN
        case .string(let value): !value.isEmpty
        case .array, .object: true
        }
    }

    /// The member or element of that name, and for lists and texts also `length`.
    func templateMember(_ name: String) -> JSONValue? {
        switch self {
        case .object(let object): return object[name]
        case .array(let values):
            if name == "length" { return .int(Int64(values.count)) }
            return Int(name).flatMap { String($0) == name && values.indices.contains($0) ? values[$0] : nil }
        case .string(let text):
            if name == "length" { return .int(Int64(text.utf16.count)) }
            guard let position = Int(name), String(position) == name else { return nil }
            let characters = text.unicodeScalars
            guard position >= 0, position < characters.count else { return nil }
            return .string(String(characters[characters.index(characters.startIndex, offsetBy: position)]))
        default: return nil
        }
    }
}
