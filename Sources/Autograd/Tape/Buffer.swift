import Basics

/// A growing run of plain numbers in memory that keeps its capacity when it is cut back.
///
/// An array would do the same with a uniqueness check and a bounds check at every access; the tape's loops read and
/// write through `base` alone.
package struct Buffer<Element: BitwiseCopyable> {
  package private(set) var base = Self.allocate(0)
  package private(set) var capacity = 0

  /// No elements, and no room for any.
  package init() {}

  package func deallocate() { base.deallocate() }

  /// Makes room for `count` elements, of which the first `used` are kept.
  @inline(__always)
  package mutating func reserve(_ count: Int, used: Int) {
    if count > capacity { grow(to: count, used: used) }
  }

  @inline(never)
  private mutating func grow(to count: Int, used: Int) {
    // Positions are numbers of 32 bits.
    let largest = Int(Int32.max)
    require(count <= largest, "a tape holds at most \(largest) of anything, not \(count)")
    let larger = min(max(count, capacity * 2, 64), largest)
    let moved = Self.allocate(larger)
    moved.moveInitialize(from: base, count: used)
    base.deallocate()
    base = moved
    capacity = larger
  }

  /// Memory that begins with a cache line, as vectors should.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }
}
