// SPDX-License-Identifier: Apache-2.0

/// The statements of the tables `nodes` and `node_wake_ups`, and of what belongs to a node.
enum NodeSQL {
    static let insert = """
        INSERT INTO nodes (name, version, roles, started_at, renewed_at, expires_at)
        VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), clock_timestamp() + \(Self.lease("$4")))
        RETURNING id
        """

    static let renew = """
        UPDATE nodes SET renewed_at = clock_timestamp(), expires_at = clock_timestamp() + \(Self.lease("$2"))
        WHERE id = $1
        RETURNING renewed_at
        """

    /// Holds the node's row until the end of the transaction, so that nobody takes over meanwhile; renewing goes on.
    static let fence = "SELECT id FROM nodes WHERE id = $1 FOR KEY SHARE"

    static let takeWakeUps = """
        DELETE FROM node_wake_ups USING executions
        WHERE node_wake_ups.node = $1 AND executions.id = node_wake_ups.execution
        RETURNING executions.uuid
        """

    /// Lets go of executions without tasks, unless a turn came in between, which the number of its last event shows.
    static let letGo = """
        UPDATE executions SET node = NULL
        FROM unnest($2::uuid[], $3::bigint[]) AS idle (uuid, last_sequence)
        WHERE executions.uuid = idle.uuid AND executions.last_sequence = idle.last_sequence AND executions.node = $1
        """

    /// A row that is there already is locked all the same: its node must not take it before this turn can be seen.
    static let addWakeUps = """
        INSERT INTO node_wake_ups (node, execution) SELECT * FROM unnest($1::bigint[], $2::bigint[])
        ON CONFLICT (node, execution) DO UPDATE SET execution = excluded.execution
        """

    /// Takes on a node's share of what belongs to nobody.
    static let takeOn = """
        UPDATE executions SET node = $1 WHERE id IN (
            SELECT id FROM executions WHERE node = 0 ORDER BY id
            LIMIT least($2::bigint, (SELECT ceil(count(*)::float8 / greatest(1, (SELECT count(*) FROM nodes
                WHERE roles LIKE '%engine%' AND expires_at > clock_timestamp())))::bigint
                FROM (SELECT 1 FROM executions WHERE node = 0 LIMIT 100000) AS unclaimed))
            FOR UPDATE SKIP LOCKED)
        RETURNING uuid
        """

    /// The nodes that are dead: their lease has run out, or their session is gone and was not just lost.
    ///
    /// After a restart of the server all sessions are gone, which says nothing until each node could come back.
    static let lockDead = """
        SELECT id, name FROM nodes
        WHERE id <> $1 AND CASE
            WHEN expires_at < clock_timestamp() THEN true
            WHEN renewed_at > clock_timestamp() - interval '300 milliseconds'
                OR pg_postmaster_start_time() > clock_timestamp() - \(Self.lease("$2")) THEN false
            ELSE pg_try_advisory_xact_lock(\(Self.lock("id"))) END
        ORDER BY id FOR UPDATE SKIP LOCKED
        """

    /// Holds what belongs to nodes, so that the next statement sees every turn that others have stored of it.
    static let lockOwned = "SELECT id FROM executions WHERE node = ANY($1::bigint[]) FOR NO KEY UPDATE"

    /// Makes what belongs to nodes anybody's.
    static let disown = """
        UPDATE executions SET node = CASE WHEN EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = executions.id)
            THEN 0 END
        WHERE node = ANY($1::bigint[])
        """
    static let forgetWakeUps = "DELETE FROM node_wake_ups WHERE node = ANY($1::bigint[])"
    static let delete = "DELETE FROM nodes WHERE id = ANY($1::bigint[])"

    static let holdSession = "SELECT pg_advisory_lock_shared(\(Self.lock("$1::bigint")))"

    static let list = """
        SELECT id, name, version, roles, started_at, renewed_at, expires_at > clock_timestamp() AS is_alive,
            (SELECT count(*) FROM executions WHERE executions.node = nodes.id) AS executions
        FROM nodes ORDER BY id
        """

    static let notify = "SELECT pg_notify('\(Announcement.channel)', $1 || ' ' || current_schema())"

    private static func lease(_ milliseconds: String) -> String {
        "\(milliseconds)::bigint * interval '1 millisecond'"
    }

    /// The number of the lock that a node's session holds; different in each schema.
    private static func lock(_ node: String) -> String {
        "hashtextextended('skein node ' || current_database() || '.' || current_schema() || '.' || \(node), 0)"
    }
}
