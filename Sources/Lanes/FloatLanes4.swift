#if !DEBUG
#if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
import _Builtin_intrinsics.intel.sse
#endif

/// Four numbers of type `Float` in a register of SSE2, NEON or another instruction set with registers of 128 bits.
///
/// Arithmetic is written with the processor's own instructions: that of `SIMD4` works lane by lane and is put together
/// again by the optimizer, but not always.
@frozen
@usableFromInline
package struct FloatLanes4: LaneVector {
  @usableFromInline
  typealias Register = SIMD4<Float>

  @usableFromInline
  let register: Register

  @inlinable @inline(__always)
  init(_ register: Register) { self.register = register }

  @inlinable @inline(__always)
  package static var width: Int { 4 }

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
        where: Register(0, 1, 2, 3) .< Register(repeating: Float(count))
      )
    )
  }

  @inlinable @inline(__always)
  package static func + (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_add_ps(left.register, right.register))
    #else
    Self(left.register + right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static func - (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_sub_ps(left.register, right.register))
    #else
    Self(left.register - right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_mul_ps(left.register, right.register))
    #else
    Self(left.register * right.register)
    #endif
  }

  @inlinable @inline(__always)
  package static func / (left: Self, right: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_div_ps(left.register, right.register))
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
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_sqrt_ps(register))
    #else
    Self(register.squareRoot())
    #endif
  }

  @inlinable @inline(__always)
  package func atLeast(_ limit: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_max_ps(limit.register, register))
    #else
    Self(register.replacing(with: limit.register, where: register .< limit.register))
    #endif
  }

  @inlinable @inline(__always)
  package func atMost(_ limit: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_min_ps(limit.register, register))
    #else
    Self(register.replacing(with: limit.register, where: register .> limit.register))
    #endif
  }

  @inlinable @inline(__always)
  package func whereNotZero(_ other: Self) -> Self {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse)
    Self(_mm_and_ps(_mm_cmpneq_ps(other.register, Register(repeating: 0)), register))
    #else
    Self(Register(repeating: 0).replacing(with: register, where: other.register .!= Register(repeating: 0)))
    #endif
  }

  @inlinable @inline(__always)
  package func eachLane(_ f: (Float) -> Float) -> Self {
    var result = register
    for lane in 0..<Self.width { result[lane] = f(register[lane]) }
    return Self(result)
  }

  @inlinable @inline(__always)
  package func sum() -> Float { (register.x + register.z) + (register.y + register.w) }

  @inlinable @inline(__always)
  package func largest() -> Float {
    let a = register.z > register.x ? register.z : register.x
    let b = register.w > register.y ? register.w : register.y
    return b > a ? b : a
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
    let bits = unsafeBitCast(register, to: SIMD4<UInt32>.self)
    let exponent = bits &+ SIMD4(repeating: 127 &- Self.rounder.bitPattern)
    return Self(unsafeBitCast(exponent &<< SIMD4(repeating: 23), to: Register.self))
  }
}
#endif
