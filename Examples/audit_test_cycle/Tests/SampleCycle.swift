// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AuditPack

/// The sample data of the pack, and what the functions make of it one after the other.
enum SampleCycle {
    /// The input of the definition.
    struct Input: Decodable {
        var cycleID: String
        var requestedOn: String
        var dueDays: Int
        var seed: Int
        var confidence: Double
        var tolerableRate: Double
        var stratifyBy: String
        var certainty: Sampling.Certainty
        var dictionary: ReportDictionary
        var dataOwners: [DataOwner]
        var dataset: DataTable

        enum CodingKeys: String, CodingKey {
            case cycleID = "cycle_id"
            case requestedOn = "requested_on"
            case dueDays = "due_days"
            case seed
            case confidence
            case tolerableRate = "tolerable_rate"
            case stratifyBy = "stratify_by"
            case certainty
            case dictionary
            case dataOwners = "data_owners"
            case dataset
        }
    }

    // Reading and profiling take a while in a debug build, and every test needs them.
    private static let loadedInput = Result { try Self.load("input", as: Input.self) }
    private static let loadedDocuments = Result { try Self.load("documents", as: [SourceDocument].self) }
    private static let computedProfile = Result { try Self.makeProfile() }
    private static let computedSampling = Result { try Self.sampling { _ in } }

    static func load<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "data/\(name).json"))
        return try JSONDecoder().decode(type, from: data)
    }

    static func input() throws -> Input {
        try Self.loadedInput.get()
    }

    static func documents() throws -> [SourceDocument] {
        try Self.loadedDocuments.get()
    }

    static func plan() throws -> AttributePlanning.Plan {
        try AttributePlanning.generateAttributes(.init(dictionary: try Self.input().dictionary))
    }

    static func profile() throws -> DataProfiling.Profile {
        try Self.computedProfile.get()
    }

    private static func makeProfile() throws -> DataProfiling.Profile {
        let input = try Self.input()
        return try DataProfiling.profileData(
            .init(
                attributes: try Self.plan().attributes,
                key: "loan_id",
                dataset: input.dataset,
                groupBy: input.stratifyBy
            )
        )
    }

    static func scope() throws -> Scoping.Scope {
        try Scoping.executeScoping(
            .init(attributes: try Self.plan().attributes, profiles: try Self.profile().attributes)
        )
    }

    static func sampling() throws -> Sampling.Plan {
        try Self.computedSampling.get()
    }

    static func sampling(_ change: (inout Sampling.Input) -> Void) throws -> Sampling.Plan {
        let input = try Self.input()
        var sampling = Sampling.Input(
            dataset: input.dataset,
            key: "loan_id",
            attributeNames: try Self.scope().attributeNames,
            stratifyBy: input.stratifyBy,
            seed: input.seed,
            confidence: input.confidence,
            tolerableRate: input.tolerableRate,
            certainty: input.certainty
        )
        change(&sampling)
        return try Sampling.generateSamples(sampling)
    }

    static func request(_ owner: String) throws -> DataRequest {
        let input = try Self.input()
        return try DataRequesting.sendDataRequest(
            .init(
                cycleID: input.cycleID,
                reportName: input.dictionary.reportName,
                owner: try #require(input.dataOwners.first { $0.ownerID == owner }),
                key: "loan_id",
                attributeNames: try Self.scope().attributeNames,
                samples: try Self.sampling().samples,
                requestedOn: input.requestedOn,
                dueDays: input.dueDays
            )
        )
    }

    static func validation(_ documentID: String) throws -> UploadValidation.Result {
        let document = try #require(try Self.documents().first { $0.documentID == documentID })
        return try UploadValidation.validateDataUpload(
            .init(
                request: try Self.request(document.ownerID),
                document: document,
                attributes: try Self.plan().attributes
            )
        )
    }

    static func execution(_ documentID: String) throws -> TestExecution.Report {
        let document = try Self.validation(documentID).document
        let suite = try TestDesign.generateTestCases(
            .init(
                document: document,
                samples: try Self.sampling().samples,
                attributes: try Self.plan().attributes,
                attributeNames: try Self.scope().attributeNames
            )
        )
        return try TestExecution.executeTests(
            .init(document: document, key: "loan_id", testCases: suite.testCases, confidence: 0.95)
        )
    }
}
