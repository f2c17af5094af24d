/// The worked row of the lesson "cross": one query of a decoder on four keys and values of an encoder.
public struct CrossRow: Equatable, Sendable {
  /// What the encoder has read: three letters and the end.
  public static let source = ["e", "v", "a", "end"]
  /// One key for each of them: the first element is large at the last letter, the second at the one before it.
  public static let keys: [[Double]] = [[0, 0, 4, 0], [0, 4, 0, 0], [4, 0, 0, 0], [0, 0, 0, 4]]
  /// One value for each of them: which letter it is, and nothing for the end.
  public static let values: [[Double]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]
  /// The query of a decoder that looks for the last letter, and a little for the one before it.
  public static let query: [Double] = [2, 1, 0, 0]

  /// The query's attention.
  public let attention: WorkedAttention

  /// Computes them.
  public init() {
    attention = WorkedAttention(queries: [Self.query], keys: Self.keys, values: Self.values)
  }
}
