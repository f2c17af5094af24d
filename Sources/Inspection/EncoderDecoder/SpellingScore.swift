import Transformer

/// How many names a speller spells backward without a mistake.
public struct SpellingScore: Equatable, Sendable, Encodable {
  /// How many names it was given.
  public let nameCount: Int
  /// How many it spelt wholly right: every letter, and the end after the last.
  public let rightCount: Int
  /// The others, in their order.
  public let mistakes: [Mistake]

  /// A name that was not spelt right.
  public struct Mistake: Equatable, Sendable, Encodable {
    /// The letters that were read, as tokens.
    public let read: [Int]
    /// The letters that were written, as tokens.
    public let written: [Int]
  }

  /// The share of the names that were spelt wholly right, from 0 to 1; nan where there are none.
  public var share: Double { Double(rightCount) / Double(nameCount) }

  /// Lets a speller spell each document, always with the likeliest letter next.
  ///
  /// - Parameters:
  ///   - speller: what is measured.
  ///   - documents: each the boundary, the letters, the boundary; best such as it was not trained on.
  ///   - change: what takes the place of each document's decoder.
  /// - Throws: ``/Transformer/NonFiniteResult`` where the model gives no probabilities.
  public init(
    _ speller: BackwardSpeller,
    of documents: [[Int]],
    changing change: (EncoderDecoder.Decoder) -> EncoderDecoder.Decoder = { $0 }
  ) throws(NonFiniteResult) {
    var mistakes: [Mistake] = []
    for document in documents {
      let read = Array(document[1..<document.count - 1])
      let written = try speller.spell(document, changing: change)
      if written != read.reversed() { mistakes.append(Mistake(read: read, written: written)) }
    }
    nameCount = documents.count
    rightCount = documents.count - mistakes.count
    self.mistakes = mistakes
  }
}
