// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

extension TestReport {
    /// The report for programs.
    package var json: JSONValue {
        [
            "passed": .int(Int64(self.passedCount)), "failed": .int(Int64(self.failedCount)),
            "skipped": .int(Int64(self.skippedCount)), "files_with_errors": .int(Int64(self.unreadableCount)),
            "files": .array(self.files.map(\.json)), "coverage": .array(self.coverage.map(\.json)),
        ]
    }
}

extension TestReport.File {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["file": .string(self.path)]
        object["definition"] = self.key.map { .string($0) }
        object["problems"] = .array(
            self.problems.map { path, problem in
                var object = problem.json.object ?? [:]
                object["file"] = .string(path)
                return .object(object)
            }
        )
        object["tests"] = .array(self.entries.map(\.json))
        return .object(object)
    }
}

extension TestReport.Entry {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(self.name)]
        switch self.result {
        case .skipped(let reason):
            object["result"] = "skipped"
            object["reason"] = .string(reason)
        case .ran(let verdict):
            object["result"] = verdict.hasPassed ? "passed" : "failed"
            object["outcome"] = verdict.summary
            object["differences"] = .array(verdict.differences.map { $0.json(line: self.lines[$0.pointer]) })
            object["faults"] = .array(
                verdict.outcome.faults.map { fault in
                    var fault = fault
                    fault.line = self.lines[fault.pointer]
                    return fault.json
                }
            )
            object["unused"] = .list(of: verdict.outcome.unused)
        }
        return .object(object)
    }
}

extension Difference {
    fileprivate func json(line: Int?) -> JSONValue {
        var object: JSONObject = [
            "pointer": .string(self.pointer.description), "subject": .string(self.subject),
            "expected": .string(self.expected), "actual": .string(self.actual),
        ]
        object["line"] = line.map { .int(Int64($0)) }
        if !self.details.isEmpty { object["details"] = .list(of: self.details) }
        return .object(object)
    }
}

extension TestReport.DefinitionCoverage {
    fileprivate var json: JSONValue {
        let missing = self.coverage.missing.map { way -> JSONValue in
            var object: JSONObject = [
                "place": .string(way.place), "never": .string(way.text), "pointer": .string(way.pointer.description),
            ]
            object["line"] = self.lines[way.pointer].map { .int(Int64($0)) }
            return .object(object)
        }
        return [
            "definition": .string(self.path), "ways": .int(Int64(self.coverage.ways.count)),
            "taken": .int(Int64(self.coverage.takenCount)), "percentage": .double(self.coverage.percentage),
            "missing": .array(missing),
        ]
    }
}
