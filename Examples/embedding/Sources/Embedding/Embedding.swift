// SPDX-License-Identifier: Apache-2.0

import Foundation
import Skein

/// A program that has Skein inside: it refunds orders, and asks a person about large ones.
@main
struct Embedding {
    struct Order: Codable {
        let id: String
        let amount: Double
    }

    struct Fee: Codable {
        let refund: Double
    }

    static let definition = """
        deliverable_type: refund
        display_name: Refund
        discipline: example
        input_schema:
          type: object
          required: [id, amount]
          properties: {id: {type: string}, amount: {type: number, exclusiveMinimum: 0}}
        output: {refund: $fee.refund, receipt: $receipt.number}
        risk_config:
          factors: [{name: large, when: $input.amount > 1000, weight: 0.95}]
        workflow_steps:
          - step_name: deduct_fee
            function_to_call: refunds.deduct_fee
            input_mapping: {id: $input.id, amount: $input.amount}
            output_variable: fee
          - step_name: reserve
            function_to_call: refunds.reserve
            input_mapping: {id: $input.id, amount: $fee.refund}
            output_variable: receipt
            error_handling: {retry_count: 3}
        """

    static func main() async throws {
        var functions = FunctionRegistry()
        try functions.register("refunds.deduct_fee", pure: { (order: Order) in Fee(refund: order.amount * 0.98) })
        try functions.register(
            "refunds.reserve",
            effectJSON: { input, context in
                // A real program would call its bank here, and pass the key on so that a repeat is noticed.
                print("  reserving \(input["amount"] ?? 0) under key \(context.idempotencyKey)")
                return ["number": .string("R-\(input["id"]?.string ?? "")")]
            }
        )
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("refunds-\(UUID().uuidString).db")
        defer { try? FileManager.default.removeItem(at: file) }
        try await WorkflowEngine.run(database: file.path, functions: functions) { engine in
            try await engine.publish(yaml: Self.definition, note: "First edition", by: "ada")

            let small = try await engine.execute("refund", input: ["id": "A-1", "amount": 50], by: "ada")
            print("small: \(small.status), \(small.output ?? [:])")

            let large = try await engine.execute("refund", input: ["id": "A-2", "amount": 5000], by: "ada")
            print("large: \(large.status), risk \(large.riskScore ?? 0)")
            guard let approval = large.approval else { return }
            let decided = try await engine.decide(approval, approve: true, by: "bob", note: "Known customer")
            print("large: \(decided.status), \(decided.output ?? [:])")
        }
    }
}
