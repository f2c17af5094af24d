/// As many numbers as one vector register holds, on which an operation works at once.
///
/// How many that is depends on the processor that the package is compiled for: 2 with the instructions that every 64-bit
/// x86 or ARM processor has, 4 with AVX2, 8 with AVX-512. A debug build takes them one by one, because vector types that
/// are not optimized are hundreds of times slower than plain numbers. Kernels are written once, for any width.
#if DEBUG
@usableFromInline
package typealias Lanes = Double
/// The bits of ``Lanes``.
typealias LaneBits = UInt64
#elseif arch(x86_64) && canImport(TargetFeatures.avx512)
@usableFromInline
package typealias Lanes = SIMD8<Double>
/// The bits of ``Lanes``.
typealias LaneBits = SIMD8<UInt64>
#elseif arch(x86_64) && canImport(TargetFeatures.avx2)
@usableFromInline
package typealias Lanes = SIMD4<Double>
/// The bits of ``Lanes``.
typealias LaneBits = SIMD4<UInt64>
#else
@usableFromInline
package typealias Lanes = SIMD2<Double>
/// The bits of ``Lanes``.
typealias LaneBits = SIMD2<UInt64>
#endif

extension Lanes {
  /// The numbers from `pointer` on.
  @inlinable @inline(__always)
  package init(at pointer: UnsafePointer<Double>) {
    self = UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }

  /// Writes all numbers from `pointer` on.
  @inlinable @inline(__always)
  package func store(at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Lanes.self)
  }

  /// `count` rounded up to whole vectors.
  @inline(__always)
  static func whole(_ count: Int) -> Int { (count &+ (width &- 1)) & ~(width &- 1) }
}
