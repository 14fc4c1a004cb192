// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
import SkeinInterpreter
import SkeinModel

/// Which ways of a definition tests have taken, and which none has.
package struct Coverage: Sendable {
    /// All ways, in the order of the document.
    package let ways: [Way]
    private var taken: Set<Way> = []
    private let known: [WayKey: Way]

    private struct WayKey: Hashable {
        let subject: Way.Subject
        let event: Way.Event
    }

    package init(of graph: Graph) {
        self.ways = Ways.all(of: graph)
        var known: [WayKey: Way] = [:]
        for way in self.ways { known[WayKey(subject: way.subject, event: way.event)] = way }
        self.known = known
    }

    /// How many ways have been taken.
    package var takenCount: Int { self.taken.count }

    /// The ways that no test took; of a step that never ran only that.
    package var missing: [Way] {
        let missing = self.ways.filter { !self.taken.contains($0) }
        let idle = Set(missing.filter { $0.event == .runs }.map(\.subject))
        return missing.filter { $0.event == .runs || !idle.contains($0.subject) }
    }

    /// The share of the ways that have been taken, 0 to 100; 100 when there are none.
    package var percentage: Double {
        self.ways.isEmpty ? 100 : Double(self.takenCount) / Double(self.ways.count) * 100
    }

    private mutating func take(_ subject: Way.Subject, _ event: Way.Event) {
        if let way = self.known[WayKey(subject: subject, event: event)] { self.taken.insert(way) }
    }

    private mutating func take(_ path: String, _ event: Way.Event) {
        self.take(.step(InstancePath.withoutInstances(path)), event)
    }

    // MARK: Reading a history

    /// Takes note of the ways that an execution took.
    package mutating func record(_ outcome: Outcome, graph: Graph) {
        for path in outcome.path { self.take(path, .runs) }
        for (index, (event, _)) in outcome.history.enumerated() {
            switch event {
            case .timerFired(let timer):
                let next = index + 1 < outcome.history.count ? outcome.history[index + 1].event : nil
                self.record(timer, next, graph)
            case .riskAssessed(let risk): self.record(risk)
            case .approvalDecided(let decided):
                self.take(.approval, decided.decision == .approve ? .approved : .rejected)
            case .executionEnded(let ended) where ended.failedStep == nil: self.record(ended.failure)
            default: self.recordStep(event, graph)
            }
        }
    }

    private mutating func recordStep(_ event: Event, _ graph: Graph) {
        switch event {
        case .stepStarted(let event): self.take(event.path, .conditionHolds)
        case .stepSkipped(let event): if event.condition != nil { self.take(event.path, .conditionFails) }
        case .scopeOpened(let event): self.recordOpening(event, graph)
        case .stepCompleted(let event):
            if event.signalID != nil { self.take(event.path, .signalled) }
            if event.output["iterations"] == 0 { self.take(event.path, .notOnce) }
        case .stepFailed(let event): self.record(event)
        case .stepOverdue(let path): self.take(path, .overdue)
        case .humanTask(let event): self.record(event)
        case .compensation(.completed(let event)): self.take(event.path, .undone)
        case .compensation(.started(let event)):
            if let path = event.failedStep.flatMap({ graph.node(named: $0)?.path }) {
                self.take(path, .handled("compensate"))
            }
        default: break
        }
    }

    private mutating func recordOpening(_ event: ScopeOpened, _ graph: Graph) {
        guard let owner = InstancePath.owner(ofScope: event.path), let node = graph.node(at: owner) else { return }
        self.take(owner, .conditionHolds)
        switch node.step.kind {
        case .branch: self.take(owner, .arm(event.arm))
        case .loop: if InstancePath.instance(ofScope: event.path) == "2" { self.take(owner, .again) }
        default: break
        }
    }

    private mutating func record(_ event: StepFailed) {
        switch event.resolution {
        case .fail: break
        case .skip: self.take(event.path, .handled("skip"))
        case .fallback: self.take(event.path, .handled("continue"))
        }
        switch event.failure.code {
        case FailureCode.gateClosed: self.take(event.path, .gateClosed)
        case FailureCode.validationFailed: self.take(event.path, .fault)
        default: break
        }
    }

    private mutating func record(_ event: HumanTaskEvent) {
        switch event.change {
        case .completed(let answer):
            if answer.decision == "approve" { self.take(event.path, .approved) }
            if answer.decision == "reject" { self.take(event.path, .rejected) }
        case .escalated: self.take(event.path, .escalated)
        case .opened, .claimed, .delegated, .overdue: break
        }
    }

    /// Takes note of a timer, and of what followed from it first.
    private mutating func record(_ timer: TimerID, _ next: Event?, _ graph: Graph) {
        switch timer {
        case .approval: self.take(.approval, .expired)
        case .wait(let path): self.take(path, .timedOut)
        case .due(let path, _):
            if case .humanTask(let event)? = next, case .escalated = event.change { return }
            self.take(path, .expired)
        case .retry, .total: break
        }
    }

    private mutating func record(_ risk: RiskAssessed) {
        self.take(.risk, .band(risk.band))
        for factor in risk.factors { self.take(.risk, .factor(factor.name)) }
        for rule in risk.warnings.compactMap({ $0["rule"]?.string }) { self.take(.rule(rule), .broken) }
    }

    /// The rules that are checked after the last step fail the execution.
    private mutating func record(_ failure: Failure?) {
        let violations = failure?.details["violations"]?.array ?? []
        for rule in violations.compactMap({ $0["rule"]?.string }) { self.take(.rule(rule), .broken) }
    }
}
