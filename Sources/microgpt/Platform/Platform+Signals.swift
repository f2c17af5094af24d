#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

import Synchronization

extension Platform {
  /// The signals that ask a process to stop: Ctrl-C, what `kill` sends, and a terminal that is closed.
  static let stopSignals = [SIGINT, SIGTERM, SIGHUP]

  /// From now on a signal calls a function, which may do only what is allowed in the middle of anything.
  ///
  /// A closed terminal that the process was started to outlive (`nohup`) stays ignored.
  static func handle(_ signal: Int32, with handler: @escaping @convention(c) (Int32) -> Void) {
    let previous = setHandler(signal, handler)
    if signal == SIGHUP, previous == ignored { _ = setHandler(signal, SIG_IGN) }
  }

  /// From now on a signal ends the process, which removes its drafts before.
  static func resetHandler(of signal: Int32) {
    let previous = setHandler(signal, endWithoutDrafts)
    if signal == SIGHUP, previous == ignored { _ = setHandler(signal, SIG_IGN) }
  }

  /// From now on the process removes its drafts when a signal ends it; a signal that it ignores stays ignored.
  static func removeDraftsWhenStopped() {
    DraftPath.prepare()
    for signal in stopSignals {
      if setHandler(signal, endWithoutDrafts) == ignored { _ = setHandler(signal, SIG_IGN) }
    }
  }

  /// From now on writing to a pipe without a reader, or beyond the largest size of a file, is an error and not the end of
  /// the process.
  static func ignoreSignalsOfWriting() {
    _ = setHandler(SIGPIPE, SIG_IGN)
    _ = setHandler(SIGXFSZ, SIG_IGN)
  }

  private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)

  /// The path of a draft, where a signal's handler finds it.
  final class DraftPath: @unchecked Sendable {
    /// 0: there is none; 1: it is being written; 2: it is there.
    private let state = Atomic<Int>(0)
    // Written only by the thread that has changed the state from 0 to 1.
    private let bytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(PATH_MAX) + 1)

    /// As many as there are drafts at once; what a handler reads, it could not make itself.
    private static let all = [DraftPath(), DraftPath(), DraftPath()]

    /// Whether the process is being ended, by a handler that may run beside the thread that makes files.
    private static let isEnding = Atomic<Bool>(false)

    static func prepare() { _ = (all.count, isEnding.load(ordering: .sequentiallyConsistent)) }

    /// Notes a path until ``forget()``.
    ///
    /// - Returns: nil where there is no room: such a draft is removed by the next process that writes into its folder.
    static func note(_ path: String) -> DraftPath? {
      let characters = Array(path.utf8CString)
      guard characters.count <= Int(PATH_MAX) + 1 else { return nil }
      for place in all
      where place.state.compareExchange(expected: 0, desired: 1, ordering: .sequentiallyConsistent).exchanged
      {
        _ = place.bytes.update(fromContentsOf: characters)
        place.state.store(2, ordering: .sequentiallyConsistent)
        return place
      }
      return nil
    }

    func forget() { state.store(0, ordering: .sequentiallyConsistent) }

    /// Removes the file if that is what a handler has just done with all others.
    func removeFileWhenStopped() {
      guard Self.isEnding.load(ordering: .sequentiallyConsistent), let path = bytes.baseAddress else {
        return
      }
      unlink(path)
    }

    /// Removes the files, by calls alone that are allowed in a signal's handler.
    static func removeFiles() {
      isEnding.store(true, ordering: .sequentiallyConsistent)
      for place in all where place.state.load(ordering: .sequentiallyConsistent) == 2 {
        if let path = place.bytes.baseAddress { unlink(path) }
      }
    }
  }
}

/// Ends the process as the signal would have ended it, once there are no drafts.
private func endWithoutDrafts(_ number: Int32) {
  Platform.DraftPath.removeFiles()
  signal(number, SIG_DFL)
  // It arrives when this function returns.
  raise(number)
}

// The C function whose name the methods above hide inside `Platform`.
private func setHandler(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) -> Int {
  unsafeBitCast(signal(number, handler), to: Int.self)
}
