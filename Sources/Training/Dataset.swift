import Transformer

/// A tokenized corpus, divided into what is trained on and what is held out.
public struct Dataset: Sendable {
  /// How documents are drawn.
  public let layout: Corpus.Layout
  /// The documents trained on, in the order of training: boundary, text, boundary.
  ///
  /// Of a stream, its tokens as one.
  public let training: [[Int]]
  /// The documents held out to measure the loss on: of those that were set apart the first ``largestValidationCount``.
  ///
  /// For a stream, its end cut into windows.
  public let validation: [[Int]]
  /// How many documents are longer than a model reads, so that their ends are not seen.
  public let truncatedCount: Int

  /// How many held-out documents are measured at most, so that measuring takes no longer on a larger text.
  public static let largestValidationCount = 1000

  private let contextLength: Int
  private let boundary: Int

  /// Shuffles and tokenizes a corpus.
  ///
  /// Lines are shuffled as microgpt.py does, and the last `validationShare` of them, rounded, is held out. Of a stream the
  /// end is held out, and nothing is shuffled.
  ///
  /// - Throws: ``DatasetError`` where nothing would be left on one side.
  public init(
    _ corpus: Corpus,
    tokenizer: Tokenizer,
    contextLength: Int,
    validationShare: Double,
    using generator: inout MersenneTwister
  ) throws(DatasetError) {
    precondition(
      validationShare >= 0 && validationShare < 1,
      "a share of \(validationShare) can't be held out"
    )
    layout = corpus.layout
    boundary = tokenizer.boundary
    self.contextLength = contextLength
    switch corpus.layout {
    case .lines:
      var documents = try Self.encode { () throws(TokenizerError) in
        try corpus.documents(tokenizer, contextLength: contextLength)
      }
      generator.shuffle(&documents)
      let heldOut = try Self.heldOut(validationShare, of: documents.count, what: "documents")
      training = Array(documents.dropLast(heldOut))
      validation = Array(documents.suffix(heldOut).prefix(Self.largestValidationCount))
      truncatedCount = documents.count { $0.count - 1 > contextLength }
    case .stream:
      let text = try Self.encode { () throws(TokenizerError) in try tokenizer.encode(corpus.texts[0]) }
      let heldOut = try Self.heldOut(validationShare, of: text.count, what: "tokens")
      training = [text.dropLast(heldOut)]
      let end = text.suffix(heldOut).prefix(Self.largestValidationCount * contextLength)
      validation = Corpus.windows(of: end, after: boundary, length: contextLength)
      truncatedCount = 0
    }
  }

  /// The documents of one step.
  ///
  /// Lines come in order, batch by batch, and begin again after the last. Of a stream, windows of the context length are
  /// drawn at random, each after a boundary, so that a model can begin to generate anywhere.
  ///
  /// - Parameter step: the step's number, counted from 0.
  public func batch(step: Int, size: Int, using generator: inout MersenneTwister) -> [[Int]] {
    (0..<size).map { index in
      switch layout {
      case .lines: return training[(step * size + index) % training.count]
      case .stream:
        let text = training[0]
        let length = min(contextLength, text.count)
        let start = generator.below(text.count - length + 1)
        return [boundary] + text[start..<start + length]
      }
    }
  }

  private static func heldOut(_ share: Double, of count: Int, what: String) throws(DatasetError) -> Int {
    let heldOut = Int((share * Double(count)).rounded())
    guard share == 0 || (heldOut > 0 && heldOut < count) else {
      throw .emptyShare(share: share, count: count, what: what)
    }
    return heldOut
  }

  private static func encode<Result>(
    _ body: () throws(TokenizerError) -> Result
  ) throws(DatasetError) -> Result {
    do { return try body() } catch { throw .unencodable(error) }
  }
}

/// Why a corpus can't be trained on.
public enum DatasetError: Error, Equatable, CustomStringConvertible {
  /// Holding out the share would leave nothing on one of the two sides.
  case emptyShare(share: Double, count: Int, what: String)
  /// The tokenizer does not know all of the text.
  case unencodable(TokenizerError)

  /// The reason, and what would be accepted.
  public var description: String {
    switch self {
    case .emptyShare(let share, let count, let what):
      "holding out \(share) of \(count) \(what) leaves none to train on or none to measure"
    case .unencodable(let error): error.description
    }
  }
}
