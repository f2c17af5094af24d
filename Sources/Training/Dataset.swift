import Autograd
import Basics
import Random
import Transformer

/// A tokenized corpus, divided into what is trained on and what is held out.
public struct Dataset: Sendable {
  /// How documents are drawn.
  public let layout: Corpus.Layout
  /// The documents trained on, in the order of training: boundary, text, boundary.
  ///
  /// Of a stream, its tokens as one.
  public let training: Documents
  /// The documents held out to measure the loss on: of those that were set apart the first ``largestValidationCount``.
  ///
  /// For a stream, its end cut into windows.
  public let validation: [[Int]]
  /// How many documents were dropped, as an equal one stands before them.
  public let droppedCount: Int
  /// How many of the documents that were set apart are also trained on, word for word; 0 for a stream.
  public let sharedCount: Int
  /// How many documents are longer than a model reads, so that their ends are not seen.
  public let truncatedCount: Int
  /// How many tokens a model must read for the longest document, and for all but one in a hundred; 0 for a stream.
  public let neededContext: (longest: Int, nearlyAll: Int)

  /// How many held-out documents are measured at most, so that measuring takes no longer on a larger text.
  public static let largestValidationCount = 1000

  /// All that was set apart, of which ``validation`` are the first.
  private let setApart: Documents
  private let contextLength: Int
  private let boundary: Int

  /// Shuffles and tokenizes a corpus.
  ///
  /// Lines are shuffled as microgpt.py does, and the last `validationShare` of them, rounded, is held out. Of a stream the
  /// end is held out, and nothing is shuffled.
  ///
  /// - Parameters:
  ///   - corpus: the texts.
  ///   - tokenizer: knows all of them.
  ///   - contextLength: how many tokens the model reads.
  ///   - validationShare: the share that is held out, from 0 to below 1.
  ///   - dropsDuplicates: whether of equal lines only the first is kept, before they are shuffled.
  ///   - generator: what the shuffle is drawn from.
  /// - Throws: ``DatasetError`` where nothing would be left on one side.
  public init(
    _ corpus: Corpus,
    tokenizer: Tokenizer,
    contextLength: Int,
    validationShare: Double,
    dropsDuplicates: Bool = false,
    using generator: inout MersenneTwister
  ) throws(DatasetError) {
    require(
      validationShare >= 0 && validationShare < 1,
      "a share of \(validationShare) can't be held out"
    )
    layout = corpus.layout
    boundary = tokenizer.boundary
    self.contextLength = contextLength
    var documents: Documents
    do { documents = try tokenizer.encodeDocuments(corpus.texts) } catch { throw .unencodable(error) }
    switch corpus.layout {
    case .lines:
      droppedCount = dropsDuplicates ? documents.dropDuplicates() : 0
      generator.shuffle(&documents.ranges)
      let heldOut = try Self.heldOut(validationShare, of: documents.count, what: "document")
      validation = Array(documents.suffix(heldOut).prefix(Self.largestValidationCount))
      truncatedCount = documents.ranges.count { $0.count - 1 > contextLength }
      neededContext = Self.neededContext(of: documents)
      var setApart = documents
      setApart.ranges.removeFirst(documents.count - heldOut)
      documents.ranges.removeLast(heldOut)
      self.setApart = setApart
      sharedCount = dropsDuplicates ? 0 : setApart.countContained(in: documents)
    case .stream:
      // The text without the boundaries at its ends.
      let text = documents.ranges[0].lowerBound + 1..<documents.ranges[0].upperBound - 1
      let heldOut = try Self.heldOut(validationShare, of: text.count, what: "token")
      let split = text.upperBound - heldOut
      let measured = Int(min(Int64(heldOut), Int64(Self.largestValidationCount) * Int64(contextLength)))
      let end = documents.tokens(in: split..<split + measured)
      validation = Corpus.windows(of: end[...], after: boundary, length: contextLength)
      truncatedCount = 0
      droppedCount = 0
      sharedCount = 0
      neededContext = (0, 0)
      documents.ranges = [split..<text.upperBound]
      setApart = documents
      documents.ranges = [text.lowerBound..<split]
    }
    training = documents
  }

  /// No texts, for a model that is only looked into.
  init(withoutTextsFor tokenizer: Tokenizer, layout: Corpus.Layout, contextLength: Int) {
    self.layout = layout
    boundary = tokenizer.boundary
    self.contextLength = contextLength
    training = Documents(tokens: [], ranges: [])
    setApart = training
    validation = []
    truncatedCount = 0
    droppedCount = 0
    sharedCount = 0
    neededContext = (0, 0)
  }

  /// All documents that were set apart, those beyond the first ``largestValidationCount`` too.
  public var heldOut: [[Int]] {
    switch layout {
    case .lines: Array(setApart)
    case .stream:
      setApart.ranges[0].isEmpty
        ? [] : Corpus.windows(of: setApart[0][...], after: boundary, length: contextLength)
    }
  }

  /// How many tokens are predicted in a document, on average; 0 without documents.
  var meanPositionCount: Double {
    guard !training.isEmpty else { return 0 }
    switch layout {
    case .lines:
      let total = training.ranges.reduce(0) { $0 + min($1.count - 1, contextLength) }
      return Double(total) / Double(training.count)
    case .stream: return Double(min(contextLength, training.ranges[0].count))
    }
  }

  /// The documents of one step.
  ///
  /// Lines come in order, batch by batch, and begin again after the last. Of a stream, windows of the context length are
  /// drawn at random, each after a boundary, so that a model can begin to generate anywhere.
  ///
  /// - Parameters:
  ///   - step: the step's number, counted from 0.
  ///   - size: how many documents.
  ///   - generator: what the beginnings of a stream's windows are drawn from.
  public func batch(step: Int, size: Int, using generator: inout MersenneTwister) -> [[Int]] {
    (0..<size).map { index in
      var document: [Int] = []
      read(index, ofStep: step, batchSize: size, into: &document, using: &generator)
      return document
    }
  }

  /// Puts one document of a step into `document`, in the place of what is there and in its memory.
  ///
  /// Read for each index in 0..<`batchSize` in turn, they are the documents of ``batch(step:size:using:)``.
  public func read(
    _ index: Int,
    ofStep step: Int,
    batchSize: Int,
    into document: inout [Int],
    using generator: inout MersenneTwister
  ) {
    document.removeAll(keepingCapacity: true)
    switch layout {
    case .lines:
      // Where `Int` has 32 bits, it can't count the documents of a long run.
      let number = Int64(step) * Int64(batchSize) + Int64(index)
      training.append(training.ranges[Int(number % Int64(training.count))], to: &document)
    case .stream:
      let text = training.ranges[0]
      let length = min(contextLength, text.count)
      let start = text.lowerBound + generator.below(text.count - length + 1)
      document.append(boundary)
      training.append(start..<start + length, to: &document)
    }
  }

  private static func neededContext(of documents: Documents) -> (longest: Int, nearlyAll: Int) {
    let lengths = documents.ranges.map { $0.count - 1 }.sorted()
    guard let longest = lengths.last else { return (0, 0) }
    // As many as are left when a hundredth, rounded down, is taken away.
    return (longest, lengths[lengths.count - 1 - lengths.count / 100])
  }

  private static func heldOut(_ share: Double, of count: Int, what: String) throws(DatasetError) -> Int {
    let heldOut = Int((share * Double(count)).rounded())
    guard share == 0 || (heldOut > 0 && heldOut < count) else {
      throw .emptyShare(share: share, count: count, what: what)
    }
    return heldOut
  }
}

/// Why a corpus can't be trained on.
public enum DatasetError: Error, Equatable, CustomStringConvertible {
  /// Holding out the share would leave nothing on one of the two sides.
  case emptyShare(share: Double, count: Int, what: String)
  /// All documents are longer than what may be read.
  case tooLong(count: Int, limit: Int)
  /// The tokenizer does not know all of the text.
  case unencodable(TokenizerError)

  /// The reason, and what would be accepted.
  public var description: String {
    switch self {
    case .emptyShare(let share, let count, let what):
      "holding out \(share) of \(count) \(what)\(count == 1 ? "" : "s") leaves none to train on or none to measure"
    case .tooLong(let count, let limit):
      """
      none of the \(count) lines has at most \(limit) \(limit == 1 ? "token" : "tokens"), the longest that can be read; \
      choose a longer context
      """
    case .unencodable(let error): error.description
    }
  }
}
