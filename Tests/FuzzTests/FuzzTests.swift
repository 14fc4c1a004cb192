// SPDX-License-Identifier: Apache-2.0

import Foundation
import SeededRandom
import Testing

/// Mutated inputs for everything that reads what tenants write; `make fuzz` does the same for as long as one likes.
@Suite(.serialized)
struct FuzzTests {
    private static let seconds = ProcessInfo.processInfo.environment["SECONDS"].flatMap(Double.init)
    private static let inputsForEachSeed = 150

    private static let subjects: [any FuzzSubject] = [
        JSONFuzz(), ExpressionFuzz(), TemplateFuzz(), SchemaFuzz(), PatternFuzz(),
    ]

    @Test(arguments: ["json", "expressions", "templates", "schemas", "patterns"], 1...2 as ClosedRange<UInt64>)
    func mutatedInputsAreBorne(_ name: String, _ seed: UInt64) throws {
        let subject = try #require(Self.subjects.first { $0.name == name })
        var run = FuzzRun(subject, corpus: try Corpus.inputs(name), seed: seed)
        for _ in 0..<Self.inputsForEachSeed { run.step() }
        #expect(run.faults == [])
        // Enough of them have to be understood for this to try something.
        #expect(run.taken * 20 > Self.inputsForEachSeed, "\(run.taken) of \(Self.inputsForEachSeed) were understood")
    }

    @Test(arguments: ["json", "expressions", "templates", "schemas", "patterns"])
    func theCorpusIsUnderstood(_ name: String) throws {
        let subject = try #require(Self.subjects.first { $0.name == name })
        let inputs = try Corpus.inputs(name)
        for input in inputs { #expect(subject.run(input).fault == nil, "\(String(decoding: input, as: UTF8.self))") }
        #expect(inputs.count { subject.run($0).isTaken } * 10 > inputs.count * 7)
    }

    @Test(
        .enabled(if: Self.seconds != nil, "only with SECONDS, which make fuzz sets"),
        arguments: ["json", "expressions", "templates", "schemas", "patterns"]
    )
    func longRun(_ name: String) throws {
        let subject = try #require(Self.subjects.first { $0.name == name })
        let only = ProcessInfo.processInfo.environment["SUBJECT"]
        guard only == nil || only == name else { return }
        let seed = UInt64.random(in: 1...999_999)
        var run = FuzzRun(subject, corpus: try Corpus.inputs(name), seed: seed, watchdog: Watchdog(limit: 20))
        let end = Date(timeIntervalSinceNow: Self.seconds ?? 0)
        while Date() < end, run.faults.count < 20 { run.step() }
        run.watchdog?.end()
        print("fuzz \(name): seed \(seed), \(run.count) inputs, \(run.taken) understood, \(run.faults.count) faults")
        #expect(run.faults == [])
    }
}

/// One run over a subject.
struct FuzzRun {
    private let subject: any FuzzSubject
    private var mutator: Mutator
    private var random: SeededGenerator
    let watchdog: Watchdog?
    private(set) var count = 0
    private(set) var taken = 0
    private(set) var faults: [String] = []

    init(_ subject: any FuzzSubject, corpus: [[UInt8]], seed: UInt64, watchdog: Watchdog? = nil) {
        self.subject = subject
        self.mutator = Mutator(corpus: corpus, dictionary: subject.dictionary)
        self.random = SeededGenerator(seed: seed)
        self.watchdog = watchdog
    }

    mutating func step() {
        let input = self.mutator.next(&self.random)
        self.watchdog?.begin(input)
        let outcome = self.subject.run(input)
        self.count += 1
        if let fault = outcome.fault {
            self.faults.append("\(fault): \(String(decoding: input, as: UTF8.self).debugDescription)")
        }
        guard outcome.isTaken else { return }
        self.taken += 1
        self.mutator.keep(input, &self.random)
    }
}
