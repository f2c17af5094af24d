import Drawing
import Inspection
import Transformer

extension Evaluation {
  /// The model's loss beside that of bigram counts and of equal probabilities, in nats; a row for each.
  ///
  /// - Parameters:
  ///   - unit: what a token is; where tokens are characters of several scalars, bits are counted per scalar.
  ///   - stepsDone: how many steps the model was trained for.
  ///   - seeingOnlyItself: the same model's losses where every query sees only its own position, for a row of their own.
  public func table(_ unit: Tokenizer.Unit, stepsDone: Int, seeingOnlyItself: Losses? = nil) -> Table {
    var table = Table(columns: [
      .init("prediction"),
      .init("loss per token", alignment: .right),
      .init(unit == .characters ? "bits/scalar" : "bits/character", alignment: .right),
      .init("perplexity", alignment: .right),
      .init("loss per document", alignment: .right),
    ])
    let model = "model after \(stepsDone) \(stepsDone == 1 ? "step" : "steps")"
    let alone = seeingOnlyItself.map { ("same, seeing only itself", $0.perToken, $0.perDocument) }
    let rows = [
      (model, loss, lossPerDocument), alone,
      ("bigram counts", bigramLoss, bigramLossPerDocument),
      ("uniform", uniformLoss, uniformLoss),
    ]
    for case (let name, let loss, let lossPerDocument)? in rows {
      table.append([
        name,
        NumberFormat.fixed(loss, decimals: 4),
        characterCount == 0
          ? "-" : NumberFormat.fixed(bitsPerCharacter(of: loss), decimals: 4),
        NumberFormat.fixed(perplexity(of: loss), decimals: 3),
        NumberFormat.fixed(lossPerDocument, decimals: 4),
      ])
    }
    return table
  }
}
