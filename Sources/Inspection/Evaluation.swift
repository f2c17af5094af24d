import Autograd
import Basics
import Training
import Transformer

/// How well a model predicts texts, beside predictions that need no model.
public struct Evaluation: Equatable, Sendable {
  /// How many texts were read.
  public let documentCount: Int
  /// How many tokens were predicted, the ends of texts among them.
  public let tokenCount: Int
  /// How many of them stand for text, and not for its end.
  public let textTokenCount: Int
  /// How many characters (Unicode scalars) they stand for; one that the context cuts in two does not count.
  public let characterCount: Int
  /// How many texts are longer than the model reads; what lies beyond its context is not predicted.
  public let truncatedCount: Int

  /// The model's loss, in nats per token: −(1/n) Σ ln p(token) over all n tokens of all texts.
  public let loss: Double
  /// The mean over the texts of each one's own loss, in nats per token: what training minimises.
  public let lossPerDocument: Double
  /// The loss of giving every token of the vocabulary the same probability: ln V.
  public let uniformLoss: Double
  /// The loss of ``BigramCounts``, of these texts or of others, as a mean over all tokens.
  public let bigramLoss: Double
  /// The same as a mean over the texts of each one's own loss.
  public let bigramLossPerDocument: Double

  /// Measures a model on documents as ``/Training/Corpus/documents(_:contextLength:)`` gives them.
  ///
  /// - Parameters:
  ///   - model: what is measured.
  ///   - tokenizer: which text the model's tokens stand for.
  ///   - documents: at least one.
  ///   - bigrams: what was counted in other texts; nil to count in these, where no pair predicts itself.
  ///   - progress: is told which document, counted from 1, is about to be read.
  public init(
    _ model: GPT,
    tokenizer: Tokenizer,
    documents: [[Int]],
    bigrams: BigramCounts? = nil,
    progress: (_ document: Int) -> Void = { _ in }
  ) {
    precondition(!documents.isEmpty, "there is nothing to evaluate on")
    let read = documents.map { $0.prefix(model.contextLength + 1) }
    let predicted = read.flatMap { $0.dropFirst() }
    documentCount = documents.count
    tokenCount = predicted.count
    textTokenCount = predicted.count { $0 != tokenizer.boundary }
    characterCount = Self.wholeScalarCount(in: tokenizer.decodeBytes(predicted))
    truncatedCount = documents.count { $0.count > model.contextLength + 1 }
    var number = 0
    let loss = withoutActuallyEscaping(progress) { progress in
      model.meanLoss(
        of: documents.lazy.map {
          number += 1
          progress(number)
          return $0
        }
      )
    }
    self.loss = loss.perToken
    lossPerDocument = loss.perDocument
    uniformLoss = Self.uniformLoss(vocabularySize: tokenizer.vocabularySize)
    let own =
      bigrams == nil ? BigramCounts(of: read, vocabularySize: tokenizer.vocabularySize) : nil
    let bigramLosses = read.map { own?.leaveOneOutLoss(of: $0) ?? bigrams?.loss(of: $0) ?? .nan }
    bigramLoss =
      own?.leaveOneOutLoss
      ?? zip(bigramLosses, read).reduce(0) { $0 + $1.0 * Double($1.1.count - 1) } / Double(predicted.count)
    bigramLossPerDocument = bigramLosses.reduce(0, +) / Double(documents.count)
  }

  /// What one prediction costs, in nats.
  public struct Losses: Equatable, Sendable {
    /// The mean over all tokens, as ``Evaluation/loss``.
    public let perToken: Double
    /// The mean over the texts of each one's own loss, as ``Evaluation/lossPerDocument``.
    public let perDocument: Double
  }

  /// The losses of the same model where every query sees only its own position.
  ///
  /// It then predicts from the last token and its place alone. Where that costs nothing, attention does not matter on these
  /// texts. Where it costs more than equal probabilities, the model relies on what it has read: it was not trained without.
  public static func lossesSeeingOnlyItself(_ model: GPT, documents: [[Int]]) -> Losses {
    let losses = model.seeingOnlyItself.meanLoss(of: documents)
    return Losses(perToken: losses.perToken, perDocument: losses.perDocument)
  }

  /// How many scalars of UTF-8 there are with all their bytes.
  private static func wholeScalarCount(in bytes: [UInt8]) -> Int {
    var count = 0
    // How many bytes of the present scalar are missing.
    var missing = 0
    for byte in bytes {
      if byte & 0xC0 != 0x80 {
        missing = byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
      } else {
        missing -= 1
      }
      if missing == 0 { count += 1 }
    }
    return count
  }

  /// The loss of giving every token of a vocabulary the same probability: ln V, in nats per token.
  public static func uniformLoss(vocabularySize: Int) -> Double {
    ElementaryFunctions.log(Double(vocabularySize))
  }

  /// The perplexity of a loss in nats per token: e^loss, the number of equally likely tokens that are as hard to predict.
  public func perplexity(of loss: Double) -> Double { ElementaryFunctions.exp(loss) }

  /// A loss in nats per token as bits per character: all nats, divided by ln 2 and by the characters.
  ///
  /// The ends of texts cost bits and are not characters; so models with different tokens can be compared. It is infinite where
  /// there are no characters.
  public func bitsPerCharacter(of loss: Double) -> Double {
    loss * Double(tokenCount) / ElementaryFunctions.log(2) / Double(characterCount)
  }
}
