// SPDX-License-Identifier: Apache-2.0

/// Marks the start and the end of a phase.
///
/// The marks carry no clock: when a step ran is in the history of its execution.
enum Lifecycle: Sendable {
    /// Which phase starts or ends.
    struct Input<Value: Codable & Sendable>: Codable, Sendable {
        /// The phase.
        var phase: String
        /// The step that marks it.
        var atStep: String
        /// The data owner, document or test for which a part of a parallel phase ends.
        var instance: String?
        /// What the part gives to later phases.
        var result: Value?

        enum CodingKeys: String, CodingKey {
            case phase
            case atStep = "at_step"
            case instance
            case result
        }
    }

    /// A phase that started or ended.
    struct Mark<Value: Codable & Sendable>: Codable, Sendable {
        /// The phase.
        var phase: String
        /// `started` or `completed`.
        var state: String
        /// The step that marks it.
        var atStep: String
        /// The data owner, document or test for which a part of a parallel phase ended.
        var instance: String?
        /// What the part gives to later phases.
        var result: Value?

        enum CodingKeys: String, CodingKey {
            case phase
            case state
            case atStep = "at_step"
            case instance
            case result
        }
    }

    /// Marks the start of a phase.
    static func startPhase<Value>(_ input: Input<Value>) -> Mark<Value> {
        self.mark(input, "started")
    }

    /// Marks the end of a phase, or of a part of it.
    static func completePhase<Value>(_ input: Input<Value>) -> Mark<Value> {
        self.mark(input, "completed")
    }

    private static func mark<Value>(_ input: Input<Value>, _ state: String) -> Mark<Value> {
        Mark(
            phase: input.phase,
            state: state,
            atStep: input.atStep,
            instance: input.instance,
            result: input.result
        )
    }
}
