// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// What a schema tells about values without a value.
///
/// It is sound and not complete: what it calls impossible or required is so for every valid value; where that is not certain
/// it is permissive. `not` and `dependentRequired` tell it nothing, nor does a `$dynamicRef`. It walks the schema as
/// it is asked, so a schema that refers to itself has a shape like any other.
package struct SchemaShape: Sendable {
    let program: SchemaProgram
    let term: ShapeTerm

    /// A kind of JSON value.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// `null`.
        case null
        /// `true` and `false`.
        case boolean
        /// Whole numbers, `3.0` among them.
        case integer
        /// Numbers with a fraction.
        ///
        /// Where the schema says `number`, values are of this kind or `integer`.
        case number
        /// Texts.
        case string
        /// Lists.
        case array
        /// Objects.
        case object
    }

    /// What a member of objects, or an element of lists, is.
    package enum Member: Sendable {
        /// Every object has it.
        case required(SchemaShape)
        /// The schema names it; an object may lack it.
        case optional(SchemaShape)
        /// The schema neither names nor forbids it.
        case undeclared(SchemaShape)
        /// No valid object has it.
        case impossible
    }

    /// The kinds that values may have; empty when there is no valid value.
    package var kinds: Set<Kind> {
        let types = ShapeFold(typesIn: self.program).types(of: self.term)
        return Set(Kind.allCases.filter { types.contains($0.types) })
    }

    /// The only values there are, when the schema lists them by `enum` or `const`.
    package var constants: [JSONValue]? {
        let fold = ShapeFold<ConstantFact>(self.program, kinds: ShapeFold(typesIn: self.program)) { node in
            guard let values = node.values else { return .unknown }
            return ConstantFact(values: values.constant.map { [$0] } ?? values.allowed)
        }
        return fold.fact(of: self.term).values?.filter { self.program.accepts($0, self.term) }
    }

    /// What the member of a name is, in those values that are objects.
    ///
    /// - Parameter name: The member's name.
    /// - Returns: What every valid object has there.
    package func member(_ name: String) -> Member {
        self.part(about: .object) { self.program.member(name, of: $0) }
    }

    /// What an element is, in those values that are lists.
    ///
    /// - Parameter index: The element's position; `nil` for all elements together.
    /// - Returns: What every valid list has there: required when no list is too short for it, undeclared when neither `items` nor
    ///   `prefixItems` says what it is. For all elements together, required when no list is empty, and impossible when
    ///   every list is.
    package func element(at index: Int?) -> Member {
        self.part(about: .array) {
            index.map { [program = self.program, node = $0] in program.element(at: $0, of: node) }
                ?? self.program.anyElement(of: $0)
        }
    }

    /// The names of members that the schema names and objects may have, sorted by bytes.
    package var declaredMembers: [String] {
        let kinds = ShapeFold(typesIn: self.program)
        let fold = ShapeFold<NamesFact>(self.program, about: .object, kinds: kinds) { node in
            let names = (node.object?.properties.keys ?? []) + (node.object?.required ?? [])
            return NamesFact(names: Set(names.map { ByteKey($0) }))
        }
        let names = fold.fact(of: self.term).names.map(\.text).sorted { ByteString.precedes($0, $1) }
        return names.filter { if case .impossible = self.member($0) { false } else { true } }
    }

    private func part(about types: TypeSet, own: @escaping (SchemaNode) -> PartFact) -> Member {
        let kinds = ShapeFold(typesIn: self.program)
        let fold = ShapeFold<PartFact>(self.program, about: types, kinds: kinds, own: own)
        let fact = fold.fact(of: self.term)
        guard !kinds.types(of: fact.term).isEmpty else { return .impossible }
        let shape = SchemaShape(program: self.program, term: fact.term)
        if fact.isRequired { return .required(shape) }
        return fact.isDeclared ? .optional(shape) : .undeclared(shape)
    }
}

extension Schema {
    /// What the schema tells about its instances.
    package var shape: SchemaShape { SchemaShape(program: self.program, term: .node(0, in: self.program)) }
}

extension SchemaShape.Kind {
    fileprivate var types: TypeSet {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .integer: .integer
        case .number: .fraction
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

/// The values that schemas list, and perhaps more of them than there are.
private struct ConstantFact: ShapeFact {
    var values: [JSONValue]?

    static let unknown = ConstantFact()

    func intersected(_ other: ConstantFact) -> ConstantFact { ConstantFact(values: self.values ?? other.values) }

    func united(_ other: ConstantFact) -> ConstantFact {
        guard let values = self.values, let more = other.values else { return .unknown }
        return ConstantFact(values: values + more.filter { !values.contains($0) })
    }
}

/// The names that schemas declare.
private struct NamesFact: ShapeFact {
    var names: Set<ByteKey> = []

    static let unknown = NamesFact()

    func intersected(_ other: NamesFact) -> NamesFact { NamesFact(names: self.names.union(other.names)) }

    func united(_ other: NamesFact) -> NamesFact { self.intersected(other) }
}
