/// The arithmetic of a step without the step: multiply–adds in a plain SIMD loop over two arrays.
///
/// A time in microseconds says as much about the machine as about the program. The ratio of a step's time to this loop's,
/// measured in the same run, can be compared between machines.
struct BareLoop {
  private let x: [SIMD4<Double>]
  private let y: [SIMD4<Double>]

  /// A loop over two arrays of about `count` numbers each.
  init(count: Int) {
    let vectorCount = max(4, (count + 15) / 16 * 4)
    x = (0..<vectorCount).map { SIMD4(repeating: 1 / Double($0 + 1)) }
    y = (0..<vectorCount).map { SIMD4(repeating: Double($0 % 7) - 3) }
  }

  /// Makes at least `multiplyAdds` multiply–adds and returns their sum, so that none can be left out.
  @inline(never)
  func run(multiplyAdds: Int) -> Double {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        var sum0 = SIMD4<Double>.zero
        var sum1 = SIMD4<Double>.zero
        var sum2 = SIMD4<Double>.zero
        var sum3 = SIMD4<Double>.zero
        var remaining = multiplyAdds
        while remaining > 0 {
          var index = 0
          while index < x.count, remaining > 0 {
            sum0 += x[index] * y[index]
            sum1 += x[index + 1] * y[index + 1]
            sum2 += x[index + 2] * y[index + 2]
            sum3 += x[index + 3] * y[index + 3]
            index += 4
            remaining -= 16
          }
        }
        return ((sum0 + sum1) + (sum2 + sum3)).sum()
      }
    }
  }
}
