// SPDX-License-Identifier: Apache-2.0

/// Reads JSON text (RFC 8259) into a ``JSONValue``.
///
/// Strict where other readers are lenient: no trailing commas or comments, no duplicate names, no invalid UTF-8, no
/// number beyond a double, and nesting no deeper than the limit, so hostile text costs an error and never a crash.
public enum JSONParser: Sendable {
    /// How deep lists and objects may be nested, unless told otherwise.
    public static let defaultDepthLimit = 512

    /// Parses the bytes of one JSON value.
    ///
    /// - Parameters:
    ///   - bytes: The UTF-8 text; white space may surround the value.
    ///   - depthLimit: How deep lists and objects may be nested.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` with the place of the first thing wrong.
    public static func parse(
        _ bytes: some Sequence<UInt8>,
        depthLimit: Int = Self.defaultDepthLimit
    ) throws(JSONError) -> JSONValue {
        // The detour by Result keeps the error's type through the closures.
        let direct = bytes.withContiguousStorageIfAvailable { Self.parse(buffer: $0, depthLimit: depthLimit) }
        if let direct { return try direct.get() }
        return try Array(bytes).withUnsafeBufferPointer { Self.parse(buffer: $0, depthLimit: depthLimit) }.get()
    }

    /// Parses a text as one JSON value.
    ///
    /// - Parameter text: The text; white space may surround the value.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` with the place of the first thing wrong.
    public static func parse(_ text: String) throws(JSONError) -> JSONValue {
        try Self.parse(text.utf8)
    }

    private static func parse(
        buffer: UnsafeBufferPointer<UInt8>,
        depthLimit: Int
    ) -> Result<JSONValue, JSONError> {
        var reader = JSONReader(buffer, depthLimit: depthLimit)
        do throws(JSONError) {
            return .success(try reader.parseDocument())
        } catch {
            return .failure(error)
        }
    }
}
