import Inspection
import Training

/// What `evaluate --json` prints.
struct EvaluationFigures: Encodable {
  private struct Losses: Encodable {
    let lossPerToken, bitsPerCharacter, perplexity, lossPerDocument: Double

    init(_ evaluation: Evaluation, perToken: Double, perDocument: Double) {
      lossPerToken = perToken
      bitsPerCharacter = evaluation.bitsPerCharacter(of: perToken)
      perplexity = evaluation.perplexity(of: perToken)
      lossPerDocument = perDocument
    }
  }

  private let file: String
  private let isHeldOut: Bool
  private let layout: String
  private let documentCount, truncatedCount, tokenCount, characterCount: Int
  private let model, seeingOnlyItself, bigramCounts, uniform: Losses

  init(_ losses: FileEvaluation, of text: TextFile, isHeldOut: Bool) {
    let evaluation = losses.evaluation
    file = text.path
    self.isHeldOut = isHeldOut
    layout = text.corpus.layout.rawValue
    documentCount = evaluation.documentCount
    truncatedCount = evaluation.truncatedCount
    tokenCount = evaluation.tokenCount
    characterCount = evaluation.characterCount
    model = Losses(evaluation, perToken: evaluation.loss, perDocument: evaluation.lossPerDocument)
    let alone = losses.seeingOnlyItself
    seeingOnlyItself = Losses(evaluation, perToken: alone.perToken, perDocument: alone.perDocument)
    bigramCounts = Losses(
      evaluation,
      perToken: evaluation.bigramLoss,
      perDocument: evaluation.bigramLossPerDocument
    )
    uniform = Losses(evaluation, perToken: evaluation.uniformLoss, perDocument: evaluation.uniformLoss)
  }
}
