/// The numbers of the lesson "basics": attention over vectors that are written down, not learned.
public struct Basics: Equatable, Sendable {
  /// Three words that have nothing in common.
  public static let words = ["cat", "sat", "mat"]
  /// One 1 for each word, in a place of its own.
  public static let oneHot: [[Double]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
  /// Each word attends to all three; queries, keys and values are the vectors themselves.
  public let words: WorkedAttention

  /// What the five elements of a vector stand for in the second example.
  public static let features = ["living", "place", "can be tired", "can be wide", "thing meant"]
  /// The words that "it" may mean.
  public static let nouns = ["animal", "street"]
  /// What each noun offers.
  public static let keys: [[Double]] = [[2, 0, 3, 0, 1], [0, 2, 0, 3, 1]]
  /// What each noun hands on: its first features, so that one reads off the mixture.
  public static let values: [[Double]] = [[1, 0], [0, 1]]
  /// What "it" looks for in "… because it was too tired", and in "… because it was too wide".
  public static let queries: [[Double]] = [[0, 0, 1, 0, 1], [0, 0, 0, 1, 1]]
  /// "it" attends to the nouns, with the scale 1/√5.
  public let scaled: WorkedAttention
  /// The same with the scale 1: softmax of q·k itself.
  public let unscaled: WorkedAttention

  /// Computes them.
  public init() {
    words = WorkedAttention(queries: Self.oneHot, keys: Self.oneHot, values: Self.oneHot)
    scaled = WorkedAttention(queries: Self.queries, keys: Self.keys, values: Self.values)
    unscaled = WorkedAttention(queries: Self.queries, keys: Self.keys, values: Self.values, scale: 1)
  }
}
