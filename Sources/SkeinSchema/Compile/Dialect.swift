// SPDX-License-Identifier: Apache-2.0

/// The version of JSON Schema that a resource is written in, and which of its vocabularies apply.
struct Dialect: Hashable, Sendable {
    enum Draft: Hashable, Sendable {
        case draft7
        case draft202012

        var name: String {
            switch self {
            case .draft7: "draft-07"
            case .draft202012: "draft 2020-12"
            }
        }
    }

    var draft: Draft
    var vocabularies: Vocabularies

    static let draft202012 = Dialect(draft: .draft202012, vocabularies: .all)
    static let draft7 = Dialect(draft: .draft7, vocabularies: .all)

    /// The dialect that the URI of a meta-schema names, when it is one of the built-in ones.
    init?(metaschema uri: String) {
        switch uri {
        case "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#":
            self = .draft202012
        case "http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema",
            "https://json-schema.org/draft-07/schema#", "https://json-schema.org/draft-07/schema":
            self = .draft7
        default: return nil
        }
    }

    init(draft: Draft, vocabularies: Vocabularies) {
        self.draft = draft
        self.vocabularies = vocabularies
    }
}

/// Groups of keywords that a meta-schema turns on.
struct Vocabularies: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let core = Vocabularies(rawValue: 1)
    static let applicator = Vocabularies(rawValue: 2)
    static let unevaluated = Vocabularies(rawValue: 4)
    static let validation = Vocabularies(rawValue: 8)
    static let metadata = Vocabularies(rawValue: 16)
    static let format = Vocabularies(rawValue: 32)
    static let content = Vocabularies(rawValue: 64)
    static let all = Vocabularies(rawValue: 127)

    /// The vocabularies of draft 2020-12 by the last part of their URI.
    static let named: [(name: String, vocabulary: Vocabularies)] = [
        ("core", .core), ("applicator", .applicator), ("unevaluated", .unevaluated), ("validation", .validation),
        ("meta-data", .metadata), ("format-annotation", .format), ("format-assertion", .format), ("content", .content),
    ]

    static func named(_ uri: String) -> Vocabularies? {
        let prefix = "https://json-schema.org/draft/2020-12/vocab/"
        guard uri.hasPrefix(prefix) else { return nil }
        let name = uri.dropFirst(prefix.count)
        return Self.named.first { $0.name == name }?.vocabulary
    }
}
