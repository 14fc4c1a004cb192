// SPDX-License-Identifier: Apache-2.0

// One import gives a program the values that the engine's interface is made of.
@_exported public import SkeinEngine
@_exported public import SkeinModel
