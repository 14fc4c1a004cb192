// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The machine's time zones: the TZif files that Debian's `tzdata` installs.
///
/// A zone is read when it is first asked for and kept, so that an update of the files takes effect with the next start.
package final class SystemTimeZones: Sendable {
    /// The zones below `ZONEINFO` or `TZDIR`, or `/usr/share/zoneinfo`.
    package static let database = TimeZoneDatabase(SystemTimeZones(folder: SystemTimeZones.folder))

    /// Where the files are.
    package static var folder: String {
        for name in ["ZONEINFO", "TZDIR"] {
            if let path = getenv(name), path.pointee != 0 { return String(cString: path) }
        }
        return "/usr/share/zoneinfo"
    }

    /// No zone is near that size: the largest has 4 KiB.
    private static let sizeLimit = 65_536

    private let folder: String
    private let zones = Mutex<[String: TimeZoneRules]>([:])
    /// The names that there are, once somebody needed them.
    private let names = Mutex<[String]?>(nil)

    /// Makes a reader of a folder of TZif files.
    package init(folder: String) { self.folder = folder }

    /// The rules of a zone.
    ///
    /// - Throws: ``TimeZoneError`` for a name that has no file, with the nearest that has one, and for a file that is
    ///   no TZif.
    package func rules(_ name: String) throws(TimeZoneError) -> TimeZoneRules {
        if let known = self.zones.withLock({ $0[name] }) { return known }
        guard Self.isZoneName(name), let bytes = Self.read("\(self.folder)/\(name)"), bytes.starts(with: "TZif".utf8)
        else { throw self.unknown(name) }
        let rules = try TimeZoneRules(tzif: bytes)
        self.zones.withLock { $0[name] = rules }
        return rules
    }

    /// How many zones there are.
    package var count: Int { self.allNames().count }

    // MARK: Names

    /// Whether a name is made of one to three parts such as `America/Argentina/Salta`, so that it stays in the folder.
    private static func isZoneName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        // Below these are the same zones again, the second time with leap seconds.
        let copies = ["posix", "right"]
        guard (1...3).contains(parts.count), !copies.contains(where: { parts[0].elementsEqual($0.utf8) }) else {
            return false
        }
        return parts.allSatisfy { part in
            (1...32).contains(part.count)
                && part.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_+-".utf8.contains(byte)
                }
        }
    }

    private func unknown(_ name: String) -> TimeZoneError {
        let names = self.allNames()
        guard !names.isEmpty else {
            return TimeZoneError(
                "This machine has no rules of time zones.",
                hint: "Install the package tzdata, or set TZDIR to a folder of TZif files."
            )
        }
        return TimeZoneError(
            "The time zone is not known.",
            hint: NearestName.hint(names, for: name) ?? "Write UTC, an offset such as +05:30, or a name: Europe/Vienna."
        )
    }

    // MARK: Files

    private func allNames() -> [String] {
        if let names = self.names.withLock({ $0 }) { return names }
        let names = Self.entries(self.folder, depth: 0).sorted()
        self.names.withLock { $0 = names }
        return names
    }

    private static func entries(_ folder: String, depth: Int) -> [String] {
        guard depth < 3, let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard Self.isZoneName(name) else { continue }
            let inner = Self.entries("\(folder)/\(name)", depth: depth + 1)
            names += inner.map { "\(name)/\($0)" }
            // Zones begin with a capital; what does not is a list or a copy of the machine's own zone.
            if inner.isEmpty, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(name.utf8.first ?? 0) {
                names.append(name)
            }
        }
        return names
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: Self.sizeLimit) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }
}

extension TimeZoneDatabase {
    /// The zones of a folder.
    package init(_ zones: SystemTimeZones) {
        self.init { name throws(TimeZoneError) in try zones.rules(name) }
    }
}
