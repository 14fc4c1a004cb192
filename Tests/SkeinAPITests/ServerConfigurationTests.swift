// SPDX-License-Identifier: Apache-2.0

import Configuration
import SkeinModel
import SkeinServer
import SkeinStorage
import Testing

/// What the command line and the environment say: texts, all of them.
@Suite
struct ServerConfigurationTests {
    private static func read(_ settings: [String: String]) throws -> ServerConfiguration {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, text) in settings {
            values[AbsoluteConfigKey(key.split(separator: ".").map(String.init))] = ConfigValue(
                .string(text),
                isSecret: false
            )
        }
        return try ServerConfiguration(ConfigReader(provider: InMemoryProvider(values: values)))
    }

    @Test
    func withoutSettingsItServesOnTheLoopbackAddressAndKeepsEverything() throws {
        let configuration = try Self.read([:])
        guard case .network("127.0.0.1", 8080) = configuration.address else {
            Issue.record("\(configuration.address)")
            return
        }
        #expect(configuration.database == "skein.db")
        #expect(configuration.appliesMigrations)
        #expect(configuration.retention == nil)
        #expect(configuration.roles == [.api, .engine])
    }

    @Test(arguments: [("false", false), ("No", false), ("0", false), ("true", true), ("YES", true), ("1", true)])
    func whetherItMigratesIsReadFromText(_ text: String, _ expected: Bool) throws {
        #expect(try Self.read(["skein.migrate": text]).appliesMigrations == expected)
    }

    @Test(arguments: [
        ("migrate", "flase"), ("port", "65536"), ("port", "http"), ("task.limit", "0"), ("retention", "a year"),
        ("retention", "0s"), ("node.roles", "worker"), ("host", "0.0.0.0"),
    ])
    func whatCannotBeReadIsRefusedAndNotTakenForTheDefault(_ key: String, _ text: String) {
        #expect(throws: SkeinError(.configurationInvalid, "")) { try Self.read(["skein." + key: text]) }
    }

    @Test
    func skeinsOwnSettingOfTheDatabaseComesBeforeThatOfPlatforms() throws {
        #expect(try Self.read(["database.url": "postgres://a/b"]).database == "postgres://a/b")
        #expect(try Self.read(["database.url": "postgres://a/b", "skein.database": "c.db"]).database == "c.db")
    }
}
