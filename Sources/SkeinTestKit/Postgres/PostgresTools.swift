// SPDX-License-Identifier: Apache-2.0

import Foundation

/// PostgreSQL's programs, and the user as whom they run.
struct PostgresTools: Sendable {
    private let folder: String
    /// What runs a program as somebody else: PostgreSQL refuses to run as root.
    private let prefix: [String]

    init() throws {
        guard let folder = Self.folders().first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") })
        else {
            throw PostgresServer.Problem(
                description: "There is no PostgreSQL server; install one (Debian: apt-get install postgresql)."
            )
        }
        self.folder = folder
        self.prefix = geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
    }

    /// Where the programs may be, the newest version first.
    private static func folders() -> [String] {
        let named = (try? self.execute(["pg_config", "--bindir"]))?.split(separator: "\n").map(String.init) ?? []
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return named + versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
    }

    /// The words of a command.
    func command(_ program: String, _ arguments: [String]) -> [String] {
        self.prefix + [self.folder + "/" + program] + arguments
    }

    @discardableResult
    func run(_ program: String, _ arguments: [String]) throws -> String {
        try Self.execute(self.command(program, arguments))
    }

    /// Makes a folder that belongs to the user as whom the server runs.
    func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        if !self.prefix.isEmpty { try Self.execute(["chown", "postgres", path]) }
    }

    /// Adds text to a file that belongs to the user as whom the server runs; or puts it in place of what is there.
    func write(_ text: String, to path: String, replacing: Bool = false) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        if replacing { try file.truncate(atOffset: 0) } else { try file.seekToEnd() }
        try file.write(contentsOf: Data(text.utf8))
    }

    /// Copies a file to one that belongs to the user as whom the server runs and that nobody else may read.
    func copy(_ source: String, to path: String) throws {
        try Self.execute(["install", "-m", "600"] + (self.prefix.isEmpty ? [] : ["-o", "postgres"]) + [source, path])
    }

    /// Where servers keep their data: in memory if there is room, because tests sync to disk all the time and none of
    /// them outlives a power cut.
    static var root: String {
        var memory = statvfs()
        let hasRoom = statvfs("/dev/shm", &memory) == 0 && UInt(memory.f_bavail) * UInt(memory.f_frsize) > 4 << 30
        return hasRoom ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    }

    /// A port that nobody has.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw PostgresServer.Problem(description: "There is no free port.") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Leaves our folder, which the server's user may not enter, closes our files, and becomes the command.
    private static let clean = """
        cd /; for fd in /proc/self/fd/*; do fd=${fd##*/}; if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi; done; exec "$@"
        """

    /// Runs a command that finds nothing of ours open: what it leaves behind must not hold on to it.
    ///
    /// - Returns: What it printed.
    /// - Throws: ``PostgresServer/Problem`` with everything that it said when it fails.
    @discardableResult
    static func execute(_ words: [String]) throws -> String {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("skein-out-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments = (["bash", "-c", Self.clean, "bash"] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let code = posix_spawnp(&process, "bash", &actions, nil, &arguments, environ)
        guard code == 0 else {
            throw PostgresServer.Problem(description: "\(words[0]) does not start (errno \(code)).")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard status == 0 else {
            throw PostgresServer.Problem(description: "\(words.joined(separator: " ")): \(text)")
        }
        return text
    }
}
