// SPDX-License-Identifier: Apache-2.0

/// Where a definition stands in its life.
public enum DefinitionStatus: String, Hashable, Sendable, CaseIterable {
    /// Being written; it does not execute.
    case draft
    /// On trial; it executes.
    case testing
    /// In use; it executes.
    case active
    /// Taken out of use; running executions finish, new ones are refused.
    case deprecated
    /// Kept for the record only.
    case archived

    /// Whether new executions may start.
    public var isExecutable: Bool { self == .active || self == .testing }
}
