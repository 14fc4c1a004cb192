// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import NIOCore
import SkeinModel

extension ServerConfiguration.Address {
    var bindAddress: BindAddress {
        switch self {
        case .network(let host, let port): .hostname(host, port: port)
        case .socket(let path): .unixDomainSocket(path: path)
        }
    }

    /// Where clients find the server; `unix:PATH` for a socket.
    func url(port actual: Int?) -> String {
        switch self {
        case .network(let host, let port): "http://\(host.contains(":") ? "[\(host)]" : host):\(actual ?? port)"
        case .socket(let path): "unix:\(path)"
        }
    }

    /// What to say when the system does not let a server listen there; `nil` for a fault of another kind.
    func refused(_ error: IOError) -> SkeinError? {
        let (place, hint) =
            switch self {
            case .network(let host, let port):
                ("port \(port) on \(host)", ", or name another port (--port, SKEIN_PORT; 0 for a free one)")
            case .socket(let path): ("socket \(path)", "")
            }
        let message: String
        switch error.errnoCode {
        case EADDRINUSE: message = "The \(place) is taken; stop what listens there\(hint)."
        case EACCES, EADDRNOTAVAIL:
            message = "Skein cannot listen on the \(place): \(String(cString: strerror(error.errnoCode)))."
        default: return nil
        }
        return SkeinError(.configurationInvalid, message, cause: error)
    }
}
