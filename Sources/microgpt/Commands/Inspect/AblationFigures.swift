import Drawing
import Inspection

/// What `inspect ablate --json` prints: the losses, the file that they are of, and samples where they are asked for.
struct AblationFigures: Encodable {
  let ablation: Ablation
  let samples: [Samples]
  /// The file of texts; nil for one text.
  var file: String?

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

  private enum CodingKeys: CodingKey {
    case file, samples
  }

  /// Encodes the ablation, and beside its fields the others.
  func encode(to encoder: any Encoder) throws {
    try ablation.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(samples, forKey: .samples)
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
