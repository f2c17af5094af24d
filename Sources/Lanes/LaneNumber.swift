/// A type of numbers that vectors are made of.
@usableFromInline
package protocol LaneNumber: BinaryFloatingPoint, BitwiseCopyable {
  /// As many as a vector register holds.
  associatedtype Lanes: LaneVector<Self>
  /// Four of them.
  associatedtype ShortLanes: LaneVector<Self>
}

extension LaneNumber {
  /// How far beyond the end of a row kernels may read: all memory of programs goes on for as many numbers.
  @inlinable @inline(__always)
  package static var readAhead: Int { max(Lanes.width, ShortLanes.width) }
}

#if DEBUG
extension Double: LaneNumber {
  @usableFromInline
  package typealias Lanes = Lanes1
  @usableFromInline
  package typealias ShortLanes = Lanes1
}

extension Float: LaneNumber {
  @usableFromInline
  package typealias Lanes = FloatLanes1
  @usableFromInline
  package typealias ShortLanes = FloatLanes1
}
#else
extension Double: LaneNumber {
  #if arch(x86_64) && canImport(TargetFeatures.avx512)
  @usableFromInline
  package typealias Lanes = Lanes8
  #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
  @usableFromInline
  package typealias Lanes = Lanes4
  #else
  @usableFromInline
  package typealias Lanes = Lanes2
  #endif
  @usableFromInline
  package typealias ShortLanes = Lanes4
}

extension Float: LaneNumber {
  #if arch(x86_64) && canImport(TargetFeatures.avx512)
  @usableFromInline
  package typealias Lanes = FloatLanes16
  #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
  @usableFromInline
  package typealias Lanes = FloatLanes8
  #else
  @usableFromInline
  package typealias Lanes = FloatLanes4
  #endif
  @usableFromInline
  package typealias ShortLanes = FloatLanes4
}
#endif
