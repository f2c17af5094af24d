#if !DEBUG
#if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
import _Builtin_intrinsics.intel.sse2
#endif

/// Two numbers in a register of SSE2, NEON or another instruction set with registers of 128 bits.
///
/// Arithmetic is written with the processor's own instructions: that of `SIMD2` works lane by lane and is put together
/// again by the optimizer, but not always.
@frozen
@usableFromInline
package struct Lanes2: LaneVector {
  @usableFromInline
  typealias Register = SIMD2<Double>

  @usableFromInline
  let register: Register

  @inlinable @inline(__always)
  init(_ register: Register) { self.register = register }

  @inlinable @inline(__always)
  package static var width: Int { 2 }

  @inlinable @inline(__always)
  package init(repeating number: Double) { register = Register(repeating: number) }

  @inlinable @inline(__always)
  package init(at pointer: UnsafePointer<Double>) {
    register = UnsafeRawPointer(pointer).loadUnaligned(as: Register.self)
  }

  @inlinable @inline(__always)
  package func store(at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: register, as: Register.self)
  }

  @inlinable @inline(__always)
  package func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    pointer[0] = register.x
  }

  @inlinable @inline(__always)
  package func keeping(first count: Int, else other: Self) -> Self {
    count > 1 ? self : Self(Register(register.x, other.register.y))
  }

  @inlinable @inline(__always)
  package static func + (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_add_pd(left.register, right.register))
    #else
    Self(left.register + right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static func - (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_sub_pd(left.register, right.register))
    #else
    Self(left.register - right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_mul_pd(left.register, right.register))
    #else
    Self(left.register * right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static func / (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_div_pd(left.register, right.register))
    #else
    Self(left.register / right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static prefix func - (lanes: Self) -> Self { Self(repeating: 0) - lanes }

  @inlinable @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    #if arch(arm64)
    Self(register.addingProduct(a.register, b.register))
    #else
    self + a * b
    #endif
  }

  @inlinable @inline(__always)
  package func root() -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_sqrt_pd(register))
    #else
    Self(register.squareRoot())
    #endif
  }

  @inlinable @inline(__always)
  package func atLeast(_ limit: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_max_pd(limit.register, register))
    #else
    Self(register.replacing(with: limit.register, where: register .< limit.register))
    #endif
  }

  @inlinable @inline(__always)
  package func atMost(_ limit: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_min_pd(limit.register, register))
    #else
    Self(register.replacing(with: limit.register, where: register .> limit.register))
    #endif
  }

  @inlinable @inline(__always)
  package func whereNotZero(_ other: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    Self(_mm_and_pd(_mm_cmpneq_pd(other.register, Register(repeating: 0)), register))
    #else
    Self(Register(repeating: 0).replacing(with: register, where: other.register .!= Register(repeating: 0)))
    #endif
  }

  @inlinable @inline(__always)
  package func eachLane(_ f: (Double) -> Double) -> Self {
    var result = register
    for lane in 0..<Self.width { result[lane] = f(register[lane]) }
    return Self(result)
  }

  @inlinable @inline(__always)
  package func sum() -> Double { register.x + register.y }

  @inlinable @inline(__always)
  package func largest() -> Double { register.y > register.x ? register.y : register.x }

  @inlinable @inline(__always)
  package func scaled(byPowerOfTwo exponent: Self) -> Self {
    // In two steps, because a power of two may be too large or too small for a number where its product is not.
    let rounder = Self(repeating: Self.rounder)
    let half = rounder.adding(exponent, times: Self(repeating: 0.5))
    return self * half.powerOfTwo() * (exponent - (half - rounder) + rounder).powerOfTwo()
  }

  /// 2ᵏ for numbers that are ``rounder`` + k with whole k from −1022 to 1023.
  @inlinable @inline(__always)
  func powerOfTwo() -> Self {
    let bits = unsafeBitCast(register, to: SIMD2<UInt64>.self)
    let exponent = bits &+ SIMD2(repeating: 1023 &- Self.rounder.bitPattern)
    return Self(unsafeBitCast(exponent &<< SIMD2(repeating: 52), to: Register.self))
  }
}
#endif
