// SPDX-License-Identifier: Apache-2.0

/// A piece of an expression's text.
struct Token: Hashable {
    enum Kind: Hashable {
        /// A name; with its `$` for a root.
        case name(String)
        case int(Int64)
        case double(Double)
        /// 9223372036854775808, which is an integer only behind a minus sign.
        case integerLimit
        case string(String)
        /// An operator or bracket, in its CEL spelling.
        case symbol(String)
        case end
    }

    let kind: Kind
    let offset: Int

    /// What a message calls it.
    var description: String {
        switch self.kind {
        case .name(let name): "'\(name)'"
        case .int(let value): "'\(value)'"
        case .double(let value): "'\(value)'"
        case .integerLimit: "a number beyond 64 bits"
        case .string: "a text"
        case .symbol(let symbol): "'\(symbol)'"
        case .end: "the end"
        }
    }
}
