// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// The faults of a schema document, all of those found in one pass.
package struct SchemaError: Error, Hashable, Sendable {
    /// The faults; their pointers are places in the schema document.
    package let problems: [Problem]
}
