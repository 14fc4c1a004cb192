// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// An expression as it is written: the tree of its grammar.
indirect enum Syntax {
    case literal(JSONValue)
    case name(String)
    case unary(String, Placed)
    case binary(String, Placed, Placed)
    case conditional(Placed, Placed, Placed)
    case select(Placed, String)
    case index(Placed, Placed)
    /// A call of a function, or of a method on a target.
    case call(Placed?, String, [Placed])
    case list([Placed])
    case map([(key: Placed, value: Placed)])
}

/// A part of the tree with its place and depth.
struct Placed {
    let syntax: Syntax
    let offset: Int
    /// How many levels lie below it, so that evaluation cannot run out of stack.
    let depth: Int
}
