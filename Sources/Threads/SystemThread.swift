#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A thread of the operating system.
struct SystemThread: @unchecked Sendable {
  private let handle: pthread_t

  /// Starts a thread that runs `body` and ends, or nil where the system has none left.
  init?(_ body: @escaping @Sendable () -> Void) {
    #if canImport(Glibc) || canImport(Android)
    var handle = pthread_t()
    #else
    var handle: pthread_t?
    #endif
    let context = Unmanaged.passRetained(Body(body))
    let status = pthread_create(&handle, nil, runBody, context.toOpaque())
    guard status == 0 else {
      context.release()
      return nil
    }
    #if canImport(Glibc) || canImport(Android)
    self.handle = handle
    #else
    guard let handle else { return nil }
    self.handle = handle
    #endif
  }

  /// Waits until it has ended; it must be called once.
  func join() { pthread_join(handle, nil) }

  fileprivate final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

#if canImport(Darwin)
private func runBody(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<SystemThread.Body>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
#else
private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<SystemThread.Body>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
#endif
