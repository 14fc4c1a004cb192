// SPDX-License-Identifier: Apache-2.0

/// Where the rules of named time zones come from.
///
/// Rules change several times a year, so they are data of the machine and not part of the program: the shell hands in a
/// database, as it hands in the time.
package struct TimeZoneDatabase: Sendable {
    private let lookup: @Sendable (String) throws(TimeZoneError) -> TimeZoneRules

    /// Makes a database.
    ///
    /// - Parameter lookup: Finds the rules of a name such as `Europe/Vienna`. It must be fast after the first time and
    ///   must bear any name, because names can be data.
    package init(_ lookup: @escaping @Sendable (String) throws(TimeZoneError) -> TimeZoneRules) {
        self.lookup = lookup
    }

    /// The rules of a zone.
    ///
    /// - Throws: ``TimeZoneError`` for a name that the database does not have.
    package func rules(_ name: String) throws(TimeZoneError) -> TimeZoneRules { try self.lookup(name) }

    /// A database without zones.
    package static let none = TimeZoneDatabase { _ throws(TimeZoneError) in
        throw TimeZoneError("There are no rules of time zones here.", hint: "Write UTC or an offset such as +05:30.")
    }
}
