import Random

/// Numbers to ask with, drawn from a seed.
struct Drawn {
  private var generator: MersenneTwister

  init(seed: UInt64) { generator = MersenneTwister(seed: seed) }

  /// A number of some tenths to some units, with two decimals, so that it is printed as it is.
  mutating func number() -> Double { (100 * generator.gaussian()).rounded() / 100 }

  mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }

  mutating func vectors(_ count: Int, width: Int) -> [[Double]] { (0..<count).map { _ in vector(width) } }

  /// An order of so many things that is not its own inverse.
  mutating func order(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    repeat { generator.shuffle(&order) } while order.indices.allSatisfy { order[order[$0]] == $0 }
    return order
  }
}
