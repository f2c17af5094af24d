/// Memory in blocks, for a program that finds none but what it can grow.
///
/// Blocks come in four sizes an octave. One that is given back waits in a list of its size and is the next to be taken.
/// Before each block stand 16 bytes that hold its size class. Memory never shrinks, so a program whose needs come again and
/// again stops growing.
struct Heap {
  /// What a new block begins after.
  private var end: UInt = 0
  /// Where the memory ends that there is.
  private var limit: UInt = 0
  /// The first block of each size class that waits, 0 for none.
  private var waiting = InlineArray<128, UInt>(repeating: 0)
  /// How many bytes are in blocks that are in use.
  private(set) var used: UInt = 0

  /// From this size on, blocks begin at multiples of 64.
  private static let largeSize: UInt = 1024
  private static let header: UInt = 16

  /// A block of at least `size` bytes that begins at a multiple of `alignment`, a power of two up to 64.
  ///
  /// - Parameter grow: gives at least so many bytes of memory: where they begin and end, nil for none.
  /// - Returns: where the block begins, nil where memory does not suffice.
  mutating func allocate(
    _ size: UInt,
    alignment: UInt,
    grow: (UInt) -> (start: UInt, end: UInt)?
  ) -> UInt? {
    guard size < UInt.max / 4, alignment <= 64 else { return nil }
    // Every block of a class must do for all that are asked for from it.
    let (index, rounded) = Self.sizeClass(alignment > 16 ? max(size, Self.largeSize) : size)
    if waiting[index] != 0 {
      let block = waiting[index]
      waiting[index] = Self.pointer(block).pointee
      used += rounded
      return block
    }
    let mask: UInt = rounded < Self.largeSize ? 15 : 63
    var start = (end + Self.header + mask) & ~mask
    if limit == 0 || start + rounded > limit {
      guard let memory = grow(rounded + Self.header + 64) else { return nil }
      if memory.start != limit {
        end = memory.start
        start = (end + Self.header + mask) & ~mask
      }
      limit = memory.end
    }
    end = start + rounded
    Self.pointer(start - Self.header).pointee = UInt(index)
    used += rounded
    return start
  }

  /// Takes a block back.
  mutating func release(_ block: UInt) {
    let index = Int(Self.pointer(block - Self.header).pointee)
    used -= Self.size(ofClass: index)
    Self.pointer(block).pointee = waiting[index]
    waiting[index] = block
  }

  private static func pointer(_ address: UInt) -> UnsafeMutablePointer<UInt> {
    UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }

  /// The class that a size belongs to, and the size of all its blocks.
  static func sizeClass(_ size: UInt) -> (index: Int, size: UInt) {
    if size <= 64 {
      let index = max(1, (size + 15) / 16)
      return (Int(index), index * 16)
    }
    // 2ⁿ < size ≤ 2ⁿ⁺¹, in quarters.
    let n = UInt(UInt.bitWidth - 1 - (size - 1).leadingZeroBitCount)
    let quarter: UInt = 1 << (n - 2)
    let quarters = (size - (1 << n) + quarter - 1) / quarter
    let index = Int(5 + (n - 6) * 4 + quarters - 1)
    return (index, Self.size(ofClass: index))
  }

  /// The size of a class's blocks.
  static func size(ofClass index: Int) -> UInt {
    if index < 5 { return UInt(index) * 16 }
    let n = UInt(6 + (index - 5) / 4)
    return (1 << n) + UInt(1 + (index - 5) % 4) << (n - 2)
  }
}
