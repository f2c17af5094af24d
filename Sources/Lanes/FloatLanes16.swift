#if arch(x86_64) && canImport(TargetFeatures.avx512)
import _Builtin_intrinsics.intel

/// Sixteen numbers in a register of AVX-512, of type `Float`.
///
/// Arithmetic is written with the processor's own instructions: that of `SIMD16` works lane by lane and is put together
/// again by the optimizer, but not always.
@frozen
@usableFromInline
package struct FloatLanes16: LaneVector {
  @usableFromInline
  typealias Register = SIMD16<Float>

  @usableFromInline
  let register: Register

  @inlinable @inline(__always)
  init(_ register: Register) { self.register = register }

  @inlinable @inline(__always)
  package static var width: Int { 16 }

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
    _mm512_mask_storeu_ps(pointer, UInt16(truncatingIfNeeded: (1 << count) &- 1), register)
  }

  @inlinable @inline(__always)
  package func keeping(first count: Int, else other: Self) -> Self {
    Self(_mm512_mask_mov_ps(other.register, UInt16(truncatingIfNeeded: (1 << count) &- 1), register))
  }

  @inlinable @inline(__always)
  package static func + (left: Self, right: Self) -> Self {
    Self(_mm512_add_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static func - (left: Self, right: Self) -> Self {
    Self(_mm512_sub_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self {
    Self(_mm512_mul_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static func / (left: Self, right: Self) -> Self {
    Self(_mm512_div_ps(left.register, right.register))
  }

  @inlinable @inline(__always)
  package static prefix func - (lanes: Self) -> Self { Self(repeating: 0) - lanes }

  @inlinable @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    Self(_mm512_fmadd_ps(a.register, b.register, register))
  }

  @inlinable @inline(__always)
  package func root() -> Self { Self(_mm512_sqrt_ps(register)) }

  @inlinable @inline(__always)
  package func atLeast(_ limit: Self) -> Self { Self(_mm512_max_ps(limit.register, register)) }

  @inlinable @inline(__always)
  package func atMost(_ limit: Self) -> Self { Self(_mm512_min_ps(limit.register, register)) }

  @inlinable @inline(__always)
  package func whereNotZero(_ other: Self) -> Self {
    // Shifted by the sign, so that −0 is 0 too.
    let bits = _mm512_slli_epi32(unsafeBitCast(other.register, to: SIMD8<Int64>.self), 1)
    return Self(_mm512_maskz_mov_ps(_mm512_test_epi32_mask(bits, bits), register))
  }

  @inlinable @inline(__always)
  package func eachLane(_ f: (Float) -> Float) -> Self {
    var result = register
    for lane in 0..<Self.width { result[lane] = f(register[lane]) }
    return Self(result)
  }

  @inlinable @inline(__always)
  package func sum() -> Float { (FloatLanes8(register.lowHalf) + FloatLanes8(register.highHalf)).sum() }

  @inlinable @inline(__always)
  package func largest() -> Float {
    FloatLanes8(register.lowHalf).atLeast(FloatLanes8(register.highHalf)).largest()
  }

  @inlinable @inline(__always)
  package func scaled(byPowerOfTwo exponent: Self) -> Self {
    Self(_mm512_scalef_ps(register, exponent.register))
  }
}
#endif
