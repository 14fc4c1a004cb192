// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The parts of timestamps, at UTC, an offset or in a named zone, and of durations.
enum TimeFunctions {
    static let all: [Function] = [
        Self.accessor("getFullYear") { time, _ in time.year },
        Self.accessor("getMonth") { time, _ in time.month - 1 },
        Self.accessor("getDate") { time, _ in time.day },
        Self.accessor("getDayOfMonth") { time, _ in time.day - 1 },
        Self.accessor("getDayOfWeek") { time, _ in time.dayOfWeek },
        Self.accessor("getDayOfYear") { time, _ in time.dayOfYear },
        Self.accessor("getHours", { time, _ in time.hour }, ofSpan: { $0.nanoseconds / (3600 * Span.second) }),
        Self.accessor("getMinutes", { time, _ in time.minute }, ofSpan: { $0.nanoseconds / (60 * Span.second) }),
        Self.accessor("getSeconds", { time, _ in time.second }, ofSpan: { $0.nanoseconds / Span.second }),
        Self.accessor(
            "getMilliseconds",
            { _, instant in Int64(instant.nanoseconds) / 1_000_000 },
            ofSpan: { $0.nanoseconds % Span.second / 1_000_000 }
        ),
    ]

    private static func accessor(
        _ name: String,
        _ part: @escaping @Sendable (CivilTime, Instant) -> Int64,
        ofSpan: (@Sendable (Span) -> Int64)? = nil
    ) -> Function {
        let unary: Function.Unary = { value, _ throws(ExpressionError) in
            switch value {
            case .timestamp(let instant): return .int(part(CivilTime(instant, offset: 0), instant))
            case .duration(let span):
                if let ofSpan { return .int(ofSpan(span)) }
            default: break
            }
            throw Function.mismatch(name, [value])
        }
        let binary: Function.Binary = { value, zone, context throws(ExpressionError) in
            guard case .timestamp(let instant) = value, case .string(let zone) = zone else {
                throw Function.mismatch(name, [value, zone])
            }
            let offset = try Self.offset(of: zone, at: instant, &context)
            return .int(part(CivilTime(instant, offset: offset), instant))
        }
        return Function(name, .method, .unary(unary), .binary(binary))
    }

    /// The offset in seconds of a zone, by whatever it is named.
    private static func offset(
        of zone: String,
        at instant: Instant,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Int64 {
        try context.charge(bytes: zone.utf8.count)
        if let offset = Self.fixedOffset(zone) { return offset }
        do throws(TimeZoneError) {
            return try context.scope.timeZones.rules(zone).offset(at: instant.seconds)
        } catch {
            // Names that nobody knows cost a look at the disk and the search for a similar one.
            try context.charge(Self.unknownZoneCost)
            throw ExpressionError(.valueOutOfRange, error.message, hint: error.hint)
        }
    }

    private static let unknownZoneCost = 5000

    /// The offset in seconds of `UTC`, `+05:30`, `-02:00` or `02:00`.
    private static func fixedOffset(_ zone: String) -> Int64? {
        if zone.isEmpty || zone == "UTC" || zone == "Z" || zone == "GMT" { return 0 }
        var rest = Array(zone.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let digits = rest.filter(Lexer.isDigit).map { Int64($0 - 0x30) }
        guard rest.count == 5, digits.count == 4, rest[rest.startIndex + 2] == UInt8(ascii: ":") else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        return (isNegative ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
