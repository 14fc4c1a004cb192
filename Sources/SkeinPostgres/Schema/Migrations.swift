// SPDX-License-Identifier: Apache-2.0

package import SkeinStorage

/// The migrations of this driver, in order, with the numbers and names that they have in every driver.
///
/// A test compares the list with the folder.
package enum Migrations {
    package static let all: [Migration] = [
        Self.make(1, "create_definitions", PackageResources.V0001_create_definitions_sql),
        Self.make(2, "create_executions", PackageResources.V0002_create_executions_sql),
        Self.make(3, "create_approvals", PackageResources.V0003_create_approvals_sql),
        Self.make(4, "create_audit_log", PackageResources.V0004_create_audit_log_sql),
        Self.make(5, "create_human_tasks", PackageResources.V0005_create_human_tasks_sql),
        Self.make(6, "create_child_waits", PackageResources.V0006_create_child_waits_sql),
        Self.make(7, "create_audit_head", PackageResources.V0007_create_audit_head_sql),
        Self.make(8, "create_nodes", PackageResources.V0008_create_nodes_sql),
        Self.make(9, "index_erasure", PackageResources.V0009_index_erasure_sql),
        Self.make(10, "index_waiting_and_names", PackageResources.V0010_index_waiting_and_names_sql),
        Self.make(11, "leave_room_for_updates", PackageResources.V0011_leave_room_for_updates_sql),
    ]

    private static func make(_ version: Int, _ name: String, _ bytes: [UInt8]) -> Migration {
        Migration(version: version, name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
