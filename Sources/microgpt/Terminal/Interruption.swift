import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A request to stop (Ctrl-C, or SIGTERM) that a long command answers between two steps.
enum Interruption {
  private static let requested = Atomic<Int32>(0)

  /// From now on the first request is noted, and a second one ends the process at once.
  static func catchRequests() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.requested.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// The signal that asked to stop, or nil.
  static var pending: Int32? {
    let number = requested.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
