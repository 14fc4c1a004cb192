// SPDX-License-Identifier: Apache-2.0

/// A part of a value, before there is one.
package enum StaticMember: Sendable {
    /// It is always there.
    case present(StaticType)
    /// It is known by name, and may be absent; with the reason, as the end of a sentence.
    case optional(StaticType, String)
    /// Nothing says that it is ever there, and nothing forbids it; with the reason, as the end of a sentence.
    case undeclared(StaticType, String)
    /// It is never there; with the reason, as the end of a sentence.
    case impossible(String)

    /// The type of the part, when it is there.
    package var type: StaticType {
        switch self {
        case .present(let type), .optional(let type, _), .undeclared(let type, _): type
        case .impossible: .any
        }
    }

    /// What is known of a part that is one of two.
    func union(_ other: StaticMember) -> StaticMember {
        switch (self, other) {
        case (.impossible(let reason), .impossible): .impossible(reason)
        case (.present(let left), .present(let right)): .present(left.union(right))
        case (.impossible(let reason), let part), (let part, .impossible(let reason)): .optional(part.type, reason)
        case (.undeclared(let left, let reason), .undeclared(let right, _)): .undeclared(left.union(right), reason)
        case (.optional(let left, let reason), let right), (let right, .optional(let left, let reason)),
            (.undeclared(let left, let reason), let right), (let right, .undeclared(let left, let reason)):
            .optional(left.union(right.type), reason)
        }
    }
}

/// What lists and maps hold, looked at one step at a time: a schema may describe itself without an end.
package protocol StaticStructure: Sendable {
    /// The member of that name, of the maps among the values.
    func member(_ name: String) -> StaticMember
    /// The element at a position, of the lists among the values; with `nil` any element.
    func element(at position: Int?) -> StaticMember
    /// The names of members that are known, for "did you mean".
    var names: [String] { get }
}

/// A map with known members.
package struct ObjectStructure: StaticStructure {
    private let members: [String: StaticMember]
    private let other: StaticMember
    package let names: [String]

    /// Makes a structure.
    ///
    /// - Parameters:
    ///   - members: The members that are known, in order.
    ///   - other: What every other member is.
    package init(
        _ members: [(String, StaticMember)],
        other: StaticMember = .impossible("nothing there has that name")
    ) {
        self.members = Dictionary(members, uniquingKeysWith: { $1 })
        self.other = other
        self.names = members.map(\.0)
    }

    package func member(_ name: String) -> StaticMember { self.members[name] ?? self.other }
    package func element(at position: Int?) -> StaticMember { .present(.any) }
}

/// A list whose elements are alike, or known one by one.
package struct ListStructure: StaticStructure {
    private let type: StaticType
    private let elements: [StaticType]?

    /// A list of any length.
    package init(element: StaticType) {
        self.type = element
        self.elements = nil
    }

    /// A list that has these elements.
    package init(elements: [StaticType]) {
        self.type = StaticType.union(elements)
        self.elements = elements
    }

    package var names: [String] { [] }
    package func member(_ name: String) -> StaticMember { .present(.any) }

    package func element(at position: Int?) -> StaticMember {
        guard let position else { return .present(self.type) }
        guard let elements = self.elements else { return .optional(self.type, "the list may be shorter") }
        guard position < elements.count else { return .impossible("the list ends before it") }
        return .present(elements[position])
    }
}

/// What is known of values that have one structure or the other.
struct UnionStructure: StaticStructure {
    let left: any StaticStructure
    let right: any StaticStructure

    var names: [String] { self.left.names + self.right.names.filter { !self.left.names.contains($0) } }
    func member(_ name: String) -> StaticMember { self.left.member(name).union(self.right.member(name)) }
    func element(at position: Int?) -> StaticMember {
        self.left.element(at: position).union(self.right.element(at: position))
    }
}
