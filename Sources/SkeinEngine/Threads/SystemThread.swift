// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Threads of the operating system, each with one pointer of its own.
enum SystemThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "The system has no room for a value of each thread.")
        return key
    }()

    /// The pointer of the current thread.
    static var value: UnsafeMutableRawPointer? {
        get { pthread_getspecific(self.key) }
        set { pthread_setspecific(self.key, newValue) }
    }

    /// Runs a body on a new thread.
    static func start(_ body: @escaping @Sendable () -> Void) {
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let argument = Unmanaged.passRetained(Body(body)).toOpaque()
        let status = pthread_create(
            &thread,
            nil,
            { (argument: UnsafeMutableRawPointer?) in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            argument
        )
        precondition(status == 0, "The system gives no more threads.")
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
    }
}
