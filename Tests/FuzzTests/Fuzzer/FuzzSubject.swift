// SPDX-License-Identifier: Apache-2.0

/// Something that takes any bytes and must bear them.
///
/// That an input neither crashes nor hangs needs no check: the process would end, or the watchdog of a long run.
protocol FuzzSubject: Sendable {
    /// The name of the corpus file.
    var name: String { get }
    /// Pieces that the language is made of.
    var dictionary: [String] { get }

    /// Tries one input.
    ///
    /// - Returns: What is wrong, and whether the input was of use: taken and not refused.
    func run(_ input: [UInt8]) -> FuzzOutcome
}

/// What an input came to.
struct FuzzOutcome {
    /// Whether the input was understood, so that others like it may lead further.
    var isTaken = false
    /// A property that does not hold.
    var fault: String?
}
