// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What this process is called among the nodes on a database: `HOST:PROCESS`.
package enum NodeName {
    package static let current: String = {
        var name = [CChar](repeating: 0, count: 256)
        // The last byte stays zero, whatever is cut off.
        let isKnown = gethostname(&name, name.count - 1) == 0
        let host =
            isKnown ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "host"
        return "\(host):\(getpid())"
    }()
}
