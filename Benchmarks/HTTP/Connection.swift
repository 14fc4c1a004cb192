// SPDX-License-Identifier: Apache-2.0

import Glibc
import SkeinModel

/// A kept-alive HTTP connection that blocks its thread, as the simplest client does.
///
/// A client library of its own takes longer than the server, and shares its cores: this one measures the server.
struct Connection {
    private let socket: Int32
    private let host: String

    /// Connects to `http://127.0.0.1:PORT`.
    init(_ address: String) throws {
        guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw SkeinError(.internalError, "'\(address)' has no port.")
        }
        self.host = "127.0.0.1:\(port)"
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(self.socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(self.socket, $0, size) }
        }
        guard result == 0 else { throw SkeinError(.internalError, "No connection to \(address) (errno \(errno)).") }
    }

    func close() { Glibc.close(self.socket) }

    /// Sends JSON, and returns when the whole answer has come.
    func post(_ path: String, _ body: [UInt8]) throws {
        let head = """
            POST \(path) HTTP/1.1\r
            Host: \(self.host)\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            \r

            """
        try self.send(Array(head.utf8) + body)
        let status = try self.receive()
        guard status.hasPrefix("HTTP/1.1 2") else {
            throw SkeinError(.internalError, "The server answered: \(status)")
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(self.socket, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SkeinError(.internalError, "The connection broke (errno \(errno)).") }
            sent += count
        }
    }

    /// Reads an answer that says its length.
    ///
    /// - Returns: Its first line.
    private func receive() throws -> String {
        var bytes: [UInt8] = []
        var needed = Int.max
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < needed {
            let count = read(self.socket, &chunk, chunk.count)
            guard count > 0 else { throw SkeinError(.internalError, "The connection broke (errno \(errno)).") }
            bytes += chunk[..<count]
            if needed == .max, let length = Self.length(of: bytes) { needed = length }
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }

    /// How many bytes an answer has, once its head has come.
    ///
    /// It looks at bytes and makes no text of them: that took as long as the server needs for a request.
    private static func length(of bytes: [UInt8]) -> Int? {
        var start = 0
        var body = 0
        for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
            let line = bytes[start..<end]
            if line.count <= 1 { return end + 1 + body }
            if line.count > self.lengthField.count, zip(line, self.lengthField).allSatisfy({ $0 | 0x20 == $1 }) {
                let digits = line.dropFirst(self.lengthField.count).filter {
                    UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                }
                body = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            }
            start = end + 1
        }
        return nil
    }

    /// In lower case, which a bit makes of its letters and leaves the rest as it is.
    private static let lengthField = Array("content-length:".utf8)
}
