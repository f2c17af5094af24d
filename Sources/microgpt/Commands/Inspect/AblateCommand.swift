import Arguments
import Autograd
import Drawing
import Inspection
import Pictures
import Random
import Training
import Transformer
import VisibleText

/// `microgpt inspect ablate`: what the loss is without a head, a feed-forward part, a layer, a position.
struct AblateCommand {
  static let file = Option(
    "--file",
    placeholder: "file",
    as: .input,
    help: "Measure on all texts of this file, in place of --text."
  )
  static let with = Option(
    "--with",
    placeholder: "substitute",
    as: Conversion(
      expectation: ": give zero, mean or a number.",
      acceptsNegativeNumbers: true,
      remark: { Conversion<Double>.remark(on: $0) },
      value: { Substitute($0) }
    ),
    default: Substitute.zero,
    help: "What takes the place of what is switched off: zero; mean, its mean over the texts; or a number."
  )
  static let pairs = Flag("--pairs", help: "Also switch off every two heads together.")
  static let samples = Option(
    "--samples",
    placeholder: "n",
    as: .integer(in: 0...100),
    default: 0,
    help:
      "Print n samples of the whole model beside those with each head off; each row is drawn from a seed of its own."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect ablate",
    abstract: "Switch off heads, feed-forward parts, layers and positions, and see what the loss becomes.",
    discussion: """
      Beside each exact change of the loss stands what the gradient forecasts: Σ ∂L/∂a (a′ − a). A head is switched off \
      before the output projection; zeroing a slice of the vector behind it removes no head, for there each number comes \
      from all of them. A forecast near 0 beside a large change is no mistake: where training has ended, the loss is flat \
      for small changes, and only taking a part away whole shows what it is for. With --text, each position is hidden from \
      later queries as well. Losses are per token over all texts.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text, file, with, pairs, samples, RunFolder.checkpoint]),
      InspectionOutput.section,
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    switch (arguments[InspectedText.text] != nil, arguments[Self.file]) {
    case (true, nil): try showText(output)
    case (false, let path?): try showFile(path, output)
    case (true, _?): throw arguments.usageError("--file has no effect beside --text; give one of the two")
    case (false, nil): throw arguments.usageError("give a text with --text, or a file of texts with --file")
    }
  }

  private func showText(_ output: InspectionOutput) throws {
    let text = try InspectedText(arguments)
    let ablation = Ablation(
      text.model,
      text: text.tokens,
      substitute: arguments[Self.with],
      isPairwise: arguments[Self.pairs],
      progress: { SignsOfLife.progress($0, of: $1, "loss") }
    )
    let figures = AblationFigures(
      ablation: ablation,
      samples: try samples(of: text.model, text.checkpoint, [text.tokens])
    )
    try output.write(
      FigureDocument(.ablate, text, figures),
      source: text.run,
      picture: { sheet(text.drawn.title, ablation, labels: text.drawn.labels) },
      text: { output in
        output.title(text.title)
        show(figures, output)
        output.line()
        output.table(ablation.positionTable(labels: text.labels))
        output.line()
        output.heatMap(ablation.positionMap(labels: text.labels))
        if arguments[Self.pairs] { showPairs(ablation, output) }
      }
    )
  }

  private func showFile(_ path: String, _ output: InspectionOutput) throws {
    let run = RunFolder(path: arguments[InspectedText.run])
    let checkpoint = try arguments.checkpoint(of: run)
    try output.pictureFile(source: run)
    let text = try TextFile(path, layout: checkpoint.training.layout)
    let documents = try text.documents(checkpoint.tokenizer, contextLength: checkpoint.model.contextLength)
    let cutCount = documents.count { $0.count > checkpoint.model.contextLength + 1 }
    if cutCount > 0 {
      Terminal.error.line(
        "note: cut at the context length of \(checkpoint.model.contextLength): \(counted(cutCount, "document"))"
      )
    }
    Terminal.noteDebugBuild()
    let model = checkpoint.makeModel(on: Tape())
    let ablation = Ablation(
      model,
      documents: documents,
      substitute: arguments[Self.with],
      isPairwise: arguments[Self.pairs],
      progress: { SignsOfLife.progress($0, of: $1, "loss") }
    )
    if let failure = NonFiniteModel.failure(model, of: run.path, documents, loss: ablation.loss) {
      throw failure
    }
    let figures = AblationFigures(
      ablation: ablation,
      samples: try samples(of: model, checkpoint, documents),
      file: path
    )
    let title: Message =
      "\(run.path), step \(checkpoint.state.stepsDone), on \(InputFile.title(path)): \(counted(ablation.documentCount, "text")), \(counted(ablation.tokenCount, "token")) predicted"
    try output.write(
      FigureDocument(.ablate, figures, run: run, step: checkpoint.state.stepsDone),
      source: run,
      picture: { sheet(title, ablation, labels: nil) },
      text: { output in
        output.title(title)
        show(figures, output)
        if arguments[Self.pairs] { showPairs(ablation, output) }
      }
    )
  }

  private func show(_ figures: AblationFigures, _ output: InspectionOutput) {
    let ablation = figures.ablation
    output.line(
      "L = \(NumberFormat.fixed(ablation.loss, decimals: 4)) nats per token; what is switched off is replaced by \(ablation.substitute)"
    )
    output.line()
    output.table(ablation.table)
    output.line()
    output.legend(Ablation.legend)
    guard let table = figures.sampleTable else { return }
    output.line()
    output.line("samples at temperature 0.5 with one head off; all texts of a row are drawn from one seed:")
    output.table(table)
  }

  private func showPairs(_ ablation: Ablation, _ output: InspectionOutput) {
    output.line()
    output.table(ablation.pairTable)
    output.line()
    output.heatMap(ablation.pairMap)
  }

  private func sheet(_ title: Message, _ ablation: Ablation, labels: [String]?) -> Markup {
    let maps =
      [ablation.effectMap, ablation.headMap] + (labels.map { [ablation.positionMap(labels: $0)] } ?? [])
      + (arguments[Self.pairs] ? [ablation.pairMap] : [])
    let loss = NumberFormat.fixed(ablation.loss, decimals: 4)
    let whole: Message = "\(title); loss \(loss), replaced by \(ablation.substitute)"
    return PictureSheet(title: whole.text, pictures: maps.map { $0.svg() }, columnCount: 2).svg()
  }

  /// Texts of the whole model and of it without each head.
  private func samples(
    of model: GPT,
    _ checkpoint: Checkpoint,
    _ documents: [[Int]]
  ) throws -> [AblationFigures.Samples] {
    let count = arguments[Self.samples]
    guard count > 0 else { return [] }
    let boundary = checkpoint.tokenizer.boundary
    func texts(_ model: some LanguageModel) throws -> [String] {
      // Each text has a seed of its own: one that ends earlier must not change those after it.
      try (0..<count).map { index in
        var generator = MersenneTwister(seed: checkpoint.training.seed &+ UInt64(index))
        let tokens = try model.generate(
          1,
          continuing: [boundary],
          until: boundary,
          sampler: Sampler(.random(temperature: 0.5)),
          using: &generator
        )
        return visible(checkpoint.tokenizer.decodeBytes(tokens[0]))
      }
    }
    do {
      let heads = ModelPart.all(in: model.configuration).filter { $0.head != nil }
      return try [.init(layer: nil, head: nil, texts: texts(model))]
        + heads.map { part in
          let ablated = try model.without(part, substitute: arguments[Self.with], documents: documents)
          return .init(layer: part.layer, head: part.head, texts: try texts(ablated))
        }
    } catch let error as NonFiniteResult {
      throw NonFiniteModel.failure(of: arguments[InspectedText.run], reading: "what it draws", error)
    }
  }
}
