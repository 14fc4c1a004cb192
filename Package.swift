// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// `SKEIN_CORE_ONLY=1` drops every adapter and dependency: the inner loop of work on the pure modules.
let coreOnly = Context.environment["SKEIN_CORE_ONLY"] != nil

let package = Package(
    name: "skein",
    platforms: [.macOS(.v15)],
    swiftLanguageModes: [.v6]
)

// MARK: Pure: no I/O, no clock, no randomness

package.targets += [
    .target(name: "SkeinModel"),
    .target(name: "SkeinExpression", dependencies: ["SkeinModel"]),
    .target(name: "SkeinSchema", dependencies: ["SkeinModel"]),
    .target(name: "SkeinTemplate", dependencies: ["SkeinModel"]),
    .target(name: "SkeinDefinition", dependencies: ["SkeinExpression", "SkeinModel", "SkeinSchema", "SkeinTemplate"]),
    .target(
        name: "SkeinInterpreter",
        dependencies: ["SkeinDefinition", "SkeinExpression", "SkeinModel", "SkeinSchema"]
    ),
    .target(
        name: "SkeinTesting",
        dependencies: [
            "SkeinDefinition", "SkeinExpression", "SkeinInterpreter", "SkeinModel", "SkeinSchema",
        ]
    ),
    .testTarget(name: "SkeinModelTests", dependencies: ["SeededRandom", "SkeinModel"]),
    .testTarget(name: "SkeinExpressionTests", dependencies: ["SeededRandom", "SkeinExpression", "SkeinModel"]),
    .testTarget(name: "SkeinTemplateTests", dependencies: ["SeededRandom", "SkeinModel", "SkeinTemplate"]),
    .testTarget(
        name: "SkeinDefinitionTests",
        dependencies: ["SkeinDefinition", "SkeinExpression", "SkeinModel", "SkeinSchema"]
    ),
    .testTarget(
        name: "SkeinInterpreterTests",
        dependencies: ["SeededRandom", "SkeinDefinition", "SkeinInterpreter", "SkeinModel"],
        exclude: ["Fixtures"]
    ),
    .testTarget(name: "SkeinSchemaTests", dependencies: ["SeededRandom", "SkeinModel", "SkeinSchema"]),
    .testTarget(
        name: "ConformanceTests",
        dependencies: ["SkeinExpression", "SkeinModel", "SkeinSchema", "SkeinTemplate"]
    ),
    .testTarget(
        name: "FuzzTests",
        dependencies: ["SeededRandom", "SkeinExpression", "SkeinModel", "SkeinSchema", "SkeinTemplate"],
        exclude: ["Corpus"]
    ),
    .testTarget(
        name: "SkeinTestingTests",
        dependencies: ["SkeinDefinition", "SkeinInterpreter", "SkeinModel", "SkeinSchema", "SkeinTesting"]
    ),
    .executableTarget(
        name: "LanguageBenchmarks",
        dependencies: ["SkeinExpression", "SkeinModel", "SkeinSchema", "SkeinTemplate"],
        path: "Benchmarks/Languages/Runner"
    ),
]

// MARK: For tests, whether of the core or of everything

package.targets += [
    .target(name: "SeededRandom"),
    .testTarget(name: "SeededRandomTests", dependencies: ["SeededRandom"]),
]

// MARK: Engine, adapters, products

if !coreOnly {
    package.dependencies = [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    package.products = [
        .executable(name: "skein", targets: ["SkeinCommand"]),
        .executable(name: "skein-bench", targets: ["SkeinBenchmarks"]),
        .library(name: "Skein", targets: ["Skein"]),
    ]
    package.targets += [
        // MARK: Ports and engine

        .target(
            name: "SkeinStorage",
            dependencies: ["SkeinModel", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .target(
            name: "SkeinEngine",
            dependencies: [
                "SkeinDefinition", "SkeinInterpreter", "SkeinModel", "SkeinSchema", "SkeinStorage",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]
        ),

        // MARK: Adapters

        .target(
            name: "SkeinSQLite",
            dependencies: [
                "SkeinModel", "SkeinStorage",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            resources: [.embedInCode("Migrations")]
        ),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "SkeinPostgres",
            dependencies: ["CLibPQ", "SkeinModel", "SkeinStorage"],
            resources: [.embedInCode("Migrations")]
        ),
        .target(name: "SkeinYAML", dependencies: ["SkeinModel", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "SkeinAPI",
            dependencies: [
                "SkeinDefinition", "SkeinEngine", "SkeinInterpreter", "SkeinModel", "SkeinStorage", "SkeinYAML",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),

        // MARK: Products

        .target(name: "SkeinDrivers", dependencies: ["SkeinModel", "SkeinPostgres", "SkeinSQLite", "SkeinStorage"]),
        .target(
            name: "Skein",
            dependencies: [
                "SkeinDrivers", "SkeinEngine", "SkeinModel", "SkeinStorage", "SkeinYAML",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "SkeinServer",
            dependencies: [
                "SkeinAPI", "SkeinDrivers", "SkeinEngine", "SkeinModel", "SkeinStorage",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "SkeinCommand",
            dependencies: [
                "AuditPack", "FoundationPack", "SkeinDefinition", "SkeinDrivers", "SkeinEngine", "SkeinInterpreter",
                "SkeinModel", "SkeinSchema", "SkeinServer", "SkeinStorage", "SkeinTesting", "SkeinYAML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // MARK: Tests

        .target(
            name: "SkeinTestKit",
            dependencies: [
                "SeededRandom", "SkeinDefinition", "SkeinDrivers", "SkeinEngine", "SkeinInterpreter", "SkeinModel",
                "SkeinPostgres",
                "SkeinStorage",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]
        ),
        .testTarget(
            name: "SkeinEngineTests",
            dependencies: [
                "SeededRandom", "SkeinDefinition", "SkeinEngine", "SkeinInterpreter", "SkeinModel", "SkeinSQLite",
                "SkeinStorage",
                "SkeinTestKit", "SkeinTesting",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "SkeinSQLiteTests",
            dependencies: [
                "SkeinModel", "SkeinSQLite", "SkeinStorage", "SkeinTestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "SkeinPostgresTests",
            dependencies: ["SkeinModel", "SkeinPostgres", "SkeinStorage", "SkeinTestKit"]
        ),
        .testTarget(
            name: "SkeinAPITests",
            dependencies: [
                "SkeinAPI", "SkeinEngine", "SkeinModel", "SkeinServer", "SkeinStorage", "SkeinTestKit", "SkeinYAML",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .executableTarget(
            name: "TestServer",
            dependencies: [
                "SkeinEngine", "SkeinModel", "SkeinServer", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestServer"
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "SeededRandom", "SkeinCommand", "SkeinModel", "SkeinTestKit", "TestServer",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),

        // MARK: Benchmarks

        .executableTarget(
            name: "SkeinBenchmarks",
            dependencies: [
                "CLibPQ", "SkeinDrivers", "SkeinEngine", "SkeinModel", "SkeinSQLite", "SkeinServer", "SkeinStorage",
                "SkeinTestKit",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks",
            exclude: ["Languages", "README.md", "results"],
            // SQLite finds the benchmarks' fdatasync, which takes the time; no library product has this target in it.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--export-dynamic-symbol=fdatasync"], .when(platforms: [.linux]))
            ]
        ),

        // MARK: Example packs

        .target(
            name: "FoundationPack",
            dependencies: ["Skein"],
            path: "Examples/foundation_design",
            exclude: ["README.md", "Tests", "foundation_design.test.yaml"],
            sources: ["Functions"],
            resources: [
                .embedInCode("foundation_design.yaml"), .embedInCode("input.json"),
                .embedInCode("input-high-risk.json"),
            ]
        ),
        .testTarget(
            name: "FoundationPackTests",
            dependencies: ["FoundationPack", "SeededRandom"],
            path: "Examples/foundation_design/Tests"
        ),
        .target(
            name: "AuditPack",
            dependencies: ["Skein"],
            path: "Examples/audit_test_cycle",
            exclude: ["README.md", "Tests", "audit_test_cycle.test.yaml", "audit_test_cycle.yaml", "data"],
            sources: ["Functions"]
        ),
        .testTarget(
            name: "AuditPackTests",
            dependencies: [
                "AuditPack", "SkeinEngine", "SkeinInterpreter", "SkeinModel", "SkeinStorage", "SkeinTestKit",
                "SkeinYAML",
            ],
            path: "Examples/audit_test_cycle/Tests"
        ),
    ]
}

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
            .treatWarning("ExplicitSendable", as: .error),
        ]
}
