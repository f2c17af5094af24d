import Drawing
import Training
import Transformer

/// Every variant of attention and of the other parts, trained in the same way.
enum VariantReport {
  struct Row: BenchmarkRow {
    let variant: String
    let parameters: Int
    let cachedPerToken: Int
    let cachedInAll: Int
    let nodesPerStep: Double
    let loss: Double

    var name: String { variant }
  }

  private static let stepCount = 1000

  /// A variant as it is asked for on the command line, with what it changes.
  private struct Variant: Sendable {
    let options: String
    let change: @Sendable (inout GPTShape) -> Void

    init(_ options: String, _ change: @escaping @Sendable (inout GPTShape) -> Void) {
      self.options = options
      self.change = change
    }
  }

  private static let variants = [
    Variant("(defaults)") { _ in },
    Variant("--kv-heads 2") { $0.attention.keyValueHeadCount = 2 },
    Variant("--kv-heads 1") { $0.attention.keyValueHeadCount = 1 },
    Variant("--latent 8") { $0.attention.latentWidth = 8 },
    Variant("--latent 8 --positions rotary") {
      $0.attention.latentWidth = 8
      $0.attention.positions = .rotary(base: PositionChoice.standardBase)
    },
    Variant("--positions rotary") { $0.attention.positions = .rotary(base: PositionChoice.standardBase) },
    masked("window:4"),
    masked("strided:2"),
    masked("blocks:4"),
    masked("window:3+global:1"),
    Variant("--store rolling:4") { $0.attention.store = .rolling(size: 4) },
    Variant("--store paged:4") { $0.attention.store = .paged(pageSize: 4) },
    Variant("--kernel flash") { $0.attention.kernel = .flash(tileSize: KernelChoice.standardTileSize) },
    Variant("--scale none") { $0.attention.scale = .none },
    Variant("--query-key-norm") { $0.attention.normalizesQueriesAndKeys = true },
    Variant("--final-norm") { $0.hasFinalNorm = true },
    Variant("--norm weighted") { $0.norm = .weighted },
    Variant("--feed-forward relu2") { $0.feedForward = .relu2 },
    Variant("--feed-forward swiglu") { $0.feedForward = .swiglu },
    Variant("--feed-forward swiglu --hidden 43") {
      $0.feedForward = .swiglu
      $0.hiddenWidth = 43
    },
  ]

  private static func masked(_ text: String) -> Variant {
    Variant("--mask \(text)") { if let mask = MaskChoice(text) { $0.attention.mask = mask } }
  }

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    Figures(
      note: """
        \(text.path): \(stepCount) steps each with the defaults of 'microgpt train'. Cached are the numbers that the stores keep,
        for each token read and at the end of the context. Nodes are values on the tape, a mean. The loss is that of all documents
        after training, as a mean over tokens, in nats per token: of one seed, so that small differences mean nothing.

        """,
      columns: [
        .text("variant") { $0.variant },
        .count("parameters") { $0.parameters },
        .count("cached per token") { $0.cachedPerToken },
        .count("cached in all") { $0.cachedInAll },
        .right("nodes per step") { NumberFormat.grouped($0.nodesPerStep) },
        .number("loss", decimals: 4) { $0.loss },
      ],
      rows: try variants.map { try row($0, text) }
    )
  }

  private static func row(_ variant: Variant, _ text: BenchmarkText) throws -> Row {
    var shape = GPTShape()
    variant.change(&shape)
    var session = try TrainingSession(
      try text.corpus(.lines),
      configuration: TrainingConfiguration(),
      shape: shape
    )
    let nodes = meanNodeCount(session)
    while try session.trainer.next() != nil {}
    return Row(
      variant: variant.options,
      parameters: session.model.configuration.parameterCount,
      cachedPerToken: session.model.configuration.cachedNumberCount,
      cachedInAll: largestCache(of: session.model.configuration),
      nodesPerStep: nodes,
      loss: session.model.meanLoss(of: session.trainer.dataset.training).perToken
    )
  }

  /// How many numbers are stored when as many tokens have been read as the model can.
  private static func largestCache(of model: GPTConfiguration) -> Int {
    model.cachedNumberCount * min(model.contextLength, model.attention.store.size ?? model.contextLength)
  }

  /// How many values a step leaves on the tape, on average over the documents of the run.
  private static func meanNodeCount(_ session: TrainingSession) -> Double {
    let tape = session.model.tape
    let mark = tape.mark
    let documents = session.trainer.dataset.training.prefix(stepCount)
    let total = documents.reduce(0) { total, document in
      defer { tape.rewind(to: mark) }
      let before = tape.valueCount
      _ = session.model.loss(of: document)
      return total + tape.valueCount - before
    }
    return Double(total) / Double(documents.count)
  }
}
