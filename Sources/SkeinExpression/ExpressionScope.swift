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
}

/// The members of a JSON object as roots.
extension JSONObject: ExpressionScope {
    /// The member of that name.
    package func value(of root: String) -> JSONValue? { self[root] }
}
