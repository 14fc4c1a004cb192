// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Whether every instance of one schema satisfies another.
package enum SchemaComparison: Sendable {
    /// Every instance does; it is proven from the two schemas.
    case holds
    /// An instance does not.
    ///
    /// The validator itself accepted the example for the one schema, and found the violations by the other.
    case fails(example: JSONValue, violations: [SchemaViolation])
    /// Neither is known.
    ///
    /// The reason names the first keyword that could not be shown to hold, and its place in the schema to be satisfied.
    case unknown(reason: String)
}

extension Schema {
    /// Whether every instance of another schema satisfies this one.
    ///
    /// A proof looks at the two schemas alone; without one, some values of the other schema are tried. Both have a limit,
    /// so the work is bounded for any two schemas. The limits of validation itself, such as that of depth, are left out of account.
    ///
    /// - Parameter other: The schema of the values, which may be of the other dialect.
    /// - Returns: The verdict, the same for the same schemas.
    package func isSatisfied(byEveryInstanceOf other: Schema) -> SchemaComparison {
        let root = ShapeTerm.node(0, in: other.program)
        let prover = ComparisonProver(of: other.program, against: self.program)
        guard let obstacle = prover.obstacle(ComparisonGoal(term: root, target: 0)) else { return .holds }
        let search = WitnessSearch(of: other.program, against: self.program)
        // The shortest says most.
        let sized = search.witnesses().map { ($0, size: JSONWriter.text($0).utf8.count) }
        if let (example, _) = sized.min(by: { $0.size < $1.size }), other.isValid(example), !self.isValid(example) {
            return .fails(example: example, violations: self.validate(example))
        }
        return .unknown(reason: obstacle.reason)
    }
}

extension SchemaShape {
    /// A value of this shape that another shape does not accept.
    ///
    /// - Parameter target: The shape that the values are to satisfy.
    /// - Returns: The shortest of those found; `nil` when there is none, or none was found.
    package func example(refusedBy target: SchemaShape) -> JSONValue? {
        guard let nodes = target.term.conjuncts else { return nil }
        let prover = ComparisonProver(of: self.program, against: target.program)
        guard nodes.contains(where: { prover.obstacle(ComparisonGoal(term: self.term, target: $0)) != nil }) else {
            return nil
        }
        let search = WitnessSearch(of: self.program, against: target.program)
        let sized = search.witnesses(of: self.term, breaking: nodes).map { ($0, size: JSONWriter.text($0).utf8.count) }
        return sized.min { $0.size < $1.size }?.0
    }
}

/// Why a proof does not go on.
struct ComparisonObstacle: Hashable, Sendable {
    let reason: String

    /// The work is more than is allowed.
    static let limit = ComparisonObstacle(
        reason: "The schemas are too large, or refer to one another too often, to compare."
    )

    private init(reason: String) { self.reason = reason }

    /// A keyword that is not shown to hold.
    ///
    /// - Parameters:
    ///   - node: The schema to be satisfied.
    ///   - tokens: The keyword, and where in it.
    ///   - why: What it asks for, to follow its name.
    init(_ node: SchemaNode, _ tokens: [String], _ why: String) {
        let place = JSONPointer(tokens: node.location.tokens + tokens)
        let subject = tokens.first.map { "'\($0)'" } ?? "The schema"
        self.reason = "\(subject) at \(place.tokens.isEmpty ? "the root" : place.description) \(why)."
    }
}

/// What is to be shown: every value of a term, of certain types, satisfies a node of the other program.
struct ComparisonGoal: Hashable, Sendable {
    var term: ShapeTerm
    var types = TypeSet.all
    var target: NodeID
}
