#if !DEBUG
#if arch(x86_64) && canImport(TargetFeatures.avx2)
import _Builtin_intrinsics.intel
#elseif arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
import _Builtin_intrinsics.intel.sse2
#endif

// Everything is written for one type at a time: in code that is generic over vectors the standard library's operations are
// loops over their lanes, and stay loops when it is specialized.

extension Lanes {
  /// This where it is not below `limit`, else `limit`.
  @inline(__always)
  func atLeast(_ limit: Lanes) -> Lanes { replacing(with: limit, where: self .< limit) }

  /// This where it is not above `limit`, else `limit`.
  @inline(__always)
  func atMost(_ limit: Lanes) -> Lanes { replacing(with: limit, where: self .> limit) }

  /// This where `sign` is positive, else 0.
  @inline(__always)
  func wherePositive(_ sign: Lanes) -> Lanes { Lanes.zero.replacing(with: self, where: sign .> Lanes.zero) }

  /// This, but `number` in the lanes where `other` is above `limit`.
  @inline(__always)
  func replaced(by number: Double, where other: Lanes, isAbove limit: Double) -> Lanes {
    replacing(with: Lanes(repeating: number), where: other .> Lanes(repeating: limit))
  }

  /// f of every lane, one by one.
  @inline(__always)
  func eachLane(_ f: (Double) -> Double) -> Lanes {
    var result = self
    for lane in 0..<Lanes.scalarCount { result[lane] = f(self[lane]) }
    return result
  }

  /// The square roots.
  ///
  /// `squareRoot()` of a vector is compiled into a root for each lane, with a branch for what is negative; processors have a
  /// root of a whole vector.
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
}

// The sums of the standard library add lane after lane, each addition waiting for the one before; these add halves.

extension SIMD2<Double>: LaneVector {
  typealias Bits = SIMD2<UInt64>

  /// How many numbers there are.
  @inlinable @inline(__always)
  package static var width: Int { 2 }

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
  }

  /// This plus a product, rounded once where the processor can.
  @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    #if arch(arm64) || canImport(TargetFeatures.avx2)
    addingProduct(a, b)
    #else
    self + a * b
    #endif
  }

  @inline(__always)
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) { pointer[0] = x }

  @inline(__always)
  func keeping(first count: Int, else other: Self) -> Self { count > 1 ? self : Self(x, other.y) }

  /// The sum of all lanes.
  @inline(__always)
  package func sum() -> Double { x + y }

  /// The largest of all lanes.
  @inline(__always)
  func largest() -> Double { y > x ? y : x }

  /// The bits of each number.
  @inline(__always)
  var bits: Bits { unsafeBitCast(self, to: Bits.self) }

  /// The numbers of these bits.
  @inline(__always)
  init(bits: Bits) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD4<Double>: LaneVector {
  typealias Bits = SIMD4<UInt64>

  /// How many numbers there are.
  @inlinable @inline(__always)
  package static var width: Int { 4 }

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
  }

  /// This plus a product, rounded once where the processor can.
  @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    #if arch(arm64) || canImport(TargetFeatures.avx2)
    addingProduct(a, b)
    #else
    self + a * b
    #endif
  }

  @inline(__always)
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    for lane in 0..<count { pointer[lane] = self[lane] }
  }

  @inline(__always)
  func keeping(first count: Int, else other: Self) -> Self {
    other.replacing(with: self, where: Self(0, 1, 2, 3) .< Self(repeating: Double(count)))
  }

  /// The sum of all lanes.
  @inline(__always)
  package func sum() -> Double { (lowHalf + highHalf).sum() }

  /// The largest of all lanes.
  @inline(__always)
  func largest() -> Double {
    lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf).largest()
  }

  /// The bits of each number.
  @inline(__always)
  var bits: Bits { unsafeBitCast(self, to: Bits.self) }

  /// The numbers of these bits.
  @inline(__always)
  init(bits: Bits) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD8<Double>: LaneVector {
  typealias Bits = SIMD8<UInt64>

  /// How many numbers there are.
  @inlinable @inline(__always)
  package static var width: Int { 8 }

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
  }

  /// This plus a product, rounded once where the processor can.
  @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    #if arch(arm64) || canImport(TargetFeatures.avx2)
    addingProduct(a, b)
    #else
    self + a * b
    #endif
  }

  @inline(__always)
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    #if arch(x86_64) && canImport(TargetFeatures.avx512)
    _mm512_mask_storeu_pd(pointer, UInt8(truncatingIfNeeded: (1 << count) &- 1), self)
    #else
    for lane in 0..<count { pointer[lane] = self[lane] }
    #endif
  }

  @inline(__always)
  func keeping(first count: Int, else other: Self) -> Self {
    other.replacing(with: self, where: Self(0, 1, 2, 3, 4, 5, 6, 7) .< Self(repeating: Double(count)))
  }

  /// The sum of all lanes.
  @inline(__always)
  package func sum() -> Double { (lowHalf + highHalf).sum() }

  /// The largest of all lanes.
  @inline(__always)
  func largest() -> Double {
    lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf).largest()
  }

  /// The bits of each number.
  @inline(__always)
  var bits: Bits { unsafeBitCast(self, to: Bits.self) }

  /// The numbers of these bits.
  @inline(__always)
  init(bits: Bits) { self = unsafeBitCast(bits, to: Self.self) }
}
#endif
