// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

extension JSONValue {
    /// The value with a JSON Merge Patch applied (RFC 7396): members replace, `null` removes, objects merge.
    package func merging(_ patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var object = self.object ?? [:]
        for (key, change) in changes {
            object[key] = change.isNull ? nil : (object[key] ?? .null).merging(change)
        }
        return .object(object)
    }
}
