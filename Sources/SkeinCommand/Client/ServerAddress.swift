// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import SkeinModel

/// Where a server is: `http://HOST:PORT`, `https://HOST:PORT`, or `unix:PATH`.
struct ServerAddress: Sendable {
    /// Where a server listens that was not told otherwise.
    static let standard = "http://127.0.0.1:8080"

    let text: String

    /// Reads an address.
    ///
    /// - Throws: ``SkeinError`` `configuration-invalid` when it is in none of the forms.
    init(_ text: String) throws(SkeinError) {
        let isSocket = text.hasPrefix("unix:") && text.count > 5
        let isNetwork = ["http://", "https://"].contains { text.hasPrefix($0) } && URL(string: text)?.host != nil
        guard isSocket || isNetwork else {
            let message =
                "The server's address '\(text)' cannot be used. Write http://HOST:PORT, https://HOST:PORT or unix:PATH, "
                + "as in --server \(Self.standard)."
            throw SkeinError(.configurationInvalid, message)
        }
        self.text = text
    }

    /// The URL of a path on the server.
    func url(_ path: String) throws(SkeinError) -> String {
        guard self.text.hasPrefix("unix:") else { return self.text + path }
        guard let url = URL(httpURLWithSocketPath: String(self.text.dropFirst(5)), uri: path) else {
            throw SkeinError(.configurationInvalid, "The server's address '\(self.text)' cannot be used.")
        }
        return url.absoluteString
    }

    /// What to say when nobody answers there.
    ///
    /// - Parameter error: What the network said.
    /// - Returns: ``SkeinError`` `server-unreachable`.
    func unreachable(_ error: any Error) -> SkeinError {
        let message =
            "The server at \(self.text) cannot be reached: \(Self.reason(error)). Is \"skein serve\" running there? "
            + "--server names another address, --database works without a server."
        return SkeinError(.serverUnreachable, message, cause: error)
    }

    /// Why, in a few plain words.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let failure = error.connectionErrors.first { return self.reason(failure.error) }
            return "The name '\(error.host)' is not known"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case let error as HTTPClientError: return error.shortDescription
        default: return "\(error)"
        }
    }
}
