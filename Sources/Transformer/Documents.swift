/// Documents as tokens, together in one array.
///
/// A token takes four bytes, and a document no array of its own until it is asked for.
public struct Documents: RandomAccessCollection, Sendable {
  private let tokens: [Int32]
  /// Where each document stands among the tokens.
  package var ranges: [Range<Int>]

  /// Documents at the given places in `tokens`.
  package init(tokens: [Int32], ranges: [Range<Int>]) {
    self.tokens = tokens
    self.ranges = ranges
  }

  /// The position of the first document.
  public var startIndex: Int { 0 }

  /// The position after the last document.
  public var endIndex: Int { ranges.count }

  /// The tokens of a document, in an array of their own.
  public subscript(position: Int) -> [Int] { tokens(in: ranges[position]) }

  /// The tokens at some of the places that ``ranges`` tell, in an array of their own.
  package func tokens(in range: Range<Int>) -> [Int] {
    var copy: [Int] = []
    append(range, to: &copy)
    return copy
  }

  /// The tokens at some of the places that ``ranges`` tell, where they stand.
  package func slice(_ range: Range<Int>) -> ArraySlice<Int32> { tokens[range] }

  /// Appends the tokens at some of the places that ``ranges`` tell.
  package func append(_ range: Range<Int>, to copy: inout [Int]) {
    copy.append(contentsOf: tokens[range].lazy.map { Int($0) })
  }
}
