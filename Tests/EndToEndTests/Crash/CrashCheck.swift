// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import Testing

/// What must have come of executions whose servers were killed.
struct CrashCheck {
    let workload: CrashWorkload
    let executions: Int

    init(workload: CrashWorkload, executions: Int) {
        self.workload = workload
        self.executions = executions
    }

    init(_ run: CrashRun) { self.init(workload: run.workload, executions: run.executions) }

    func check(_ result: CrashRun.Result, ledger path: String) throws {
        #expect(result.acknowledged.count == self.executions, "every request was answered in the end")
        #expect(result.acknowledged.values.allSatisfy { $0.count == 1 }, "a key always leads to the same execution")
        let ids = Set(result.acknowledged.values.flatMap { $0 })
        let roots = result.executions.filter { $0["parent_execution_id"] == nil }
        #expect(ids == Set(roots.compactMap { $0["id"]?.string }), "there are no other executions")
        let children = result.executions.filter { $0["parent_execution_id"] != nil }
        let parents = children.compactMap { $0["parent_execution_id"]?.string }
        #expect(parents.sorted() == (self.workload.child == nil ? [] : ids.sorted()), "each has started one other")
        #expect(children.allSatisfy { $0["status"] == "completed" })
        for detail in result.details {
            let number = detail["input"]?["n"]?.int ?? -1
            let end = self.workload.end(number)
            #expect(detail["status"]?.string == end.status, "execution of \(number): \(detail)")
            #expect(detail["output"] == end.output)
            #expect((detail["approval"] != nil) == end.isApproved)
            if end.isApproved { #expect(detail["approval"]?["decisions"]?.array?.count == 1) }
        }
        #expect(result.audit["valid"] == true, "\(result.audit)")
        #expect(result.doctor["healthy"] == true, "\(result.doctor)")
        try self.checkLedger(path, result.details, children.compactMap { $0["id"]?.string }, self.workload)
    }

    /// Every effect was called under the keys it should have, all calls under one key were the same, and no other
    /// keys were used.
    private func checkLedger(
        _ path: String,
        _ details: [JSONValue],
        _ children: [String],
        _ workload: CrashWorkload
    ) throws {
        var calls: [String: Set<String>] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            calls[String(parts[0]), default: []].insert(String(parts[1]))
        }
        var expected: Set<String> = []
        for detail in details {
            let id = detail["id"]?.string ?? ""
            for effect in workload.end(detail["input"]?["n"]?.int ?? -1).effects { expected.insert("\(id):\(effect)") }
        }
        for id in children { for effect in workload.child?.effects ?? [] { expected.insert("\(id):\(effect)") } }
        #expect(Set(calls.keys) == expected, "\(Set(calls.keys).symmetricDifference(expected).prefix(5))")
        for (key, inputs) in calls { #expect(inputs.count == 1, "\(key) was used for \(inputs)") }
    }
}
