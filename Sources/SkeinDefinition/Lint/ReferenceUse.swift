// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import SkeinTemplate

/// A reference somewhere in a document.
struct ReferenceUse {
    let root: String
    /// The names after the root, up to the first one that is computed.
    let members: [String]
    let pointer: JSONPointer
    let mayBeAbsent: Bool

    static func all(in expression: Expression, at pointer: JSONPointer) -> [ReferenceUse] {
        expression.references.map { reference in
            var members: [String] = []
            for segment in reference.path {
                guard case .member(let name) = segment else { break }
                members.append(name)
            }
            return ReferenceUse(
                root: reference.root,
                members: members,
                pointer: pointer,
                mayBeAbsent: reference.mayBeAbsent
            )
        }
    }

    static func all(in value: ValueTemplate, at pointer: JSONPointer) -> [ReferenceUse] {
        switch value {
        case .literal: []
        case .expression(let expression): Self.all(in: expression, at: pointer)
        case .template(let template):
            template.references.map { reference in
                ReferenceUse(
                    root: reference.path[0],
                    members: Array(reference.path.dropFirst()),
                    pointer: pointer,
                    mayBeAbsent: reference.mayBeAbsent
                )
            }
        case .list(let values):
            values.enumerated().flatMap { Self.all(in: $0.element, at: pointer.appending($0.offset)) }
        case .object(let members):
            members.flatMap { Self.all(in: $0.value, at: pointer.appending($0.key)) }
        }
    }
}
