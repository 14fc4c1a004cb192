// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

/// Examines a live database: the driver's settings, and the engine's invariants.
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
        return try await storage.diagnose() + [wakeUps]
    }
}
