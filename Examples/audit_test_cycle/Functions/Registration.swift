// SPDX-License-Identifier: Apache-2.0

public import Skein

/// Makes the functions of the test cycle callable by definitions.
public enum AuditFunctions: Sendable {
    /// Registers the eleven specialised functions, the withdrawal of a data request and the marks of phases.
    ///
    /// All compute and nothing else, and an error of theirs is a failure that no further attempt would mend. Sending
    /// and withdrawing a data request count as effects, because what they return is on its way to people.
    ///
    /// - Parameter registry: Where to register them.
    /// - Throws: ``SkeinError`` `configuration-invalid`.
    public static func register(in registry: inout FunctionRegistry) throws {
        try self.registerPreparation(in: &registry)
        try self.registerRequests(in: &registry)
        try self.registerTests(in: &registry)
        try self.registerReports(in: &registry)
        try self.registerLifecycle(in: &registry)
    }

    private static func registerPreparation(in registry: inout FunctionRegistry) throws {
        try registry.register(
            "audit_planning_v1.generate_attributes",
            input: InputSchemas.generateAttributes,
            summary: "Derives the attributes to test, with their risk, from a report's data dictionary",
            pure: { (input: AttributePlanning.Input) in
                try Self.reportingFailures { () throws(AuditError) in try AttributePlanning.generateAttributes(input) }
            }
        )
        try registry.register(
            "audit_profiling_v1.profile_data",
            input: InputSchemas.profileData,
            summary: "Measures completeness, validity, uniqueness, distribution and outliers of every attribute",
            isHeavy: true,
            pure: { (input: DataProfiling.Input) in
                try Self.reportingFailures { () throws(AuditError) in try DataProfiling.profileData(input) }
            }
        )
        try registry.register(
            "audit_scoping_v1.execute_scoping",
            input: InputSchemas.executeScoping,
            summary: "Chooses the attributes to test by risk and quality",
            pure: { (input: Scoping.Input) in
                try Self.reportingFailures { () throws(AuditError) in try Scoping.executeScoping(input) }
            }
        )
        try registry.register(
            "audit_sampling_v1.generate_samples",
            input: InputSchemas.generateSamples,
            summary: "Draws a stratified sample whose size follows from confidence and tolerable rate",
            isHeavy: true,
            pure: { (input: Sampling.Input) in
                try Self.reportingFailures { () throws(AuditError) in try Sampling.generateSamples(input) }
            }
        )
    }

    private static func registerRequests(in registry: inout FunctionRegistry) throws {
        try registry.register(
            "audit_rfi_v1.send_data_request",
            input: InputSchemas.sendDataRequest,
            summary: "Makes the message that asks a data owner for the source data of the samples",
            effect: { (input: DataRequesting.Input, _: FunctionContext) in
                try Self.reportingFailures { () throws(AuditError) in try DataRequesting.sendDataRequest(input) }
            }
        )
        try registry.register(
            "audit_rfi_v1.withdraw_data_request",
            input: InputSchemas.withdrawDataRequest,
            summary: "Makes the message that takes a data request back",
            effect: { (input: DataRequesting.Withdrawal, _: FunctionContext) in
                DataRequesting.withdrawDataRequest(input)
            }
        )
        try registry.register(
            "audit_rfi_v1.validate_data_upload",
            input: InputSchemas.validateDataUpload,
            summary: "Compares a document with the request that it answers",
            pure: { (input: UploadValidation.Input) in
                try Self.reportingFailures { () throws(AuditError) in try UploadValidation.validateDataUpload(input) }
            }
        )
    }

    private static func registerTests(in registry: inout FunctionRegistry) throws {
        try registry.register(
            "audit_testing_v1.generate_test_cases",
            input: InputSchemas.generateTestCases,
            summary: "Makes a test case of every sample and attribute of a document",
            pure: { (input: TestDesign.Input) in
                try Self.reportingFailures { () throws(AuditError) in try TestDesign.generateTestCases(input) }
            }
        )
        try registry.register(
            "audit_testing_v1.execute_tests",
            input: InputSchemas.executeTests,
            summary: "Compares what the report says with what the source says",
            isHeavy: true,
            pure: { (input: TestExecution.Input) in
                try Self.reportingFailures { () throws(AuditError) in try TestExecution.executeTests(input) }
            }
        )
        try registry.register(
            "audit_observations_v1.create_observations",
            input: InputSchemas.createObservations,
            summary: "Groups failures into findings with severity and rating",
            pure: { (input: Observing.Input) in Observing.createObservations(input) }
        )
    }

    private static func registerReports(in registry: inout FunctionRegistry) throws {
        try registry.register(
            "audit_report_v1.generate_report_sections",
            input: InputSchemas.generateReportSections,
            summary: "Writes the sections of the report on a test cycle",
            pure: { (input: Reporting.Input) in Reporting.generateReportSections(input) }
        )
        try registry.register(
            "audit_report_v1.generate_final_report",
            input: InputSchemas.generateFinalReport,
            summary: "Puts the report on a test cycle together and rates the cycle",
            pure: { (input: FinalReporting.Input) in
                try Self.reportingFailures { () throws(AuditError) in try FinalReporting.generateFinalReport(input) }
            }
        )
    }

    private static func registerLifecycle(in registry: inout FunctionRegistry) throws {
        try registry.register(
            "audit_lifecycle_v1.start_phase",
            input: InputSchemas.phase,
            summary: "Marks the start of a phase",
            pure: { (input: Lifecycle.Input<JSONValue>) in Lifecycle.startPhase(input) }
        )
        try registry.register(
            "audit_lifecycle_v1.complete_phase",
            input: InputSchemas.phase,
            summary: "Marks the end of a phase, or of a part of it",
            pure: { (input: Lifecycle.Input<JSONValue>) in Lifecycle.completePhase(input) }
        )
    }

    private static func reportingFailures<Value>(_ body: () throws(AuditError) -> Value) throws(Failure) -> Value {
        do throws(AuditError) {
            return try body()
        } catch {
            let details: JSONValue = error.field.map { ["field": .string($0)] } ?? .null
            throw Failure(code: error.code, message: error.message, details: details)
        }
    }
}
