// SPDX-License-Identifier: Apache-2.0

import AuditPack
import FoundationPack
import SkeinEngine

/// The functions of the packs that are built into the program.
enum BuiltInFunctions {
    static func registry() throws -> FunctionRegistry {
        var registry = FunctionRegistry()
        try AuditFunctions.register(in: &registry)
        try FoundationFunctions.register(in: &registry)
        return registry
    }
}
