import Autograd
import Training
import Transformer

/// How well a model predicts texts, beside two predictions that need no model.
public struct Evaluation: Equatable, Sendable {
  /// How many texts were read.
  public let documentCount: Int
  /// How many tokens were predicted, the ends of texts among them.
  public let tokenCount: Int
  /// How many characters (Unicode scalars) they stand for.
  public let characterCount: Int
  /// How many texts are longer than the model reads; what lies beyond its context is not predicted.
  public let truncatedCount: Int

  /// The model's loss, in nats per token: −(1/n) Σ ln p(token).
  public let loss: Double
  /// The loss of giving every token of the vocabulary the same probability: ln V.
  public let uniformLoss: Double
  /// The loss of ``BigramCounts`` of the same texts.
  public let bigramLoss: Double

  /// Measures a model on documents as ``Training/Corpus/documents(_:contextLength:)`` gives them.
  ///
  /// - Parameters:
  ///   - documents: at least one.
  ///   - progress: is told which document, counted from 1, is about to be read.
  public init(
    _ model: GPT,
    tokenizer: Tokenizer,
    documents: [[Int]],
    progress: (_ document: Int) -> Void = { _ in }
  ) {
    precondition(!documents.isEmpty, "there is nothing to evaluate on")
    let read = documents.map { $0.prefix(model.contextLength + 1) }
    let predicted = read.flatMap { $0.dropFirst() }
    documentCount = documents.count
    tokenCount = predicted.count
    characterCount = tokenizer.decodeBytes(predicted).count { $0 & 0xC0 != 0x80 }
    truncatedCount = documents.count { $0.count > model.contextLength + 1 }
    var number = 0
    loss = withoutActuallyEscaping(progress) { progress in
      model.meanTokenLoss(
        of: documents.lazy.map {
          number += 1
          progress(number)
          return $0
        }
      )
    }
    uniformLoss = Self.uniformLoss(vocabularySize: tokenizer.vocabularySize)
    bigramLoss = BigramCounts(of: read, vocabularySize: tokenizer.vocabularySize).leaveOneOutLoss
  }

  /// The loss of giving every token of a vocabulary the same probability: ln V, in nats per token.
  public static func uniformLoss(vocabularySize: Int) -> Double {
    ElementaryFunctions.log(Double(vocabularySize))
  }

  /// The perplexity of a loss in nats per token: e^loss, the number of equally likely tokens that are as hard to predict.
  public func perplexity(of loss: Double) -> Double { ElementaryFunctions.exp(loss) }

  /// A loss in nats per token as bits per character: all nats, divided by ln 2 and by the characters.
  ///
  /// The ends of texts cost bits and are not characters; so models with different tokens can be compared.
  public func bitsPerCharacter(of loss: Double) -> Double {
    loss * Double(tokenCount) / ElementaryFunctions.log(2) / Double(characterCount)
  }
}
