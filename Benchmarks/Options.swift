// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What the command line asks for.
struct Options {
    /// A tenth of the work, once.
    var isQuick = false
    /// A million executions wait, and not twenty thousand.
    var isMillion = false
    /// The one workload to run: `W1` to `W5`, `http`, or `pure:64`, `effect:1024` and the like for a profiler.
    var only: String?
    /// The one case of W1 to run: how many executions at a time.
    var lanes: Int?
    /// How many executions instead of the workload's own number.
    var count: Int?
    /// How often each figure is taken; the middle one counts.
    var rounds: Int?
    /// `sqlite`, `postgres` for a server of its own, or the URL of an empty database for `--only effect:64`.
    var database = "sqlite"
    /// The disk to measure.
    var folder: String?
    /// The file for the results.
    var json: String?

    /// Reads `--name value` and flags.
    ///
    /// - Throws: ``SkeinError`` for what it does not know.
    init(_ arguments: some Sequence<String>) throws {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            switch name {
            case "--quick": self.isQuick = true
            case "--million": self.isMillion = true
            case "--only": self.only = try Self.value(name, &rest)
            case "--count": self.count = try Self.number(name, &rest)
            case "--lanes": self.lanes = try Self.number(name, &rest)
            case "--rounds": self.rounds = try Self.number(name, &rest)
            case "--database": self.database = try Self.value(name, &rest)
            case "--folder": self.folder = try Self.value(name, &rest)
            case "--json": self.json = try Self.value(name, &rest)
            default: throw SkeinError(.configurationInvalid, "There is no option '\(name)'. \(Self.help)")
            }
        }
    }

    static let help =
        "Options: --database sqlite|postgres, --quick, --million, --only W1|W2|W3|W4|W5|http|effect:64, --lanes N, --count N, "
        + "--rounds N, --folder PATH, --json FILE."

    /// Whether a workload is asked for.
    func includes(_ workload: String) -> Bool { self.only.map { $0.lowercased() == workload.lowercased() } ?? true }

    /// The workload's own number, less of it for a quick run, or what was asked for.
    func count(_ usual: Int) -> Int { self.count ?? (self.isQuick ? max(1, usual / 10) : usual) }

    /// How often a figure is taken.
    func rounds(_ usual: Int) -> Int { self.rounds ?? (self.isQuick ? 1 : usual) }

    private static func value(_ name: String, _ rest: inout ArraySlice<String>) throws -> String {
        guard let value = rest.popFirst() else {
            throw SkeinError(.configurationInvalid, "\(name) takes a value. \(Self.help)")
        }
        return value
    }

    private static func number(_ name: String, _ rest: inout ArraySlice<String>) throws -> Int {
        guard let number = Int(try Self.value(name, &rest)), number > 0 else {
            throw SkeinError(.configurationInvalid, "\(name) takes a number above 0.")
        }
        return number
    }
}
