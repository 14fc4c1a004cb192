// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// How the server carried a statement out, as its extension `auto_explain` logged it.
struct StatementPlan {
    /// A step of the plan.
    struct Node {
        let type: String
        let relation: String?
        /// How many rows it looked at, those that it passed over included.
        let rows: Int
    }

    let query: String
    let nodes: [Node]

    /// Reads the plans in a part of the server's log.
    static func all(in log: String) throws -> [StatementPlan] {
        var plans: [StatementPlan] = []
        var json = ""
        // The lines of an entry are indented, from its second on.
        let lines: [Substring] = log.split(separator: "\n", omittingEmptySubsequences: false) + [""]
        for line in lines {
            if line.hasPrefix("\t") {
                json += line.dropFirst() + "\n"
            } else {
                if json.hasPrefix("{") { plans.append(StatementPlan(try JSONParser.parse(json))) }
                json = ""
            }
        }
        return plans
    }

    private init(_ json: JSONValue) {
        self.query = json["Query Text"]?.string ?? ""
        self.nodes = json["Plan"].map { Self.nodes(of: $0) } ?? []
    }

    private static func nodes(of plan: JSONValue) -> [Node] {
        let passedOver = ["Rows Removed by Filter", "Rows Removed by Index Recheck"]
        let each = (["Actual Rows"] + passedOver).reduce(0) { $0 + Int(plan[$1]?.int ?? 0) }
        let node = Node(
            type: plan["Node Type"]?.string ?? "",
            relation: plan["Relation Name"]?.string,
            rows: each * Int(plan["Actual Loops"]?.int ?? 1)
        )
        return [node] + (plan["Plans"]?.array ?? []).flatMap { Self.nodes(of: $0) }
    }
}
