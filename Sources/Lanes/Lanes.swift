/// As many numbers as a vector register holds on the processor that the package is compiled for.
///
/// That is 2 with the instructions that every 64-bit x86 or ARM processor has, 4 with AVX2, 8 with AVX-512; and twice as many
/// of type `Float`. A debug build takes numbers one by one, because vectors that are not optimized are hundreds of times
/// slower than plain numbers. Kernels are written once, for any width and both types.
@usableFromInline
package typealias Lanes = Double.Lanes

/// A vector for runs of four numbers, the width of a head in microgpt.
@usableFromInline
package typealias ShortLanes = Double.ShortLanes
