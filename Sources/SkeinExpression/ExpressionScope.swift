// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Where an expression finds the values of its roots.
package protocol ExpressionScope {
    /// The value of a root such as `input`; `nil` when the scope has no root of that name.
    ///
    /// A name written without `$` is tried as a qualified name first: `a.b.c` asks for `a.b.c`, `a.b` and `a`.
    ///
    /// - Parameter root: The name, without `$`.
    /// - Returns: The value. It must not change during one evaluation.
    func value(of root: String) -> JSONValue?

    /// Where named time zones are looked up.
    var timeZones: TimeZoneDatabase { get }
}

/// The members of a JSON object as roots.
extension JSONObject: ExpressionScope {
    /// The member of that name.
    package func value(of root: String) -> JSONValue? { self[root] }
}

extension ExpressionScope {
    /// No named zones: UTC and offsets only.
    package var timeZones: TimeZoneDatabase { .none }
}

/// The members of a JSON object as roots, with named time zones.
package struct RootScope: ExpressionScope {
    /// The roots.
    package var roots: JSONObject
    /// Where named time zones are looked up.
    package let timeZones: TimeZoneDatabase

    /// Makes a scope.
    package init(_ roots: JSONObject, timeZones: TimeZoneDatabase) {
        self.roots = roots
        self.timeZones = timeZones
    }

    /// The member of that name.
    package func value(of root: String) -> JSONValue? { self.roots[root] }
}
