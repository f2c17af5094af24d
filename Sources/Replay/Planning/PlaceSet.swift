/// A set of places, a bit for each.
struct PlaceSet {
  private var words: [UInt64] = []
  /// Where it begins: all its places are at or behind this one.
  private let base: Int

  /// No places, all of which will be at `base` or behind it; `count` says for how many there is room without growing.
  init(base: Int, count: Int = 0) {
    self.base = base
    words.reserveCapacity((count + 63) / 64)
  }

  mutating func insert(_ places: Range<Int>) {
    grow(to: places.upperBound)
    words.withUnsafeMutableBufferPointer { words in
      Self.forEachWord(places, base) { index, mask in words[index] |= mask }
    }
  }

  /// Inserts those places of a range that another set does not have.
  mutating func insert(_ places: Range<Int>, notIn other: PlaceSet) {
    grow(to: places.upperBound)
    words.withUnsafeMutableBufferPointer { words in
      other.words.withUnsafeBufferPointer { others in
        Self.forEachWord(places, base) { index, mask in
          words[index] |= index < others.count ? mask & ~others[index] : mask
        }
      }
    }
  }

  mutating func remove(_ places: Range<Int>) {
    words.withUnsafeMutableBufferPointer { words in
      Self.forEachWord(places, base) { index, mask in
        if index < words.count { words[index] &= ~mask }
      }
    }
  }

  /// Whether it has any place of a range.
  func overlaps(_ places: Range<Int>) -> Bool {
    words.withUnsafeBufferPointer { words in
      var found: UInt64 = 0
      Self.forEachWord(places, base) { index, mask in
        if index < words.count { found |= words[index] & mask }
      }
      return found != 0
    }
  }

  /// These places, and those of one set that another does not have, as ranges in order.
  func ranges(with other: PlaceSet, without excluded: PlaceSet) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for index in 0..<max(words.count, other.words.count) {
      var bits = word(index) | other.word(index) & ~excluded.word(index)
      while bits != 0 {
        let low = bits.trailingZeroBitCount
        let count = (~(bits >> UInt64(low))).trailingZeroBitCount
        let length = min(count, 64 - low)
        let first = base + 64 * index + low
        if let last = ranges.last, last.upperBound == first {
          ranges[ranges.count - 1] = last.lowerBound..<first + length
        } else {
          ranges.append(first..<first + length)
        }
        bits &= length == 64 ? 0 : ~((1 << UInt64(length) - 1) << UInt64(low))
      }
    }
    return ranges
  }

  @inline(__always)
  private func word(_ index: Int) -> UInt64 { index < words.count ? words[index] : 0 }

  @inline(__always)
  private mutating func grow(to place: Int) {
    let missing = (place - base + 63) / 64 - words.count
    if missing > 0 { words.append(contentsOf: repeatElement(0, count: missing)) }
  }

  /// Names each word that has bits of a range, and which bits these are.
  @inline(__always)
  private static func forEachWord(
    _ places: Range<Int>,
    _ base: Int,
    _ body: (_ index: Int, _ mask: UInt64) -> Void
  ) {
    var low = places.lowerBound - base
    let high = places.upperBound - base
    while low < high {
      let count = min(64 - low % 64, high - low)
      body(low / 64, (~0 >> UInt64(64 - count)) << UInt64(low % 64))
      low += count
    }
  }
}
