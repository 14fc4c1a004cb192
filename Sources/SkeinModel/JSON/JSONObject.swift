// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in the order in which they were written.
///
/// Names are unique and compared by bytes. A small object is searched from front to back; a larger one keeps a hash
/// index, made when it grows past the limit.
public struct JSONObject: Sendable {
    /// A member: its name and value.
    public typealias Element = (key: String, value: JSONValue)

    private static let indexLimit = 16

    // Looking a member up is what all languages do most, so it is compiled into them.
    @usableFromInline
    var members: [Element]
    @usableFromInline
    var positions: [ByteKey: Int]?

    /// Makes an empty object.
    public init() {
        self.members = []
        self.positions = nil
    }

    /// Makes an empty object with room for members.
    ///
    /// - Parameter minimumCapacity: How many members to make room for.
    public init(minimumCapacity: Int) {
        self.init()
        // To make room for nothing costs an allocation.
        if minimumCapacity > 0 { self.members.reserveCapacity(minimumCapacity) }
    }

    /// The value of the member of that name; setting `nil` removes the member, setting a value replaces or appends it.
    public subscript(_ key: String) -> JSONValue? {
        get {
            guard let position = self.position(of: key) else { return nil }
            return self.members[position].value
        }
        set {
            if let position = self.position(of: key) {
                if let newValue {
                    self.members[position].value = newValue
                } else {
                    self.members.remove(at: position)
                    self.makeIndex()
                }
            } else if let newValue {
                self.append(key, newValue)
            }
        }
    }

    /// The value of the member of that name; the subscript, for those who look up much.
    @inlinable
    package func value(of key: String) -> JSONValue? {
        guard let position = self.position(of: key) else { return nil }
        return self.members[position].value
    }

    /// Whether there is a member of that name.
    @inlinable
    package func contains(_ key: String) -> Bool { self.position(of: key) != nil }

    /// The names, in order.
    public var keys: [String] { self.members.map(\.key) }

    /// Appends a member unless the name is taken.
    ///
    /// - Returns: Whether the name was free.
    package mutating func insertNew(_ key: String, _ value: JSONValue) -> Bool {
        guard self.position(of: key) == nil else { return false }
        self.append(key, value)
        return true
    }

    /// The object without the members of those names.
    package func removing(_ keys: Set<String>) -> JSONObject {
        let keys = Set(keys.map { ByteKey($0) })
        var result = JSONObject(minimumCapacity: self.members.count)
        for (key, value) in self.members where !keys.contains(ByteKey(key)) { result[key] = value }
        return result
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        self.members.append((key, value))
        if self.positions != nil {
            self.positions?[ByteKey(key)] = self.members.count - 1
        } else if self.members.count > Self.indexLimit {
            self.makeIndex()
        }
    }

    private mutating func makeIndex() {
        self.positions = nil
        guard self.members.count > Self.indexLimit else { return }
        var positions = [ByteKey: Int](minimumCapacity: self.members.count * 2)
        for (position, member) in self.members.enumerated() { positions[ByteKey(member.key)] = position }
        self.positions = positions
    }

    /// Where the member of that name is.
    @inlinable
    package func position(of key: String) -> Int? {
        if self.positions != nil { return self.indexedPosition(of: key) }
        for position in self.members.indices where ByteString.equal(self.members[position].key, key) {
            return position
        }
        return nil
    }

    @usableFromInline
    func indexedPosition(of key: String) -> Int? { self.positions?[ByteKey(key)] }
}

extension JSONObject: RandomAccessCollection {
    /// The first position.
    @inlinable public var startIndex: Int { 0 }

    /// The position after the last member.
    @inlinable public var endIndex: Int { self.members.count }

    /// The member at that position.
    @inlinable
    public subscript(position: Int) -> Element { self.members[position] }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Hashes the members so that their order does not count.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in self {
            var inner = Hasher()
            ByteString.hash(member.key, into: &inner)
            inner.combine(member.value)
            sum &+= inner.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object; of members with the same name the last one counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(minimumCapacity: elements.count)
        for (key, value) in elements { self[key] = value }
    }
}
