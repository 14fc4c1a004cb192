// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether the server can take work: it has recovered, and does not shut down.
package final class Readiness: Sendable {
    private let state = Mutex(false)

    package init() {}

    package var isReady: Bool { self.state.withLock { $0 } }

    package func set(_ isReady: Bool) { self.state.withLock { $0 = isReady } }
}
