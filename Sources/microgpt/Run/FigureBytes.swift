/// Lines of figures as the bytes of JSON, gathered to be written at once.
///
/// A line of metrics takes 0.2 µs so, and 0.5 as a string: every number of more than 15 digits would become a string of its own,
/// in memory of its own, before it is appended. A step of the default run takes 6.
struct FigureBytes: TextOutputStream {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// What the standard library gives a stream the digits of a number by, where the stream has it, instead of a string.
  mutating func _writeASCII(_ digits: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: digits) }

  /// Appends what stands in front of a number.
  mutating func append(_ lead: [UInt8]) {
    // An array would be retained and released for every number.
    lead.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Appends the fewest digits that are read as this number again.
  mutating func append(_ number: Double) { number.write(to: &self) }

  /// Appends a count.
  mutating func append(_ count: Int) { append(UInt64(count), decimals: 0) }

  /// Appends a time with nine decimals, as many as a clock has: a third of the time that its shortest digits would take.
  ///
  /// - Parameter seconds: at least 0.
  mutating func append(seconds: Double) {
    // Beyond 2⁵³ ns, a hundred days, doubles hold no nanoseconds.
    guard seconds < 9e6 else { return append(seconds) }
    append(UInt64((max(seconds, 0) * 1e9).rounded()), decimals: 9)
  }

  /// Appends a whole number whose last digits are decimals.
  private mutating func append(_ number: UInt64, decimals: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
      var rest = number
      var start = digits.count
      var count = 0
      repeat {
        if decimals > 0, count == decimals {
          start -= 1
          digits[start] = UInt8(ascii: ".")
        }
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
        count += 1
      } while rest > 0 || count <= decimals
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  /// Forgets what was gathered, and keeps its memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
