// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SkeinStorage

/// The folder with a driver's migrations.
package enum MigrationFolder {
    /// Demands that a list of migrations is what a folder holds, numbered from 1 without gaps.
    ///
    /// - Throws: ``StorageConformance/Violation``.
    package static func check(_ migrations: [Migration], _ folder: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let names = migrations.map { migration in
            let digits = String(migration.version)
            return "V" + String(repeating: "0", count: 4 - digits.count) + digits + "_\(migration.name).sql"
        }
        try StorageConformance.same(names, files, "the files")
        for (migration, file) in zip(migrations, files) {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            try StorageConformance.same(migration.sql == text, true, "the content of \(file)")
        }
        try StorageConformance.same(migrations.map(\.version), Array(1...migrations.count), "the numbers")
    }
}
