import Foundation

/// Lets as many processes run at a time as there are processors, and one more that may wait for a file.
///
/// Tests run side by side, and each may start processes. All at once, they would take the processors from one another until some
/// looked as if they hung. Who came last goes first: a test that has begun goes on before another begins.
actor ProcessGate {
  /// The gate that all tests go through.
  static let shared = ProcessGate(places: ProcessInfo.processInfo.activeProcessorCount + 1)

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  /// Waits for a place, does something there, and leaves it to the next.
  func pass<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
    await enter()
    defer { leave() }
    return try await body()
  }

  private func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeLast().resume() }
  }
}
