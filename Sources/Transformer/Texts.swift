import Autograd
import Basics

/// Texts that stand together in one array of bytes.
///
/// Thousands of short texts cost no array each, and whoever reads them all runs through memory once.
public struct Texts: RandomAccessCollection, Sendable {
  /// The bytes in which the texts stand, perhaps with others between them.
  public let bytes: [UInt8]
  /// Where each text stands in ``bytes``.
  public let ranges: [Range<Int>]

  /// Texts at the given places in `bytes`.
  ///
  /// - Precondition: the places are in `bytes`.
  public init(bytes: [UInt8], ranges: [Range<Int>]) {
    require(
      ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= bytes.count },
      "texts outside the \(bytes.count) bytes"
    )
    self.bytes = bytes
    self.ranges = ranges
  }

  /// Texts put one behind the other.
  public init(_ texts: [ArraySlice<UInt8>]) {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    for text in texts {
      ranges.append(bytes.count..<bytes.count + text.count)
      bytes += text
    }
    self.init(bytes: bytes, ranges: ranges)
  }

  /// The position of the first text.
  public var startIndex: Int { 0 }

  /// The position after the last text.
  public var endIndex: Int { ranges.count }

  /// A text, with the indices it has in ``bytes``.
  public subscript(position: Int) -> ArraySlice<UInt8> { bytes[ranges[position]] }
}
