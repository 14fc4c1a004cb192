// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import SkeinSchema

/// What a schema tells of the lists and objects that it describes.
struct SchemaStructure: StaticStructure {
    let shape: SchemaShape
    /// What describes the value, as a sentence names it.
    let source: String
    /// The value with nothing but defaults, where absent members are filled in before anybody reads them.
    let filled: JSONValue?

    var names: [String] { self.shape.declaredMembers }

    func member(_ name: String) -> StaticMember {
        let filled = self.filled?[name]
        let source = self.source
        switch self.shape.member(name) {
        case .required(let shape): return .present(self.type(shape, filled ?? [:]))
        case .optional(let shape) where filled != nil: return .present(self.type(shape, filled))
        case .optional(let shape): return .optional(self.type(shape, nil), "\(source) does not require it")
        case .undeclared(let shape):
            return .undeclared(self.type(shape, nil), "\(source) does not declare it")
        case .impossible: return .impossible("\(source) does not allow it")
        }
    }

    func element(at position: Int?) -> StaticMember {
        switch self.shape.element(at: position) {
        case .required(let shape): .present(self.type(shape, nil))
        case .optional(let shape), .undeclared(let shape):
            .optional(self.type(shape, nil), "\(self.source) does not ask for a list of that length")
        case .impossible: .impossible("\(self.source) does not allow a list of that length")
        }
    }

    private func type(_ shape: SchemaShape, _ filled: JSONValue?) -> StaticType {
        StaticType(of: shape, source: self.source, filled: filled)
    }
}

extension StaticType {
    /// What a schema tells of the values that satisfy it.
    ///
    /// - Parameters:
    ///   - shape: The shape that the schema gives to values.
    ///   - source: What describes the values, as a sentence names it.
    ///   - filled: The value with nothing but its defaults, when absent members are filled in.
    init(of shape: SchemaShape, source: String, filled: JSONValue? = nil) {
        let kinds = shape.kinds
        let constants = shape.constants
        // A schema that says nothing is no reason to speak of null.
        let isOpen = kinds.count == SchemaShape.Kind.allCases.count && constants == nil
        self.init(
            isOpen ? .all : kinds.reduce(into: StaticType.Kinds()) { $0.formUnion(Self.kind(of: $1)) },
            constants: constants,
            structure: SchemaStructure(shape: shape, source: source, filled: filled)
        )
        self.origin = self.structure
    }

    private static func kind(of kind: SchemaShape.Kind) -> StaticType.Kinds {
        switch kind {
        case .null: .null
        case .boolean: .bool
        case .integer, .number: .number
        case .string: .string
        case .array: .list
        case .object: .map
        }
    }
}
