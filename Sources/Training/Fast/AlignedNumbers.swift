/// A list of numbers that begins with a cache line, so that no vector of them lies in two.
struct AlignedNumbers: Equatable, Sendable {
  /// How many numbers there are.
  let count: Int
  private var lines: [SIMD8<Double>]

  /// As many zeros.
  init(zeros count: Int) {
    self.count = count
    lines = Array(repeating: .zero, count: (count + 7) / 8)
  }

  /// The given numbers.
  init(_ numbers: [Double]) {
    self.init(zeros: numbers.count)
    withUnsafeMutablePointer { pointer in
      for (index, number) in numbers.enumerated() { pointer[index] = number }
    }
  }

  /// The numbers as an array.
  var numbers: [Double] {
    lines.withUnsafeBytes { Array($0.bindMemory(to: Double.self).prefix(count)) }
  }

  /// Gives `body` the numbers in place; nothing happens where there are none.
  mutating func withUnsafeMutablePointer(_ body: (UnsafeMutablePointer<Double>) -> Void) {
    lines.withUnsafeMutableBytes { bytes in
      if let numbers = bytes.bindMemory(to: Double.self).baseAddress { body(numbers) }
    }
  }
}
