// SPDX-License-Identifier: Apache-2.0

/// The names that references use themselves.
enum ReservedNames {
    private static let names: Set<String> = [
        "input", "context", "steps", "outputs", "error", "item", "index", "key", "secrets", "signal",
    ]

    static func contains(_ name: String) -> Bool {
        Self.names.contains(name) || Self.stepNumber(name) != nil
    }

    /// The number in `step12`.
    static func stepNumber(_ name: String) -> Int? {
        guard name.hasPrefix("step"), name.utf8.count > 4, name.utf8.count < 12 else { return nil }
        return name.dropFirst(4).utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(name.dropFirst(4)) : nil
    }
}

/// The number in `$step12`, when a root is written like that.
package func stepNumber(ofRoot root: String) -> Int? { ReservedNames.stepNumber(root) }
