// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

/// Examines a live database, the driver's settings, the engine's invariants, and what else the engine needs.
package struct Doctor: Sendable {
    private let engine: Engine

    package init(engine: Engine) { self.engine = engine }

    /// Looks at everything; the last finding is about executions that nothing would wake.
    package func examine() async throws -> [Diagnosis] {
        let storage = self.engine.storage
        let stuck = try await storage.unwakeableExecutions(limit: 20)
        let names = stuck.map(\.description).joined(separator: ", ")
        let detail = stuck.isEmpty ? "every open execution has something that will wake it" : "damaged: \(names)"
        let wakeUps = Diagnosis(check: "wake-ups", isHealthy: stuck.isEmpty, detail: detail)
        let zones = SystemTimeZones(folder: SystemTimeZones.folder).count
        let found = zones > 0 ? "\(zones) named zones" : "none; install the package tzdata, or set TZDIR"
        let timeZones = Diagnosis(check: "time zones", isHealthy: zones > 0, detail: found)
        return try await storage.diagnose() + [timeZones, wakeUps]
    }
}
