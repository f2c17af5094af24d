import Autograd
import Basics

/// Who does pieces of work that do not wait for each other: one after the other, or threads at the same time.
///
/// What is computed does not depend on how many workers there are.
public struct Workers: Sendable {
  /// How many pieces can be worked on at the same time.
  public let count: Int
  private let perform: @Sendable (Int, (_ worker: Int, _ piece: Int) -> Void) -> Void

  /// Workers of one's own.
  ///
  /// - Parameters:
  ///   - count: how many there are, at least one.
  ///   - perform: calls its second argument once for every piece from 0 to below its first, each time with the number of a
  ///     worker that does nothing else at the time, and returns when all are done.
  public init(
    count: Int,
    perform: @escaping @Sendable (Int, (_ worker: Int, _ piece: Int) -> Void) -> Void
  ) {
    require(count > 0, "there must be a worker")
    self.count = count
    self.perform = perform
  }

  /// The caller alone, one piece after the other.
  public static let one = Workers(count: 1) { pieceCount, work in
    for piece in 0..<pieceCount { work(0, piece) }
  }

  /// Does all pieces, and returns when they are done.
  func perform(_ pieceCount: Int, _ work: (_ worker: Int, _ piece: Int) -> Void) {
    var isDone = [Bool](repeating: false, count: pieceCount)
    isDone.withUnsafeMutableBufferPointer { isDone in
      perform(pieceCount) { worker, piece in
        require(
          worker >= 0 && worker < count && isDone.indices.contains(piece) && !isDone[piece],
          "\(count) workers with \(pieceCount) pieces can't let worker \(worker) do piece \(piece), at least not now"
        )
        work(worker, piece)
        isDone[piece] = true
      }
    }
    require(isDone.allSatisfy { $0 }, "workers came back before all \(pieceCount) pieces were done")
  }
}
