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

/// A place where threads sleep until they are woken.
final class Bedroom: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Sleeps until the condition holds: it is looked at when a thread comes, and each time all are woken.
  func sleep(until condition: () -> Bool) {
    pthread_mutex_lock(mutex)
    while !condition() { pthread_cond_wait(self.condition, mutex) }
    pthread_mutex_unlock(mutex)
  }

  /// Wakes everyone who sleeps, or is about to and has looked at the condition already.
  func wakeAll() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}

/// Lets another thread run, if one waits for a processor.
func giveWay() { sched_yield() }

/// How many processors may be used.
public var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
