/// As many numbers as one vector register holds, on which an operation works at once.
///
/// How many that is depends on the processor that the package is compiled for: 2 with the instructions that every 64-bit
/// x86 or ARM processor has, 4 with AVX2, 8 with AVX-512. A debug build takes them one by one, because vector types that
/// are not optimized are hundreds of times slower than plain numbers. Kernels are written once, for any width.
#if DEBUG
@usableFromInline
package typealias Lanes = Double
#elseif arch(x86_64) && canImport(TargetFeatures.avx512)
@usableFromInline
package typealias Lanes = SIMD8<Double>
#elseif arch(x86_64) && canImport(TargetFeatures.avx2)
@usableFromInline
package typealias Lanes = SIMD4<Double>
#else
@usableFromInline
package typealias Lanes = SIMD2<Double>
#endif

/// A vector for runs that are shorter than ``Lanes``, such as a head of width 4, where there is a shorter one.
#if !DEBUG && arch(x86_64) && canImport(TargetFeatures.avx512)
typealias ShortLanes = SIMD4<Double>
#else
typealias ShortLanes = Lanes
#endif

extension Lanes {
  /// The numbers from `pointer` on.
  @inlinable @inline(__always)
  package init(from pointer: UnsafePointer<Double>) {
    self = UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }

  /// Writes all numbers from `pointer` on.
  @inlinable @inline(__always)
  package func store(to pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Lanes.self)
  }
}
