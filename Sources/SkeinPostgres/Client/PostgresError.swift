// SPDX-License-Identifier: Apache-2.0

import CLibPQ
package import SkeinModel

/// What PostgreSQL, or the way to it, answered instead of a result.
package struct PostgresError: Error, Sendable {
    /// The five characters that name the kind of error ("Appendix A" of PostgreSQL's manual); `nil` when no server
    /// said anything.
    package let state: String?
    /// What happened, in PostgreSQL's words.
    package let message: String
    package let detail: String?
    /// What PostgreSQL proposes.
    package let hint: String?
    /// Whether the connection is gone; then it is open whether a transaction that was being committed is stored.
    package let isConnectionLost: Bool
    /// Whether no connection could be opened; then nothing has been done.
    package let isRefused: Bool
    /// Why the way to the server could not be encrypted as the URL or the server asks.
    package let tls: TLSFault?

    package init(
        state: String? = nil,
        message: String,
        detail: String? = nil,
        hint: String? = nil,
        isConnectionLost: Bool = false,
        isRefused: Bool = false,
        tls: TLSFault? = nil
    ) {
        self.state = state
        self.message = message
        self.detail = detail
        self.hint = hint
        self.isConnectionLost = isConnectionLost
        self.isRefused = isRefused
        self.tls = tls
    }

    /// Whether waiting may help: the server is away, rather than unwilling.
    package var isTransient: Bool {
        self.isConnectionLost && self.tls == nil && !["28P01", "28000", "3D000", "42501"].contains(self.state)
    }

    /// The caller was cancelled, or the statement took longer than it may.
    package var isCancelled: Bool { self.state == "57014" }

    /// Whether the same transaction may succeed when it is run again at once: another one was in its way.
    package var isCollision: Bool { ["40001", "40P01", "23505", "55P03"].contains(self.state) }

    /// What a person can do about it.
    package var advice: String {
        if let tls = self.tls { return tls.advice }
        return switch self.state {
        case "28P01": "Check the user and the password of the database's URL."
        case "28000": "Correct the user of the database's URL, or let the server know it (createuser, pg_hba.conf)."
        case "3D000": "Create the database (createdb), or correct its name in the URL."
        case "42501": "Grant the user the right, or connect as the owner of the tables."
        case "53300": "Raise max_connections of the server, or lower the number of connections that Skein may open."
        case "53100": "The server's disk is full: make room."
        case "57P01", "57P02", "57P03": "The server stops or starts; Skein tries again."
        case "57014": "It was cancelled, or took longer than statement_timeout."
        case "25006": "This server is a standby; connect to the primary (target_session_attrs=read-write)."
        default: self.isConnectionLost ? "Check that the server runs and that its address is right." : self.hint ?? ""
        }
    }
}

extension PostgresError: CustomStringConvertible {
    /// One line: what happened, the state, what to do.
    package var description: String {
        let state = self.state.map { " (SQLSTATE \($0))" } ?? ""
        let detail = self.detail.map { " \($0)" } ?? ""
        return "\(self.message)\(state).\(detail)\(self.advice.isEmpty ? "" : " " + self.advice)"
    }
}

extension PostgresError {
    /// The error of a result.
    init(_ result: OpaquePointer, isConnectionLost: Bool) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        // What the server says when it goes: the connection will be closed.
        let state = field("C")
        let isLast = state.map { $0.hasPrefix("57P") || $0.hasPrefix("08") } ?? true
        self.init(
            state: state,
            message: field("M") ?? Self.line(PQresultErrorMessage(result)),
            detail: field("D"),
            hint: field("H"),
            isConnectionLost: isConnectionLost || isLast
        )
    }

    /// The error of a connection that does not stand any more, or never did.
    init(connection: OpaquePointer?) {
        self.init(state: nil, message: Self.line(PQerrorMessage(connection)), isConnectionLost: true)
    }

    /// libpq's message on one line, without a full stop.
    ///
    /// Addresses that were tried stand on lines of their own, what explains one is indented below it. The question whether
    /// a server runs is left out, because ``advice`` says so.
    private static func line(_ text: UnsafePointer<CChar>?) -> String {
        var sentence = ""
        for line in (text.map { String(cString: $0) } ?? "").split(whereSeparator: \.isNewline) {
            let words = line.drop { $0 == "\t" || $0 == " " }
            if words.hasPrefix("Is the server running") { continue }
            if !sentence.isEmpty { sentence += words.startIndex == line.startIndex ? "; " : " " }
            sentence += words
        }
        if sentence.hasSuffix(".") { sentence.removeLast() }
        return sentence.isEmpty ? "The connection is closed" : sentence
    }

    /// The error as the engine knows it: not now, but perhaps later.
    package var asSkeinError: SkeinError {
        SkeinError(
            .storageUnavailable,
            "PostgreSQL answered: \(self)",
            metadata: self.state.map { ["sqlstate": $0] } ?? [:],
            cause: self
        )
    }
}
