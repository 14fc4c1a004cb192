// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Resolves the items and their keys, and starts as many as may run at a time.
    mutating func beginForEach(_ place: Place, _ each: ForEachStep) throws(HistoryError) {
        switch self.items(of: each, at: place) {
        case .failure(let failure): try self.settle(place, 1, failure)
        case .success(let started):
            try self.record(.stepStarted(started))
            if started.keys.isEmpty { return try self.succeed(place, output: []) }
            try self.startNext(place)
        }
    }

    /// An item has completed; its output variables are what it came to.
    mutating func closeForEach(_ place: Place, _ scopePath: String) throws(HistoryError) {
        let output = JSONValue.object(self.state.frames[scopePath]?.outputs ?? [:])
        try self.record(.scopeClosed(ScopeClosed(path: scopePath, output: output)))
        try self.afterSuccess(in: place, needed: nil)
    }

    private func items(of each: ForEachStep, at place: Place) -> Result<StepStarted, Failure> {
        let name = place.step.name
        let pointer = place.step.pointer
        return self.evaluate(at: place) { scope throws(Failure) in
            let value = try each.items.resolve(in: scope, at: pointer.appending("items"))
            guard case .array(var items) = value else {
                throw Self.invalid("The items of '\(name)' are \(value.typeName), not a list.")
            }
            if let size = each.batch { items = Self.batches(of: size, items) }
            guard items.count <= Self.itemLimit else {
                throw Self.invalid("'\(name)' has \(items.count) items; the limit is \(Self.itemLimit).")
            }
            var keys: [String] = []
            var seen: Set<String> = []
            for (index, item) in items.enumerated() {
                let key = try Self.key(of: item, index, each, scope, at: pointer.appending("key"))
                guard seen.insert(key).inserted else {
                    throw Self.invalid("Two items of '\(name)' have the key '\(key)'; keys tell items apart.")
                }
                keys.append(key)
            }
            return StepStarted(path: place.path, keys: keys, items: items)
        }
    }

    private static func key(
        of item: JSONValue,
        _ index: Int,
        _ each: ForEachStep,
        _ scope: ReferenceScope,
        at pointer: JSONPointer
    ) throws(Failure) -> String {
        guard let key = each.key else { return String(index) }
        var bindings: JSONObject = ["item": item, "index": .int(Int64(index))]
        if let name = each.itemName { bindings[name] = item }
        switch try key.value(in: scope.binding(bindings), at: pointer) {
        case .string(let text) where !text.isEmpty && text.utf8.count <= 200: return text
        case .int(let number): return String(number)
        case let value:
            let text = JSONWriter.text(value).prefix(100)
            throw Self.invalid("The key of item \(index) is \(text), not a text or whole number.")
        }
    }

    private static func invalid(_ message: String) -> Failure {
        Failure(code: FailureCode.itemsInvalid, message: message)
    }

    private static func batches(of size: Int, _ items: [JSONValue]) -> [JSONValue] {
        stride(from: 0, to: items.count, by: size).map { .array(Array(items[$0..<min($0 + size, items.count)])) }
    }

    private static let itemLimit = 10_000
}
