// SPDX-License-Identifier: Apache-2.0

/// The identity of one kind of thing; identifiers of different kinds cannot be mixed up.
public struct Identifier<Subject>: Hashable, Comparable, Sendable {
    /// The identifier itself.
    public let uuid: UUIDv7

    /// Wraps an identifier.
    public init(_ uuid: UUIDv7) { self.uuid = uuid }

    /// Reads the usual text of a UUID; `nil` for anything else.
    public init?(_ text: String) {
        guard let uuid = UUIDv7(text) else { return nil }
        self.uuid = uuid
    }

    /// Whether the left one was made before the right one.
    public static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

extension Identifier: CustomStringConvertible {
    /// The usual text: 36 characters in lower case.
    public var description: String { self.uuid.description }
}

/// What a ``DefinitionID`` identifies.
public enum DefinitionSubject: Sendable {}
/// What an ``ExecutionID`` identifies.
public enum ExecutionSubject: Sendable {}
/// What a ``HumanTaskID`` identifies.
public enum HumanTaskSubject: Sendable {}

/// The identity of a person's task.
public typealias HumanTaskID = Identifier<HumanTaskSubject>

/// What an ``ApprovalID`` identifies.
public enum ApprovalSubject: Sendable {}

/// The identity of a definition over all its versions.
public typealias DefinitionID = Identifier<DefinitionSubject>
/// The identity of one run of one version.
public typealias ExecutionID = Identifier<ExecutionSubject>
/// The identity of one request for approval.
public typealias ApprovalID = Identifier<ApprovalSubject>
