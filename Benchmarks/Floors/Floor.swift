// SPDX-License-Identifier: Apache-2.0

/// A database by itself: a plain loop that writes the rows that the engine writes for the same executions.
///
/// It checks and computes nothing.
protocol Floor: AnyObject {
    /// Which rows it writes.
    var rows: FloorRows { get }

    /// Stores executions of three effect steps, so many at a time: four transactions for each wave of them.
    func executions(_ count: Int, atATime: Int) throws -> FloorRun

    /// Stores turns of one execution that each end a step and begin the next one, so many in a transaction.
    ///
    /// Each transaction waits for the one before, as the turns of an execution do.
    func turns(_ count: Int, inATransaction: Int) throws -> FloorRun
}

/// Which of the engine's rows a floor writes, so that like is compared with like.
enum FloorRows {
    /// The events alone.
    case events
    /// Executions, events, step runs and tasks.
    case all

    /// How many of the rows an execution of three effect steps has.
    var ofAnExecution: Int { self == .events ? EffectExecution.events : EffectExecution.allRows }
}

/// What an execution of three effect steps writes, as the engine does it.
enum EffectExecution {
    static let steps = 3
    static let turns = 4
    static let events = 9
    /// The events; the execution's row in each turn; each step run twice, and each task written and deleted.
    static let allRows = Self.events + Self.turns + 4 * Self.steps

    /// The sizes in bytes of the events of each turn.
    static let payloads = [[446, 297], [293, 297], [293, 297], [293, 72, 22]]
}

/// What a floor's loop came to.
struct FloorRun {
    let rows: Int
    let seconds: Double
    /// How long each transaction took.
    let commits: [Double]

    var rowsPerSecond: Double { Double(self.rows) / self.seconds }
}
