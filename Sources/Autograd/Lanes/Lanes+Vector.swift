#if !DEBUG
#if arch(x86_64) && canImport(TargetFeatures.avx2)
import _Builtin_intrinsics.intel
#elseif arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
import _Builtin_intrinsics.intel.sse2
#endif

/// What the kernels need of a vector of numbers beyond its arithmetic.
extension Lanes {
  /// How many numbers there are.
  @inlinable @inline(__always)
  package static var width: Int { scalarCount }

  /// The bits of each number.
  @inline(__always)
  var bits: LaneBits { unsafeBitCast(self, to: LaneBits.self) }

  /// The numbers of these bits.
  @inline(__always)
  init(bits: LaneBits) { self = unsafeBitCast(bits, to: Lanes.self) }

  /// The number in the first lane.
  @inlinable @inline(__always)
  package var first: Double { self[0] }

  /// Writes the first `count` numbers from `pointer` on, fewer than there are.
  @inline(__always)
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    #if arch(x86_64) && canImport(TargetFeatures.avx512)
    _mm512_mask_storeu_pd(pointer, UInt8(truncatingIfNeeded: (1 << count) &- 1), self)
    #else
    for lane in 0..<count { pointer[lane] = self[lane] }
    #endif
  }

  /// The first `count` numbers, and `other` in the lanes after them.
  @inline(__always)
  func keeping(first count: Int, else other: Lanes) -> Lanes {
    other.replacing(with: self, where: Self.indices .< Lanes(repeating: Double(count)))
  }

  /// This plus a product, rounded once where the processor can.
  @inlinable @inline(__always)
  package func adding(_ a: Lanes, times b: Lanes) -> Lanes {
    #if arch(arm64) || canImport(TargetFeatures.avx2)
    addingProduct(a, b)
    #else
    self + a * b
    #endif
  }

  /// The square roots.
  ///
  /// `squareRoot()` of a vector is compiled into a root for each lane, with a branch for what is negative.
  @inlinable @inline(__always)
  package func root() -> Lanes {
    #if arch(x86_64) && canImport(TargetFeatures.avx512)
    _mm512_sqrt_pd(self)
    #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
    _mm256_sqrt_pd(self)
    #elseif arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    _mm_sqrt_pd(self)
    #else
    squareRoot()
    #endif
  }

  /// This where it is not below `limit`, else `limit`.
  @inline(__always)
  func atLeast(_ limit: Lanes) -> Lanes { replacing(with: limit, where: self .< limit) }

  /// This where it is not above `limit`, else `limit`.
  @inline(__always)
  func atMost(_ limit: Lanes) -> Lanes { replacing(with: limit, where: self .> limit) }

  /// This where `sign` is positive, else 0.
  @inline(__always)
  func wherePositive(_ sign: Lanes) -> Lanes { Lanes.zero.replacing(with: self, where: sign .> 0) }

  /// This, but `number` in the lanes where `other` is above `limit`.
  @inline(__always)
  func replaced(by number: Double, where other: Lanes, isAbove limit: Double) -> Lanes {
    replacing(with: number, where: other .> limit)
  }

  /// f of every lane, one by one.
  @inline(__always)
  func eachLane(_ f: (Double) -> Double) -> Lanes {
    var result = self
    for lane in 0..<Self.width { result[lane] = f(self[lane]) }
    return result
  }

  #if arch(x86_64) && canImport(TargetFeatures.avx512)
  private static let indices = Lanes(0, 1, 2, 3, 4, 5, 6, 7)

  /// The sum of all lanes.
  ///
  /// `SIMD8.sum()` adds lane after lane, each addition waiting for the one before.
  @inlinable @inline(__always)
  package func sum() -> Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The largest of all lanes.
  @inline(__always)
  func largest() -> Double {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two.y > two.x ? two.y : two.x
  }
  #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
  private static let indices = Lanes(0, 1, 2, 3)

  /// The sum of all lanes.
  ///
  /// `SIMD4.sum()` adds lane after lane, each addition waiting for the one before.
  @inlinable @inline(__always)
  package func sum() -> Double {
    let two = lowHalf + highHalf
    return two.x + two.y
  }

  /// The largest of all lanes.
  @inline(__always)
  func largest() -> Double {
    let two = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    return two.y > two.x ? two.y : two.x
  }
  #else
  private static let indices = Lanes(0, 1)

  /// The sum of both lanes.
  @inlinable @inline(__always)
  package func sum() -> Double { x + y }

  /// The larger of both lanes.
  @inline(__always)
  func largest() -> Double { y > x ? y : x }
  #endif
}
#endif
