// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import Synchronization

/// What a figure has to reach.
struct Aim {
    let text: String
    let isMet: Bool

    static func reaches(_ limit: Double, _ value: Double) -> Self {
        Self(text: "at least \(Text.ratio(limit))", isMet: value >= limit)
    }

    static func within(_ limit: Double, _ value: Double) -> Self {
        Self(text: "at most \(Text.ratio(limit))", isMet: value <= limit)
    }
}

/// One line of a table.
struct Line {
    let workload: String
    /// Which case of the workload, such as the concurrency.
    let name: String
    var figures: [Figure]
    var aim: Aim?
}

/// Collects what was measured: prints each line as it comes, and writes all of it at the end.
final class Report: Sendable {
    private let machine: Machine
    private let lines = Mutex<[Line]>([])

    init(machine: Machine) {
        self.machine = machine
        print(machine.description)
    }

    /// Begins a table.
    func begin(_ title: String) { print("\n\(title)") }

    func add(_ line: Line) {
        Progress.end()
        let isFirst = self.lines.withLock { lines in
            let last = lines.last
            lines.append(line)
            return last?.workload != line.workload || last?.figures.map(\.name) != line.figures.map(\.name)
        }
        if isFirst { print(Text.row([""] + line.figures.map(\.name))) }
        let aim = line.aim.map { "\($0.text): \($0.isMet ? "met" : "MISSED")" }
        print(Text.row([line.name] + line.figures.map(\.text) + (aim.map { [$0] } ?? [])))
        // A line at a time, also into a file.
        fflush(nil)
    }

    /// Which aims were met and which were missed.
    func printAims() {
        let lines = self.lines.withLock { $0 }.filter { $0.aim != nil }
        if lines.isEmpty { return }
        let missed = lines.filter { $0.aim?.isMet == false }
        print("\n\(lines.count - missed.count) of \(lines.count) aims met.")
        for line in missed { print("  missed: \(line.workload), \(line.name), \(line.aim?.text ?? "")") }
    }

    /// Writes the lines, and keeps those of other workloads that the file has already.
    func write(to file: String) throws {
        let measured = self.lines.withLock { $0 }
        let workloads = Set(measured.map(\.workload))
        let earlier = try? JSONParser.parse(Array(Data(contentsOf: URL(fileURLWithPath: file))))
        let kept = (earlier?["lines"]?.array ?? []).filter { !workloads.contains($0["workload"]?.string ?? "") }
        let lines = measured.map { line -> JSONValue in
            var object: JSONObject = ["workload": .string(line.workload), "case": .string(line.name)]
            object["date"] = .string(self.machine.date)
            object["load"] = .string(self.machine.load)
            for figure in line.figures { object["\(figure.name)\(figure.unit.suffix)"] = .double(figure.rounded) }
            object["aim"] = line.aim.map { .string($0.text) }
            object["met"] = line.aim.map { .bool($0.isMet) }
            return .object(object)
        }
        let all = (kept + lines).sorted { ($0["workload"]?.string ?? "") < ($1["workload"]?.string ?? "") }
        let document: JSONValue = ["machine": self.machine.json, "lines": .array(all)]
        try (JSONWriter.pretty(document) + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        print("Written to \(file).")
    }
}

/// Says on standard error how far a long measurement is: in one line that is written over where somebody looks at it,
/// and in a line now and then where it goes to a file.
enum Progress {
    private static let last = Mutex<(shown: ContinuousClock.Instant, isOpen: Bool)?>(nil)
    private static let isTerminal = isatty(STDERR_FILENO) == 1
    private static let pause = Self.isTerminal ? Duration.milliseconds(500) : .seconds(10)

    static func show(_ text: String) {
        let isDue = self.last.withLock { last -> Bool in
            if let last, ContinuousClock.now - last.shown < self.pause { return false }
            last = (.now, true)
            return true
        }
        if isDue { FileHandle.standardError.write(Data((self.isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n").utf8)) }
    }

    /// Takes the line away.
    static func end() {
        guard self.isTerminal else { return }
        let isOpen = self.last.withLock { last in
            defer { last = nil }
            return last?.isOpen ?? false
        }
        if isOpen { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
