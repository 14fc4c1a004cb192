// SPDX-License-Identifier: Apache-2.0

/// The events of one transaction as PostgreSQL's binary arrays, a column each.
struct EventColumns {
    /// The numbers of the types of the columns' arrays: bigint, bigint, text, timestamptz, json, bytea.
    static let types: [UInt32] = [1016, 1016, 1009, 1185, 199, 1001]

    /// The events of one turn.
    struct Shape {
        /// How many there are.
        var count: Int { self.payloads.count }
        fileprivate let payloads: [[UInt8]]

        init(payloads: [Int]) {
            // JSON texts of the given sizes.
            self.payloads = payloads.map { Array("\"\(String(repeating: "x", count: $0 - 2))\"".utf8) }
        }
    }

    let count: Int
    let parameters: [[UInt8]]

    /// The next turn of executions 1, 2, 3 and so on.
    init(_ shape: Shape, after last: Int64, executions: Int) {
        let pairs = (1...executions).flatMap { execution in
            (1...shape.count).map { (Int64(execution), last + Int64($0)) }
        }
        self.init(shape, pairs)
    }

    /// The next turns of execution 1.
    init(_ shape: Shape, after last: Int64, turns: Int) {
        self.init(shape, (1...shape.count * turns).map { (1, last + Int64($0)) })
    }

    private init(_ shape: Shape, _ pairs: [(execution: Int64, sequence: Int64)]) {
        self.count = pairs.count
        let kind = Array("step_completed".utf8)
        let time = Self.bytes(800_000_000_000_000)
        let hash = [UInt8](repeating: 7, count: 32)
        self.parameters = [
            Self.array(20, pairs.map { Self.bytes($0.execution) }),
            Self.array(20, pairs.map { Self.bytes($0.sequence) }),
            Self.array(25, pairs.map { _ in kind }), Self.array(1184, pairs.map { _ in time }),
            Self.array(114, pairs.indices.map { shape.payloads[$0 % shape.count] }),
            Self.array(17, pairs.map { _ in hash }),
        ]
    }

    private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// One dimension from 1, without NULLs: what `array_send` writes.
    private static func array(_ type: Int32, _ elements: [[UInt8]]) -> [UInt8] {
        let head = [1, 0, type, Int32(elements.count), 1].flatMap { Self.bytes($0) }
        return elements.reduce(into: head) { bytes, element in
            bytes += Self.bytes(Int32(element.count))
            bytes += element
        }
    }
}
