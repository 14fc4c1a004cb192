// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension Engine {
    /// Erases an execution that has ended, for good; a tombstone stays in the audit log.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - note: Why.
    ///   - actor: Who.
    /// - Returns: The tombstone.
    /// - Throws: ``SkeinError`` `change-note-missing`, `execution-not-found`, `execution-erased`, or `execution-state` for
    ///   one that has not ended, or whose parent or child has not.
    package func erase(_ id: ExecutionID, note: String?, by actor: Actor) async throws -> AuditEntry {
        guard let note, note.contains(where: { !$0.isWhitespace }) else {
            throw SkeinError(.changeNoteMissing, "To erase an execution needs a note that says why: note.")
        }
        let reason = ErasureReason(.request(note: note), by: actor.name, at: self.clock.now())
        return try await self.storage.erase(id, because: reason)
    }
}
