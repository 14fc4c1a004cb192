// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// Nobody reads standard output any more, as after `| head -1`.
struct ClosedOutput: Error {}

/// The two streams: data to standard output, everything else to standard error.
enum Console {
    /// Lets writing to a pipe without a reader fail, so that a command can clean up before it ends.
    static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Says something that is no data; when nobody listens, nothing is said.
    static func error(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// Prints a line at once, so that progress shows while it happens.
    ///
    /// - Throws: ``ClosedOutput``, or ``SkeinError`` `internal-error` when the output cannot be written.
    static func out(_ text: String = "") throws { try self.write(Array((text + "\n").utf8)) }

    /// Writes bytes to standard output as they are.
    ///
    /// - Throws: ``ClosedOutput``, or ``SkeinError`` `internal-error` when the output cannot be written.
    static func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EPIPE: throw ClosedOutput()
            case let code:
                let reason = String(cString: strerror(code))
                throw SkeinError(.internalError, "The output cannot be written: \(reason).")
            }
        }
    }
}
