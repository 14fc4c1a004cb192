// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "embedding",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "skein", path: "../..")],
    targets: [
        .executableTarget(name: "Embedding", dependencies: [.product(name: "Skein", package: "skein")])
    ],
    swiftLanguageModes: [.v6]
)
