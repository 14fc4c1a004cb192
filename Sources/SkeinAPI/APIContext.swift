// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// What a route knows of a request beside the request itself.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
    }

    /// Bodies larger than this are refused before they are read to their end.
    package var maxUploadSize: Int { APILimits.bodyBytes }
}

/// What a request may ask for.
enum APILimits {
    /// The largest body: an input of 8 MiB.
    static let bodyBytes = 8 << 20
    /// The longest `wait`.
    static let wait = Duration.seconds(300)
    static let idempotencyKeyLength = 255
}
