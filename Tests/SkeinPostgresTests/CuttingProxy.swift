// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Stands between a client and a server's socket, and cuts the connection when a transaction is being committed.
final class CuttingProxy: Sendable {
    /// When the connection is cut.
    enum Moment: Sendable, CaseIterable {
        /// The server never hears of the commit.
        case before
        /// The server commits, and the client is not told.
        case after
    }

    let folder: String
    private let upstream: String
    private let moment: Moment
    private let listener: Int32
    private let cuts: Mutex<Int>

    /// Starts a proxy.
    ///
    /// - Parameters:
    ///   - folder: An empty folder, where the client finds the socket.
    ///   - upstream: The folder with the server's socket.
    ///   - cuts: How many times it cuts.
    ///   - moment: When.
    /// - Throws: When the socket cannot be made.
    init(in folder: String, to upstream: String, cuts: Int, at moment: Moment) throws {
        self.folder = folder
        self.upstream = upstream
        self.moment = moment
        self.cuts = Mutex(cuts)
        self.listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isBound = Self.withAddress(folder) { bind(self.listener, $0, $1) }
        guard isBound == 0, listen(self.listener, 16) == 0 else { throw CocoaError(.fileNoSuchFile) }
        Thread { self.accept() }.start()
    }

    var cutsLeft: Int { self.cuts.withLock { $0 } }

    func stop() { shutdown(self.listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let client = Foundation.accept(self.listener, nil, nil)
            if client < 0 { break }
            Thread { self.serve(client) }.start()
        }
        close(self.listener)
    }

    private func serve(_ client: Int32) {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(client)
            close(server)
        }
        guard Self.withAddress(self.upstream, { connect(server, $0, $1) }) == 0 else { return }
        var descriptors = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&descriptors, 2, -1) > 0 {
            if descriptors[0].revents != 0 {
                guard let bytes = Self.read(client) else { return }
                let isCut = bytes.contains("COMMIT") && self.takeCut()
                if isCut, self.moment == .before { return }
                Self.write(bytes, server)
                if isCut {
                    // The answer to the commit is the last thing that the server says; nobody hears it.
                    _ = Self.read(server)
                    return
                }
            }
            if descriptors[1].revents != 0 {
                guard let bytes = Self.read(server) else { return }
                Self.write(bytes, client)
            }
        }
    }

    private func takeCut() -> Bool {
        self.cuts.withLock { cuts in
            if cuts == 0 { return false }
            cuts -= 1
            return true
        }
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func withAddress(
        _ folder: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(folder)/.s.PGSQL.5432".utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return self.indices.contains { self[$0...].starts(with: bytes) }
    }
}
