/// The documents that `--json` prints, but for those of lessons.
enum DocumentKind: String, CaseIterable, Sendable {
  case scaling
  case scalingInitialisation = "scaling-initialisation"
  case scalingTraining = "scaling-training"
  case attention
  case attentionRow = "attention-row"
  case heads
  case film
  case lens
  case ablate
  case patch
  case circuits
  case gradients
  case graph
  case graphSteps = "graph-steps"
  case shapes
  case check
  case compare
  case worksheet
  case info
  case evaluate
  case train
  case score
  case sample

  /// The group of the command that prints it; nil for a command by itself.
  var group: String? {
    switch self {
    case .compare, .worksheet, .info, .evaluate, .train, .score, .sample: nil
    default: "inspect"
    }
  }

  /// What the document's `schema` field says: its name, and a number that grows when a field changes its meaning.
  var schemaName: String { "microgpt/\(group.map { $0 + "-" } ?? "")\(rawValue)/1" }

  /// What the document holds, in a sentence.
  var abstract: String {
    switch self {
    case .scaling: "The gradient of the attention scale for each layer, head and position, in four ways."
    case .scalingInitialisation: "What the scales 1, 1/√d and 1/d make of random scores."
    case .scalingTraining: "Trainings with each of the three scales at several head widths."
    case .attention: "The scores, the pattern and its gradient of every head, and what the head mostly reads."
    case .attentionRow: "One row of a head's attention, worked out from query and keys to the head's output."
    case .heads: "What every head mostly reads over many texts, and on random words that come twice."
    case .film: "What each snapshot of a training makes of a text: loss, patterns, roles and ∂L/∂s."
    case .lens: "What would be predicted after each part, and what each part adds to the logit that came."
    case .ablate: "The loss without each head, feed-forward part, layer and position, beside the forecast."
    case .patch: "What each head's output at each position, taken from another text, does to a text."
    case .circuits: "What each head does to tokens, in tables of the vocabulary, and its scores by position."
    case .gradients: "The gradient of each matrix, by position and with the cache detached, and of the cache."
    case .graph: "The graph of one score or one loss, some operations back."
    case .graphSteps: "The way of the gradient from the loss back to one score's query and key, step by step."
    case .shapes: "The lists of numbers of one forward pass, with their shapes."
    case .check: "Backpropagation beside central differences, matrix by matrix."
    case .compare: "Several runs: settings, losses, samples, and what each makes of a text."
    case .worksheet: "One head's rounded numbers, the solution that they have, and the engine's own."
    case .info: "What a run is: settings, model, losses, snapshots, and the text it was trained on."
    case .evaluate: "How well a model predicts a text, beside three baselines."
    case .train: "How a training went: settings, losses, why it ended, and new texts."
    case .score: "How likely a model holds texts, token by token."
    case .sample: "Texts that a model makes up, token by token."
    }
  }

  /// Whether the figures are of a run; those of trainings may have the shape of one.
  var isOfRun: Bool {
    switch self {
    case .scalingInitialisation, .scalingTraining, .compare: false
    case .scaling, .attention, .attentionRow, .film, .heads, .lens, .ablate, .patch, .circuits, .gradients,
      .graph, .graphSteps, .shapes, .check, .worksheet, .info, .evaluate, .train, .score,
      .sample:
      true
    }
  }

  /// The schema of the tokens of a text: null for figures without one, and for those of a file.
  private var tokens: JSONSchema {
    switch self {
    case .scalingInitialisation, .scalingTraining, .circuits, .heads, .compare, .info, .evaluate, .train,
      .score, .sample:
      .null
    case .ablate: .nullable(.array(.string))
    case .scaling, .attention, .attentionRow, .film, .lens, .patch, .gradients, .graph, .graphSteps, .shapes,
      .check, .worksheet:
      .array(.string)
    }
  }

  /// The schema of what stands under `result`.
  var result: JSONSchema {
    switch self {
    case .scaling: .scaling
    case .scalingInitialisation: .scalingInitialisation
    case .scalingTraining: .scalingTraining
    case .attention: .attention
    case .attentionRow: .attentionRow
    case .heads: .heads
    case .film: .film
    case .lens: .lens
    case .ablate: .ablate
    case .patch: .patch
    case .circuits: .circuits
    case .gradients: .gradients
    case .graph: .graph
    case .graphSteps: .graphSteps
    case .shapes: .shapes
    case .check: .check
    case .compare: .comparison
    case .worksheet: .worksheet
    case .info: .info
    case .evaluate: .evaluate
    case .train: .train
    case .score: .score
    case .sample: .sample
    }
  }

  private var run: JSONSchema {
    switch self {
    case .scalingTraining: .nullable(.string)
    default: isOfRun ? .string : .null
    }
  }

  /// The schema of the whole document.
  var schema: JSONSchemaDocument {
    JSONSchemaDocument(
      name: schemaName,
      title: "microgpt \(group.map { $0 + ": " } ?? "")\(rawValue)",
      description: abstract,
      schema: .object([
        .init("schema", "The name of this schema.", .constant(schemaName)),
        .init("run", "The folder of the run.", run),
        .init("step", "How many steps the run has made.", isOfRun ? .integer : .null),
        .init(
          "tokens",
          "The tokens that were read, in order, and the one that is predicted last.",
          tokens
        ),
        .init("result", "The figures.", result),
      ])
    )
  }
}
