import Basics

/// Processes that train one model together, each of which makes all steps and computes its part of every large batch.
///
/// Each has the parameters and the optimizer's state for itself and moves them by the same gradient, the sum over all shards of the
/// batch. The sum is passed on from one process to the next, and each adds its own shards, in their order:
///
///     process 0: G ← g₀ + g₁,   process 1: G ← G + g₂ + g₃,   …,   the last one gives G to all
///
/// These are the additions of a single process in their order, so the bits do not depend on how many processes there are. A process
/// sends and receives about 2·8 bytes for each parameter and step, however many there are.
public struct Processes: Sendable {
  /// How many there are.
  public let count: Int
  /// The number of this one, from 0.
  public let rank: Int
  private let receive: @Sendable (UnsafeMutableBufferPointer<Double>) -> Void
  private let send: @Sendable (UnsafeMutableBufferPointer<Double>) -> Void
  private let share: @Sendable (UnsafeMutableBufferPointer<Double>) -> Void
  private let addUp: @Sendable (UnsafeMutableBufferPointer<Double>) -> Void
  private let findLargest: @Sendable (UnsafeMutableBufferPointer<Int64>) -> Void

  /// One of several processes, who all must call the same of these functions in the same order with as many numbers.
  ///
  /// - Parameters:
  ///   - count: how many there are, at least one.
  ///   - rank: the number of this one, from 0.
  ///   - receive: takes over what the process before this one sends.
  ///   - send: sends numbers to the process after this one.
  ///   - share: makes the numbers in all processes what they are in the last.
  ///   - addUp: makes each number in all processes the sum of that number in all of them.
  ///   - findLargest: makes each number in all processes the largest of that number in all of them.
  public init(
    count: Int,
    rank: Int,
    receive: @escaping @Sendable (UnsafeMutableBufferPointer<Double>) -> Void,
    send: @escaping @Sendable (UnsafeMutableBufferPointer<Double>) -> Void,
    share: @escaping @Sendable (UnsafeMutableBufferPointer<Double>) -> Void,
    addUp: @escaping @Sendable (UnsafeMutableBufferPointer<Double>) -> Void,
    findLargest: @escaping @Sendable (UnsafeMutableBufferPointer<Int64>) -> Void
  ) {
    require(count > 0 && rank >= 0 && rank < count, "process \(rank) is none of \(count)")
    self.count = count
    self.rank = rank
    self.receive = receive
    self.send = send
    self.share = share
    self.addUp = addUp
    self.findLargest = findLargest
  }

  /// This process alone.
  public static let one = Processes(
    count: 1,
    rank: 0,
    receive: { _ in },
    send: { _ in },
    share: { _ in },
    addUp: { _ in },
    findLargest: { _ in }
  )

  /// How many numbers are passed on at once: half a megabyte, while the next process adds to those before.
  private static var partLength: Int { 65_536 }

  /// Which pieces of work are done by this process.
  ///
  /// Each process takes some that follow those of the process before it, so that the one with the largest sum of costs has as small a
  /// sum as such a cut allows.
  ///
  /// - Parameter costs: about how long each piece takes, compared with the others.
  func share(ofPiecesWith costs: [Int]) -> Range<Int> {
    guard count > 1 else { return 0..<costs.count }
    let (mean, largest) = (costs.reduce(0, +) / count, costs.max() ?? 0)
    // No cut has a smaller largest sum than the first. The second is enough: a process that has no room for another piece
    // has more than the mean.
    var (least, enough) = (max(mean, largest), mean + largest)
    while least < enough {
      let middle = least + (enough - least) / 2
      if shareCount(of: costs, limit: middle) <= count { enough = middle } else { least = middle + 1 }
    }
    var share = 0..<0
    for process in 0...rank {
      let start = share.upperBound
      var end = start
      var sum = 0
      // Those to come get a piece each, as long as there are any.
      let last = costs.count - (count - 1 - process)
      while end < last, sum + costs[end] <= enough {
        sum += costs[end]
        end += 1
      }
      share = start..<end
    }
    return share
  }

  /// How many processes are needed where none takes more than the limit.
  private func shareCount(of costs: [Int], limit: Int) -> Int {
    var (shares, sum) = (1, 0)
    for cost in costs {
      if sum + cost > limit { (shares, sum) = (shares + 1, 0) }
      sum += cost
    }
    return shares
  }

  /// Adds up numbers over the processes in their order, and makes them the sum in all.
  ///
  /// - Parameters:
  ///   - numbers: the sum so far; in all processes but the first it is overwritten.
  ///   - add: adds this process's own to a range of the numbers.
  func accumulate(_ numbers: UnsafeMutableBufferPointer<Double>, add: (Range<Int>) -> Void) {
    guard count > 1 else { return add(0..<numbers.count) }
    var start = 0
    while start < numbers.count {
      let range = start..<min(start + Self.partLength, numbers.count)
      let part = UnsafeMutableBufferPointer(rebasing: numbers[range])
      if rank > 0 { receive(part) }
      add(range)
      if rank + 1 < count { send(part) }
      start = range.upperBound
    }
    share(numbers)
  }

  /// Makes each number the sum over the processes, in an order of their own: for numbers that are 0 in all but one.
  func gather(_ numbers: UnsafeMutableBufferPointer<Double>) {
    if count > 1 { addUp(numbers) }
  }

  /// The largest of the numbers that the processes have in each place; all must ask at the same time.
  public func largest(of numbers: [Int64]) -> [Int64] {
    var numbers = numbers
    if count > 1 { numbers.withUnsafeMutableBufferPointer { findLargest($0) } }
    return numbers
  }
}
