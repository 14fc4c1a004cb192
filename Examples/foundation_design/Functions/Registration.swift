// SPDX-License-Identifier: Apache-2.0

public import Skein

/// Makes the designer's functions callable by definitions.
public enum FoundationFunctions: Sendable {
    /// Registers `civil_foundation_designer_v1.design_isolated_footing` and `.optimize_schedule`.
    ///
    /// Both are pure: they compute, and an engineering error is a failure that no further attempt would mend.
    ///
    /// - Parameter registry: Where to register them.
    /// - Throws: ``SkeinError`` `configuration-invalid`.
    public static func register(in registry: inout FunctionRegistry) throws {
        try registry.register(
            "civil_foundation_designer_v1.design_isolated_footing",
            summary: "Sizes an isolated footing to IS 456:2000 and verifies it clause by clause",
            pure: { (input: IsolatedFootingInput) in
                try Self.reportingFailures { () throws(EngineeringError) in
                    try FoundationDesigner.designIsolatedFooting(input)
                }
            }
        )
        try registry.register(
            "civil_foundation_designer_v1.optimize_schedule",
            summary: "Chooses the lightest bars, and makes the bar schedule and the bill of quantities",
            pure: { (input: ScheduleInput) in
                try Self.reportingFailures { () throws(EngineeringError) in
                    try FoundationDesigner.optimizeSchedule(input)
                }
            }
        )
    }

    private static func reportingFailures<Value>(
        _ body: () throws(EngineeringError) -> Value
    ) throws(Failure) -> Value {
        do throws(EngineeringError) {
            return try body()
        } catch {
            let details: JSONValue = error.field.map { ["field": .string($0)] } ?? .null
            throw Failure(code: error.code, message: error.message, details: details)
        }
    }
}

/// The documents of the pack, inside the program.
public enum FoundationDocuments: Sendable {
    /// The definition `foundation_design`, in YAML.
    public static var definition: String { Self.text(PackageResources.foundation_design_yaml) }
    /// An input of a common footing, in JSON.
    public static var input: String { Self.text(PackageResources.input_json) }
    /// An input whose risk needs an approval, in JSON.
    public static var highRiskInput: String { Self.text(PackageResources.input_high_risk_json) }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
