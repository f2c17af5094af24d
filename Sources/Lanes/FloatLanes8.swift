#if arch(x86_64) && canImport(TargetFeatures.avx2)
import _Builtin_intrinsics.intel

/// Eight numbers in a register of AVX2, of type `Float`.
///
/// Arithmetic is written with the processor's own instructions: that of `SIMD8` works lane by lane and is put together
/// again by the optimizer, but not always.
@frozen
@usableFromInline
package struct FloatLanes8: LaneVector {
  @usableFromInline
  typealias Register = SIMD8<Float>

  @usableFromInline
  let register: Register

  @inlinable @inline(__always)
  init(_ register: Register) { self.register = register }

  @inlinable @inline(__always)
  package static var width: Int { 8 }

  @inlinable @inline(__always)
  package init(repeating number: Float) { register = Register(repeating: number) }

  @inlinable @inline(__always)
  package init(at pointer: UnsafePointer<Float>) {
    register = UnsafeRawPointer(pointer).loadUnaligned(as: Register.self)
  }

  @inlinable @inline(__always)
  package func store(at pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: register, as: Register.self)
  }

  @inlinable @inline(__always)
  package func store(first count: Int, at pointer: UnsafeMutablePointer<Float>) {
    for lane in 0..<count { pointer[lane] = register[lane] }
  }

  @inlinable @inline(__always)
  package func keeping(first count: Int, else other: Self) -> Self {
    Self(
      other.register.replacing(
        with: register,
        where: Register(0, 1, 2, 3, 4, 5, 6, 7) .< Register(repeating: Float(count))
      )
    )
  }

  @inlinable @inline(__always)
  package static func + (left: Self, right: Self) -> Self {
    Self(_mm256_add_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static func - (left: Self, right: Self) -> Self {
    Self(_mm256_sub_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self {
    Self(_mm256_mul_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static func / (left: Self, right: Self) -> Self {
    Self(_mm256_div_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static prefix func - (lanes: Self) -> Self { Self(repeating: 0) - lanes }

  @inlinable @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    Self(_mm256_fmadd_ps(a.register, b.register, register))
  }

  @inlinable @inline(__always)
  package func root() -> Self { Self(_mm256_sqrt_ps(register)) }

  @inlinable @inline(__always)
  package func atLeast(_ limit: Self) -> Self { Self(_mm256_max_ps(limit.register, register)) }

  @inlinable @inline(__always)
  package func atMost(_ limit: Self) -> Self { Self(_mm256_min_ps(limit.register, register)) }

  @inlinable @inline(__always)
  package func whereNotZero(_ other: Self) -> Self {
    Self(Register(repeating: 0).replacing(with: register, where: other.register .!= Register(repeating: 0)))
  }

  @inlinable @inline(__always)
  package func eachLane(_ f: (Float) -> Float) -> Self {
    var result = register
    for lane in 0..<Self.width { result[lane] = f(register[lane]) }
    return Self(result)
  }

  @inlinable @inline(__always)
  package func sum() -> Float { (FloatLanes4(register.lowHalf) + FloatLanes4(register.highHalf)).sum() }

  @inlinable @inline(__always)
  package func largest() -> Float {
    FloatLanes4(register.lowHalf).atLeast(FloatLanes4(register.highHalf)).largest()
  }

  @inlinable @inline(__always)
  package func scaled(byPowerOfTwo exponent: Self) -> Self {
    // In two steps, because a power of two may be too large or too small for a number where its product is not.
    let rounder = Self(repeating: Self.rounder)
    let half = rounder.adding(exponent, times: Self(repeating: 0.5))
    return self * half.powerOfTwo() * (exponent - (half - rounder) + rounder).powerOfTwo()
  }

  /// 2ᵏ for numbers that are ``rounder`` + k with whole k from −126 to 127.
  @inlinable @inline(__always)
  func powerOfTwo() -> Self {
    let bits = unsafeBitCast(register, to: SIMD8<UInt32>.self)
    let exponent = bits &+ SIMD8(repeating: 127 &- Self.rounder.bitPattern)
    return Self(unsafeBitCast(exponent &<< SIMD8(repeating: 23), to: Register.self))
  }
}
#endif
