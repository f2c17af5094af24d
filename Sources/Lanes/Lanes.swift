/// As many numbers as a vector register holds on the processor that the package is compiled for.
///
/// That is 2 with the instructions that every 64-bit x86 or ARM processor has, 4 with AVX2, 8 with AVX-512. A debug build
/// takes numbers one by one, because vectors that are not optimized are hundreds of times slower than plain numbers.
/// Kernels are written once, for any width.
#if DEBUG
@usableFromInline
package typealias Lanes = Lanes1
#elseif arch(x86_64) && canImport(TargetFeatures.avx512)
@usableFromInline
package typealias Lanes = Lanes8
#elseif arch(x86_64) && canImport(TargetFeatures.avx2)
@usableFromInline
package typealias Lanes = Lanes4
#else
@usableFromInline
package typealias Lanes = Lanes2
#endif

/// A vector for runs of four numbers, the width of a head in microgpt.
#if DEBUG
@usableFromInline
package typealias ShortLanes = Lanes1
#else
@usableFromInline
package typealias ShortLanes = Lanes4
#endif

/// How far beyond the end of a row kernels may read: all memory of programs goes on for as many numbers.
@inlinable @inline(__always)
package var readAhead: Int { max(Lanes.width, ShortLanes.width) }
