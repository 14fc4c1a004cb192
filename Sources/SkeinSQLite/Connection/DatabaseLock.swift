// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file lock that keeps two engines from working on one database.
///
/// The system drops it when the process dies.
final class DatabaseLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    ///
    /// - Throws: ``SkeinError`` `database-in-use` when another process has it.
    init(path: String) throws(SkeinError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw SkeinError(.storageUnavailable, "The lock file \(path) cannot be opened (errno \(errno)).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Self.close(descriptor)
            let message =
                "Another process runs the engine on this database (\(path)). Talk to it with --server, or stop it."
            throw SkeinError(.databaseInUse, message)
        }
        self.descriptor = Mutex(descriptor)
    }

    func release() {
        self.descriptor.withLock { descriptor in
            if let open = descriptor {
                // Closing is not enough: a process that is being forked off may have a copy of the descriptor for a moment.
                flock(open, LOCK_UN)
                Self.close(open)
            }
            descriptor = nil
        }
    }

    deinit { self.release() }

    private static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }
}
