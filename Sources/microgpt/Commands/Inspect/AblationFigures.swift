import Drawing
import Inspection

/// What `inspect ablate --json` prints: the losses, and samples where they are asked for.
struct AblationFigures: Encodable {
  let substitute: Substitute
  @ExplicitNull private(set) var file: String?
  let documentCount: Int
  let tokenCount: Int
  let loss: Double
  let rows: [Ablation.Row]
  let pairs: [Ablation.Pair]
  let samples: [Samples]
  let ablation: Ablation

  /// Texts that were drawn with one head off, or with none.
  struct Samples: Encodable {
    @ExplicitNull private(set) var layer: Int?
    @ExplicitNull private(set) var head: Int?
    let texts: [String]

    init(layer: Int?, head: Int?, texts: [String]) {
      self.texts = texts
      self.layer = layer
      self.head = head
    }
  }

  /// - Parameter file: the file of texts; nil for one text.
  init(_ ablation: Ablation, _ samples: [Samples], file: String? = nil) {
    self.ablation = ablation
    substitute = ablation.substitute
    documentCount = ablation.documentCount
    tokenCount = ablation.tokenCount
    loss = ablation.loss
    rows = ablation.rows
    pairs = ablation.pairs
    self.samples = samples
    self.file = file
  }

  private enum CodingKeys: CodingKey {
    case substitute, file, documentCount, tokenCount, loss, rows, pairs, samples
  }

  /// The samples side by side: a column for the whole model, and one for each head; nil where there are none.
  var sampleTable: Table? {
    guard let whole = samples.first else { return nil }
    var table = Table(
      columns: samples.map { samples in
        .init(samples.head.map { "without \(samples.layer ?? 0).\($0)" } ?? "whole model")
      }
    )
    for index in whole.texts.indices { table.append(samples.map { $0.texts[index] }) }
    return table
  }
}
