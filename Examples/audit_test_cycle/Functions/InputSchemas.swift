// SPDX-License-Identifier: Apache-2.0

import Skein

/// The JSON Schemas of what the functions take.
///
/// They name what has to be there and what it is; the types behind the functions read the rest.
enum InputSchemas: Sendable {
    static let generateAttributes = Self.object(
        required: [
            "dictionary": Self.object(required: ["key": Self.text, "attributes": Self.list])
        ],
        optional: ["overrides": Self.optionalList]
    )
    static let profileData = Self.object(
        required: ["attributes": Self.list, "key": Self.text, "dataset": Self.table],
        optional: ["group_by": Self.optionalText, "rules": Self.optionalList]
    )
    static let executeScoping = Self.object(
        required: ["attributes": Self.list, "profiles": Self.list],
        optional: ["threshold": Self.optionalNumber, "adjustments": Self.optionalList]
    )
    static let generateSamples = Self.object(
        required: [
            "dataset": Self.table, "key": Self.text, "attribute_names": Self.list, "stratify_by": Self.text,
            "seed": Self.integer,
        ],
        optional: [
            "confidence": Self.optionalNumber, "tolerable_rate": Self.optionalNumber,
            "expected_deviations": ["type": ["integer", "null"], "minimum": 0], "certainty": Self.optionalObject,
            "extra_keys": Self.optionalList,
        ]
    )
    static let sendDataRequest = Self.object(
        required: [
            "cycle_id": Self.text, "report_name": Self.text,
            "owner": Self.object(required: ["owner_id": Self.text, "email": Self.text, "attributes": Self.list]),
            "key": Self.text, "attribute_names": Self.list, "samples": Self.list, "requested_on": Self.text,
        ],
        optional: ["due_days": ["type": ["integer", "null"], "minimum": 0, "maximum": 250]]
    )
    static let withdrawDataRequest = Self.object(
        required: ["request": Self.object(required: ["request_id": Self.text, "to": Self.text])],
        optional: ["reason": Self.optionalText]
    )
    static let validateDataUpload = Self.object(
        required: [
            "request": Self.object(required: ["request_id": Self.text, "keys": Self.list]),
            "document": Self.document, "attributes": Self.list,
        ]
    )
    static let generateTestCases = Self.object(
        required: [
            "document": Self.document, "samples": Self.list, "attributes": Self.list, "attribute_names": Self.list,
        ]
    )
    static let executeTests = Self.object(
        required: ["document": Self.document, "key": Self.text, "test_cases": Self.list],
        optional: ["confidence": Self.optionalNumber]
    )
    static let createObservations = Self.object(
        required: ["execution": Self.object(required: ["document_id": Self.text, "failures": Self.list])],
        optional: ["tolerable_rate": Self.optionalNumber]
    )
    static let generateReportSections = Self.object(
        required: [
            "cycle_id": Self.text, "plan": Self.anyObject, "profile": Self.anyObject, "scope": Self.anyObject,
            "sampling": Self.anyObject, "executions": Self.list, "findings": Self.list,
        ],
        optional: ["responses": Self.optionalList]
    )
    static let generateFinalReport = Self.object(
        required: [
            "cycle_id": Self.text, "report_name": Self.text, "sections": Self.list, "figures": Self.anyObject,
        ],
        optional: ["comment": Self.optionalText]
    )
    static let phase = Self.object(
        required: ["phase": Self.text, "at_step": Self.text],
        optional: ["instance": Self.optionalText, "result": [:]]
    )

    private static let text: JSONValue = ["type": "string", "minLength": 1]
    private static let integer: JSONValue = ["type": "integer"]
    private static let list: JSONValue = ["type": "array"]
    private static let anyObject: JSONValue = ["type": "object"]
    private static let optionalText: JSONValue = ["type": ["string", "null"]]
    private static let optionalNumber: JSONValue = ["type": ["number", "null"]]
    private static let optionalList: JSONValue = ["type": ["array", "null"]]
    private static let optionalObject: JSONValue = ["type": ["object", "null"]]
    private static let table = Self.object(
        required: [
            "columns": ["type": "array", "items": ["type": "string"]],
            "rows": ["type": "array", "items": ["type": "array"]],
        ]
    )
    private static let document = Self.object(
        required: ["document_id": Self.text, "owner_id": Self.text, "table": Self.table]
    )

    /// An object with fields that have to be there and fields that may.
    private static func object(
        required: [String: JSONValue],
        optional: [String: JSONValue] = [:]
    ) -> JSONValue {
        var properties = JSONObject()
        for (name, schema) in (Array(required) + Array(optional)).sorted(by: { $0.key < $1.key }) {
            properties[name] = schema
        }
        let names = required.keys.sorted().map { JSONValue.string($0) }
        return ["type": "object", "required": .array(names), "properties": .object(properties)]
    }
}
