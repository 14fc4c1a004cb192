// SPDX-License-Identifier: Apache-2.0

/// Where a member of an object lies in memory.
///
/// To walk by places is to copy nothing on the way: counting the references of an object, up and down, takes longer than
/// looking one of its members up. The value that the walk begins with holds all that lies below it, so a place is valid
/// for as long as that value is held.
package typealias JSONPlace = UnsafePointer<JSONObject.Element>

extension JSONValue {
    /// Where the value lies that names lead to, each through an object.
    ///
    /// - Parameter names: The names, the outermost first.
    /// - Returns: The place of the last name; `nil` when a name leads nowhere, and for no names.
    package func place(at names: UnsafeBufferPointer<String>) -> JSONPlace? {
        guard !names.isEmpty, case .object(let object) = self, var place = object.place(of: names[0]) else {
            return nil
        }
        for position in 1..<names.count {
            guard let next = Self.place(of: names[position], in: place) else { return nil }
            place = next
        }
        return place
    }

    // In a function of its own, so that the optimizer sees nothing that could change the object while it is searched.
    @inline(never)
    private static func place(of name: String, in place: JSONPlace) -> JSONPlace? {
        guard case .object(let object) = place.pointee.value else { return nil }
        return object.place(of: name)
    }
}

extension JSONObject {
    /// Where the member of that name lies.
    fileprivate func place(of key: String) -> JSONPlace? {
        guard let first = self.members.withUnsafeBufferPointer({ $0.baseAddress }) else { return nil }
        if self.positions != nil { return self.indexedPosition(of: key).map { first + $0 } }
        for position in 0..<self.members.count where ByteString.equal(first[position].key, key) {
            return first + position
        }
        return nil
    }
}
