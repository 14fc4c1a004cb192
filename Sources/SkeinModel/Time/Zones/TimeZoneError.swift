// SPDX-License-Identifier: Apache-2.0

/// Why there are no rules for a time zone.
package struct TimeZoneError: Error, Hashable, Sendable {
    /// What is wrong, for a person; it does not hold the name of the zone, which may be data.
    package let message: String
    /// What to do about it.
    package let hint: String?

    /// Makes an error.
    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
