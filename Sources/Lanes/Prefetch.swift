#if canImport(TargetFeatures.prefetch)
import TargetFeatures.prefetch

/// Asks for the cache line of a place that will be written to.
@inlinable @inline(__always)
package func prefetchForWriting<Number>(_ place: UnsafeMutablePointer<Number>) {
  TargetFeatures.prefetchForWriting(UnsafeRawPointer(place))
}
#else
/// Where a compiler has no such instruction, nothing.
@inlinable @inline(__always)
package func prefetchForWriting<Number>(_ place: UnsafeMutablePointer<Number>) {}
#endif
