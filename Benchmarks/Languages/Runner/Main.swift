// SPDX-License-Identifier: Apache-2.0

import Glibc
import SkeinModel

/// Times the language modules for `compare.py`, which times their peers in turn with it.
///
/// It reads a line of JSON for each command and answers with a line. `{"load": {...}}` compiles a workload, converts its
/// data, and answers with the result of one run; `{"time": count}` runs it that often and answers with the seconds of
/// the processor that this took. `--profile SECONDS` takes one load command and goes on for that long, for a profiler.
@main
enum Main {
    static func main() throws {
        if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--profile" {
            return try Self.profile(seconds: Double(CommandLine.arguments[2]) ?? 5)
        }
        var workload: (any Workload)?
        while let line = readLine() {
            let command = try JSONParser.parse(line)
            if let description = command["load"] {
                let loaded = try Workloads.make(description)
                print(JSONWriter.text(["result": try loaded.result()]))
                workload = loaded
            } else if let count = command["time"]?.int, let workload {
                print(JSONWriter.text(["seconds": .double(try Self.time(workload, Int(count)))]))
            } else {
                print(#"{"error": "a command is load or, after that, time"}"#)
            }
            flush()
        }
    }

    private static func time(_ workload: any Workload, _ count: Int) throws -> Double {
        let start = clock()
        try workload.run(count)
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    private static func profile(seconds: Double) throws {
        guard let line = readLine(), let description = try JSONParser.parse(line)["load"] else { return }
        let workload = try Workloads.make(description)
        var spent = 0.0
        var count = 0
        while spent < seconds {
            spent += try Self.time(workload, 1000)
            count += 1000
        }
        print("\(Int(Double(count) / spent)) a second")
    }
}
