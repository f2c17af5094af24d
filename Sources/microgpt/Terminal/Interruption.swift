import Synchronization

/// A request to stop (Ctrl-C, SIGTERM or a closed terminal), which a long command answers between two steps.
enum Interruption {
  private static let requested = Atomic<Int32>(0)
  private static let isAnnounced = Atomic<Bool>(false)

  /// From now on the first request is noted, and a second one ends the process at once.
  ///
  /// - Parameter announcing: whether to say so on standard error when it comes.
  static func catchRequests(announcing: Bool) {
    isAnnounced.store(announcing, ordering: .relaxed)
    for signal in Platform.stopSignals {
      Platform.handle(signal) { signal in
        Interruption.requested.store(signal, ordering: .relaxed)
        Platform.resetHandler(of: signal)
        if Interruption.isAnnounced.load(ordering: .relaxed) {
          _ = Platform.write(
            "\nstopping after this step, then saving; once more stops at once, without saving\n",
            to: Platform.standardError
          )
        }
      }
    }
  }

  /// From now on a request ends the process at once.
  static func stopCatching() {
    for signal in Platform.stopSignals { Platform.resetHandler(of: signal) }
  }

  /// The signal that asked to stop, or nil.
  static var pending: Int32? {
    let signal = requested.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }
}
