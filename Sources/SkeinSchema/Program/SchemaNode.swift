// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The position of a node in its program.
///
/// Nodes name each other by it, so that they can refer in circles.
typealias NodeID = Int

/// One schema, compiled: its checks grouped by the type of the values that they concern.
final class SchemaNode: Sendable {
    /// Where it is in its document.
    let location: JSONPointer
    /// The schema resource that it belongs to.
    let resource: Int
    let types: TypeSet
    let values: ValueChecks?
    let number: NumberChecks?
    let string: StringChecks?
    let array: ArrayChecks?
    let object: ObjectChecks?
    /// Schemas that apply to the same value.
    let applicators: [Applicator]
    let unevaluatedItems: NodeID?
    let unevaluatedProperties: NodeID?
    /// The node that this one refers to, when it says nothing else.
    let forward: NodeID?
    /// Whether it asks for nothing but types.
    let hasOnlyTypes: Bool

    init(location: JSONPointer, resource: Int, checks: NodeChecks) {
        self.location = location
        self.resource = resource
        self.types = checks.types
        self.values = checks.values
        self.number = checks.number
        self.string = checks.string
        self.array = checks.array
        self.object = checks.object
        self.applicators = checks.applicators
        self.unevaluatedItems = checks.unevaluatedItems
        self.unevaluatedProperties = checks.unevaluatedProperties
        self.hasOnlyTypes = checks.hasOnlyTypes && checks.applicators.isEmpty
        if checks.hasOnlyTypes, checks.types == .all, checks.applicators.count == 1,
            case .reference(let target) = checks.applicators[0]
        {
            self.forward = target
        } else {
            self.forward = nil
        }
    }

    /// Whether it must know which members and elements its own keywords have looked at.
    var tracksEvaluation: Bool { self.unevaluatedItems != nil || self.unevaluatedProperties != nil }

    /// The schema `false`.
    var isNever: Bool { self.types.isEmpty }

    /// Whether the value has one of the types.
    func allows(_ value: JSONValue) -> Bool { self.types == .all || self.types.contains(TypeSet(of: value)) }
}

/// What a node is made of, while it is compiled.
struct NodeChecks: Sendable {
    var types = TypeSet.all
    var values: ValueChecks?
    var number: NumberChecks?
    var string: StringChecks?
    var array: ArrayChecks?
    var object: ObjectChecks?
    var applicators: [Applicator] = []
    var unevaluatedItems: NodeID?
    var unevaluatedProperties: NodeID?

    /// Whether there are no checks but that of the type, apart from what the applicators ask for.
    var hasOnlyTypes: Bool {
        self.values == nil && self.number == nil && self.string == nil && self.array == nil && self.object == nil
            && self.unevaluatedItems == nil && self.unevaluatedProperties == nil
    }
}

/// A schema that applies to the value as a whole, under the conditions of its keyword.
enum Applicator: Sendable {
    case reference(NodeID)
    /// `$dynamicRef`: the outermost schema resource in use that has the anchor decides, else the fallback.
    case dynamicReference(anchor: String, fallback: NodeID)
    case allOf([NodeID])
    case anyOf([NodeID])
    case oneOf([NodeID])
    case not(NodeID)
    case conditional(NodeID, then: NodeID?, otherwise: NodeID?)
    /// `dependentSchemas`, or `dependencies` as which it is written in draft-07.
    case dependent(member: String, NodeID, keyword: String)

    /// All schemas that it may apply.
    var targets: [NodeID] {
        switch self {
        case .reference(let target), .dynamicReference(_, let target), .not(let target), .dependent(_, let target, _):
            [target]
        case .allOf(let targets), .anyOf(let targets), .oneOf(let targets): targets
        case .conditional(let test, let then, let otherwise): [test] + [then, otherwise].compactMap { $0 }
        }
    }
}

/// A set of JSON types.
struct TypeSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let null = TypeSet(rawValue: 1)
    static let boolean = TypeSet(rawValue: 2)
    static let integer = TypeSet(rawValue: 4)
    /// Numbers that are not whole.
    ///
    /// The type `number` is this and `integer`.
    static let fraction = TypeSet(rawValue: 8)
    static let string = TypeSet(rawValue: 16)
    static let array = TypeSet(rawValue: 32)
    static let object = TypeSet(rawValue: 64)
    static let number: TypeSet = [.integer, .fraction]
    static let all = TypeSet(rawValue: 127)

    static let names: [(name: String, types: TypeSet)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object),
    ]

    /// The type of a value; only whole numbers are integers.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .int: self = .integer
        case .double(let value): self = ExactNumber.double(value).isWhole ? .integer : .fraction
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}
