// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SkeinModel

/// A database as it is after a year of work: a million executions, most of them ended, filled by SQL inside it.
///
/// Execution `n` has the number `n` of its row in its UUID, and what it is follows from `n % 1000`: one in a thousand
/// waits for a signal, for a person, for an approval, for a task, for a timer and for a child; every tenth is the child
/// of the one before it. `SKEIN_TEST_EXECUTIONS` says how many there are, when not a million.
package struct ManyExecutions: Sendable {
    /// What kind of thing a UUID names.
    package enum Kind: Int {
        case definition = 1
        case execution, approval, humanTask
    }

    package let count: Int

    package init() {
        self.count = ProcessInfo.processInfo.environment["SKEIN_TEST_EXECUTIONS"].flatMap { Int($0) } ?? 1_000_000
    }

    /// The identity of a row that was filled in.
    package static func id<Subject>(_ kind: Kind, _ number: Int) -> Identifier<Subject> {
        Identifier(UUIDv7(high: 0x0190_0000_0000_7000 | UInt64(kind.rawValue) << 16, low: 1 << 63 | UInt64(number)))
    }

    /// Numbers with that remainder, divided by a thousand, from the middle of the executions.
    package func execution(_ remainder: Int) -> ExecutionID {
        Self.id(.execution, self.count / 2000 * 1000 + remainder)
    }

    /// The statements that fill the tables other than `executions`, which has to be full before.
    package func rest(_ words: SQLWords) -> [String] {
        [
            self.insert(
                "execution_events (execution, sequence, kind, at, payload, hash)",
                "n, 1, 'execution_started', \(words.time("n")), '{}', \(words.bytes)"
            ),
            self.insert(
                """
                step_runs (execution, path, step_name, step_number, status, attempt, started_at, scheduled_sequence)
                """,
                """
                n, 'work', 'work', 1, \(words.choice("step_status", Self.stepStatus)), 1, \(words.time("n")), 1
                """
            ),
            self.insert("tasks (execution, path, attempt, function)", "n, 'work', 1, 'f'", "n % 1000 IN (300, 501)"),
            self.insert("timers (execution, name, fire_at)", "n, 'work', \(words.time("n"))", "n % 1000 = 400"),
            self.insert(
                "signal_waits (execution, path, name)",
                "n, 'work', 'signal' || (n / 1000 % 50)",
                "n % 1000 = 0"
            ),
            self.insert(
                "child_waits (execution, path, child)",
                "n, 'work', \(words.uuid(.execution, "n + 1"))",
                "n % 1000 = 500"
            ),
            self.insert(
                """
                approvals (uuid, execution, status, requested_at, roles, approvals_needed, approvals_given, risk_score,
                    evidence_hash, request_sequence)
                """,
                """
                \(words.uuid(.approval, "n")), n,
                \(words.choice("approval_status", "CASE n % 1000 WHEN 200 THEN 'pending' ELSE 'approved' END")),
                \(words.time("n")), '["manager"]', 1, 0, 0.5, \(words.bytes), 1
                """,
                "n % 1000 = 200 OR n % 20 = 1"
            ),
            self.insert(
                """
                human_tasks (uuid, execution, path, status, kind, title, assignees, roles, claimed_by, opened_at,
                    is_overdue, opened_sequence)
                """,
                """
                \(words.uuid(.humanTask, "n")), n, 'work',
                \(words.choice("human_task_status", "CASE n % 1000 WHEN 100 THEN 'open' ELSE 'completed' END")),
                'task', 'Look', \(words.json("'[\"person' || (n / 1000 % 400) || '\"]'")),
                \(words.json("'[\"role' || (n / 10 % 200) || '\"]'")),
                CASE n % 1000 WHEN 100 THEN NULL ELSE 'person' || (n / 1000 % 400) END, \(words.time("n")), false, 1
                """,
                "n % 1000 = 100 OR n % 10 = 2"
            ),
            self.insert(
                "audit_log (sequence, at, actor, action, subject, details, hash)",
                "n, \(words.time("n")), 'asha', 'did', 'it', '{}', \(words.bytes)",
                "n <= \(self.count / 10)"
            ),
            "INSERT INTO audit_head (id, sequence, hash) SELECT 1, max(sequence), \(words.bytes) FROM audit_log",
            self.insert(
                "idempotency_keys (scope, key, fingerprint, reference, created_at)",
                "'scope', 'key' || n, \(words.bytes), 'r', \(words.time("n"))",
                "n <= \(self.count / 10)"
            ),
        ]
    }

    /// The statements that fill the definitions and `executions`.
    package func executions(_ words: SQLWords) -> [String] {
        let definition = """
            \(words.uuid(.definition, "n")), 'd' || n, 'D', 'discipline' || (n % 3), 'active',
            \(words.json("'[\"tag' || (n % 4) || '\"]'")), \(words.bytes), \(words.time("n")), \(words.time("n")), 'asha',
            'asha', 50
            """
        let execution = """
            n, \(words.uuid(.execution, "n")), 1 + n / 7 % 20, 1, \(words.bytes),
            \(words.choice("execution_status", Self.status)), 'asha', \(words.time("n")), \(words.time("n + 60")),
            CASE WHEN n % 1000 IN (\(Self.open)) THEN NULL ELSE \(words.time("n + 60")) END, 1, \(words.bytes), 0.5,
            n % 20 = 1, CASE WHEN n % 10 = 4 OR n % 1000 = 501 THEN n - 1 END,
            CASE WHEN n % 10 = 4 OR n % 1000 = 501 THEN 'work' END, n % 1000 = 501
            """
        return [
            self.insert(
                """
                definitions (uuid, key, display_name, discipline, status, tags, content_hash, created_at, updated_at,
                    created_by, updated_by, version)
                """,
                definition,
                "n <= 20"
            ),
            self.insert(
                """
                definition_versions (definition, version, document, content_hash, change_description, author,
                    created_at)
                """,
                "1 + n % 20, 1 + (n - 1) / 20, '{}', \(words.bytes), 'Changed', 'asha', \(words.time("n"))",
                "n <= 1000"
            ),
            self.insert(
                """
                executions (id, uuid, definition, version, content_hash, status, user_id, started_at, updated_at,
                    ended_at, last_sequence, head_hash, risk_score, requires_approval, parent, parent_path,
                    parent_waits\(words.isPostgres ? ", node) OVERRIDING SYSTEM VALUE" : ")")
                """,
                execution + (words.isPostgres ? ", CASE WHEN n % 1000 IN (300, 501) THEN 0 END" : "")
            ),
        ]
    }

    /// The remainders of those that have not ended.
    private static let open = "0, 100, 200, 300, 400, 500, 501"

    private static let status = """
        CASE WHEN n % 1000 IN (0, 100, 400, 500) THEN 'waiting' WHEN n % 1000 = 200 THEN 'awaiting_approval'
            WHEN n % 1000 IN (300, 501) THEN 'running' WHEN n % 20 = 7 THEN 'failed' WHEN n % 50 = 9 THEN 'cancelled'
            ELSE 'completed' END
        """
    private static let stepStatus = """
        CASE WHEN n % 1000 IN (0, 100, 200, 400, 500) THEN 'waiting' WHEN n % 1000 IN (300, 501) THEN 'running'
            ELSE 'completed' END
        """

    private func insert(_ table: String, _ columns: String, _ condition: String = "n > 0") -> String {
        """
        WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < \(self.count))
        INSERT INTO \(table)
        SELECT \(columns) FROM series WHERE \(condition)
        """
    }
}

/// How a database writes what others write otherwise.
package struct SQLWords: Sendable {
    package static let postgres = SQLWords(isPostgres: true)
    package static let sqlite = SQLWords(isPostgres: false)

    let isPostgres: Bool

    func uuid(_ kind: ManyExecutions.Kind, _ number: String) -> String {
        let start = "01900000-000\(kind.rawValue)-7000-8000-"
        return self.isPostgres
            ? "('\(start)' || lpad(to_hex(\(number)), 12, '0'))::uuid" : "printf('\(start)%012x', \(number))"
    }

    func time(_ seconds: String) -> String {
        self.isPostgres
            ? "to_timestamp(1767225600 + \(seconds))" : "(1767225600 + \(seconds)) * 1000000"
    }

    /// A member of an enumeration.
    func choice(_ type: String, _ text: String) -> String { self.isPostgres ? "(\(text))::\(type)" : text }

    func json(_ text: String) -> String { self.isPostgres ? "(\(text))::jsonb" : text }

    var bytes: String { self.isPostgres ? "'\\x00'" : "X'00'" }
}
