// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What is known of a value before there is one.
package struct StaticType: Sendable {
    /// The kinds of values; integers and fractions are one, because arithmetic and comparison mix them.
    package struct Kinds: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let null = Kinds(rawValue: 1)
        package static let bool = Kinds(rawValue: 1 << 1)
        package static let number = Kinds(rawValue: 1 << 2)
        package static let string = Kinds(rawValue: 1 << 3)
        package static let list = Kinds(rawValue: 1 << 4)
        package static let map = Kinds(rawValue: 1 << 5)
        package static let bytes = Kinds(rawValue: 1 << 6)
        package static let timestamp = Kinds(rawValue: 1 << 7)
        package static let duration = Kinds(rawValue: 1 << 8)
        package static let type = Kinds(rawValue: 1 << 9)
        package static let optional = Kinds(rawValue: 1 << 10)
        package static let all = Kinds(rawValue: (1 << 11) - 1)
    }

    /// The kinds that the value may have.
    package var kinds: Kinds
    /// The only values there are, when they are few.
    package var constants: [JSONValue]?
    /// What lists and maps hold; `nil` when that is not known.
    package var structure: (any StaticStructure)?
    /// Why the value may be null although its source gives something else, as the end of a sentence; `nil` when only
    /// its kinds tell.
    package var nullReason: String?
    /// What describes exactly these values; `nil` when they are a mix, or what describes them was narrowed.
    package var origin: (any StaticStructure)?

    package init(
        _ kinds: Kinds,
        constants: [JSONValue]? = nil,
        structure: (any StaticStructure)? = nil,
        nullReason: String? = nil
    ) {
        self.kinds = kinds
        self.constants = constants
        self.structure = structure
        self.nullReason = nullReason
    }

    /// Nothing is known.
    package static let any = StaticType(.all)

    /// The type of the one value.
    package init(of value: JSONValue) {
        switch value {
        case .null: self.init(.null, constants: [value])
        case .bool: self.init(.bool, constants: [value])
        case .int, .double: self.init(.number, constants: [value])
        case .string: self.init(.string, constants: [value])
        case .array(let values):
            self.init(.list, structure: ListStructure(elements: values.map { StaticType(of: $0) }))
        case .object(let object):
            let members = object.map { ($0.key, StaticMember.present(StaticType(of: $0.value))) }
            self.init(.map, structure: ObjectStructure(members))
        }
    }

    /// What is known of a value that is one of several.
    package static func union(_ types: [StaticType]) -> StaticType {
        guard var result = types.first else { return .any }
        for type in types.dropFirst() { result = result.union(type) }
        return result
    }

    /// What is known of a value that is of one type or the other.
    package func union(_ other: StaticType) -> StaticType {
        var constants: [JSONValue]?
        if let left = self.constants, let right = other.constants {
            constants = left + right.filter { !left.contains($0) }
        }
        return StaticType(
            self.kinds.union(other.kinds),
            constants: constants.flatMap { $0.count <= Self.constantLimit ? $0 : nil },
            structure: self.structure(with: other),
            nullReason: self.nullReason ?? other.nullReason
        )
    }

    /// The value may also be null, for that reason.
    package func orNull(because reason: String) -> StaticType {
        var result = self
        result.kinds.insert(.null)
        result.constants = self.constants.map { $0.contains(.null) ? $0 : $0 + [.null] }
        result.nullReason = result.nullReason ?? reason
        return result
    }

    /// The value once it is known not to be null.
    var nonNull: StaticType {
        var result = self
        result.kinds.remove(.null)
        result.constants = self.constants?.filter { $0 != .null }
        result.nullReason = nil
        return result
    }

    /// Whether null is among the values for a reason that is known, and not only because nothing is known.
    var isKnownNullable: Bool { self.kinds.contains(.null) && (self.nullReason != nil || self.kinds != .all) }

    private static let constantLimit = 64
    private static let containers: Kinds = [.list, .map]

    private func structure(with other: StaticType) -> (any StaticStructure)? {
        let isContainer = !self.kinds.isDisjoint(with: Self.containers)
        let otherIsContainer = !other.kinds.isDisjoint(with: Self.containers)
        guard isContainer, otherIsContainer else { return isContainer ? self.structure : other.structure }
        guard let left = self.structure, let right = other.structure else { return nil }
        return UnionStructure(left: left, right: right)
    }
}

extension StaticType.Kinds: CustomStringConvertible {
    private static let names: [(StaticType.Kinds, String)] = [
        (.null, "null"), (.bool, "a bool"), (.number, "a number"), (.string, "a string"), (.list, "a list"),
        (.map, "a map"), (.bytes, "bytes"), (.timestamp, "a timestamp"), (.duration, "a duration"),
        (.type, "a type"), (.optional, "an optional"),
    ]

    /// The kinds as a sentence names them: `a string or null`.
    package var description: String {
        if self == .all { return "any value" }
        let names = Self.names.filter { self.contains($0.0) }.map(\.1)
        guard names.count > 1, let last = names.last else { return names.first ?? "no value" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
