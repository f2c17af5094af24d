/// A text that is to be scored.
struct ScoredText {
  /// The text, in UTF-8 unless escapes make it other bytes.
  let bytes: [UInt8]
  /// What the model reads of it.
  let documents: [[Int]]
}
