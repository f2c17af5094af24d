import Synchronization

/// The storage of tapes that are gone, kept for tapes to come.
///
/// A handle may be used after its tape has gone away. To tell, the storage it points at is looked at, so the storage must
/// still be there: only its buffers are given back. It serves the next tape, which numbers its epochs on from there, so
/// that no handle of an old tape passes for one of the new. There is as much of it as there ever were tapes at one time.
enum StoragePool {
  private static let isBusy = Atomic(false)
  nonisolated(unsafe) private static var first: UnsafeMutablePointer<TapeStorage>?

  /// Storage for a new tape.
  static func take() -> UnsafeMutablePointer<TapeStorage> {
    let kept = alone {
      let kept = first
      first = kept?.pointee.nextInPool
      return kept
    }
    guard let storage = kept else {
      let storage = UnsafeMutablePointer<TapeStorage>.allocate(capacity: 1)
      storage.initialize(to: TapeStorage())
      return storage
    }
    storage.pointee.reopen()
    return storage
  }

  /// Keeps the storage of a tape that goes away.
  static func keep(_ storage: UnsafeMutablePointer<TapeStorage>) {
    storage.pointee.close()
    alone {
      storage.pointee.nextInPool = first
      first = storage
    }
  }

  /// Runs `body` on one thread at a time; it must be short, since others wait without sleeping.
  private static func alone<Result>(_ body: () -> Result) -> Result {
    while isBusy.exchange(true, ordering: .acquiring) {}
    defer { isBusy.store(false, ordering: .releasing) }
    return body()
  }
}
