/// The two loops in which nearly all of the arithmetic happens.
enum DotProducts {
  /// Σᵢ xᵢ yᵢ in four partial sums, so that one addition need not wait for the one before it.
  @inline(__always)
  static func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    var s0 = 0.0
    var s1 = 0.0
    var s2 = 0.0
    var s3 = 0.0
    var i = 0
    while i &+ 4 <= count {
      s0 += x[i] * y[i]
      s1 += x[i &+ 1] * y[i &+ 1]
      s2 += x[i &+ 2] * y[i &+ 2]
      s3 += x[i &+ 3] * y[i &+ 3]
      i &+= 4
    }
    while i < count {
      s0 += x[i] * y[i]
      i &+= 1
    }
    return (s0 + s2) + (s1 + s3)
  }

  /// yᵢ += factor · xᵢ.
  @inline(__always)
  static func addProduct(
    _ factor: Double,
    _ x: UnsafePointer<Double>,
    to y: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    var i = 0
    while i < count {
      y[i] += factor * x[i]
      i &+= 1
    }
  }
}
