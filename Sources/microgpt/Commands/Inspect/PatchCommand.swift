import Arguments
import Drawing
import Inspection
import Pictures
import Transformer
import VisibleText

/// `microgpt inspect patch`: what one head's output at one position, taken from another text, does to a text.
struct PatchCommand {
  static let from = Option(
    "--from",
    placeholder: "text",
    as: .text,
    help: "The text to take activations from."
  )
  static let logits = Option(
    "--logits",
    placeholder: "a,b",
    as: .text,
    defaultText: "the loss of --text",
    help:
      "Measure the logit of token a minus that of token b at the last position; <|> is the boundary, which ends a document."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect patch",
    abstract: "Put one text's activations into another's run, one by one, and see what each does.",
    discussion: """
      For each layer, head and position, the head's output in the run on --from takes the place of that in the run on \
      --text. Beside the exact effect stands the gradient's forecast (attribution patching). Effects are shares: 0 \
      changes nothing, 1 gives what the run on --from has. Where the two hardly differ, plain differences are shown. Both \
      texts must have the same number of tokens.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text.required, from.required, logits, RunFolder.checkpoint]),
      InspectionOutput.section,
    ]
  )

  /// What `--json` prints.
  struct Figures: Encodable {
    let patching: Patching
    let source: InspectedText

    private enum CodingKeys: CodingKey {
      case sourceTokens, logits
    }

    /// Encodes the patching, and beside its fields the tokens that it is about.
    func encode(to encoder: any Encoder) throws {
      try patching.encode(to: encoder)
      var logits: [String]?
      if case .logitDifference(let first, let second) = patching.measure {
        logits = [source.label(first), source.label(second)]
      }
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(source.allLabels, forKey: .sourceTokens)
      try container.encode(logits, forKey: .logits)
    }
  }

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let text = try InspectedText(arguments)
    let source = try InspectedText(arguments, run: arguments[InspectedText.run], option: Self.from)
    let patching: Patching
    do {
      let counts = (text.tokens.count + text.omittedCount, source.tokens.count + source.omittedCount)
      guard counts.0 == counts.1 else {
        throw PatchingError.differentTokenCounts(text: counts.0, source: counts.1)
      }
      patching = try Patching(
        text.model,
        text: text.tokens,
        from: source.tokens,
        measure: try measure(text.checkpoint.tokenizer),
        progress: { SignsOfLife.progress($0, of: $1, "activation") }
      )
    } catch let error as PatchingError { throw arguments.usageError("--from: \(error)") }
    let measured = arguments[Self.logits].map { ": logits of \(visible($0))" } ?? ""
    let title: Message =
      "\(text.title), with activations of '\(visible: source.read.text)'\(visible: measured)"
    func maps(_ text: InspectedText, _ source: InspectedText) -> [HeatMap] {
      let labels = zip(text.labels, source.labels).map { $0 == $1 ? $0 : "\($0)←\($1)" }
      return Patching.Cells.allCases.map { patching.heatMap($0, labels: labels) }
    }
    try output.write(
      FigureDocument(.patch, text, Figures(patching: patching, source: source)),
      source: text.run,
      picture: {
        PictureSheet(
          title: title.text,
          pictures: maps(text.drawn, source.drawn).map { $0.svg() },
          columnCount: 2
        ).svg()
      },
      text: { output in
        output.title(title)
        for line in patching.summary { output.line("\(visible: line)") }
        output.line("b←d: the token b of --text, where --from has d")
        for map in maps(text, source) {
          output.line()
          output.heatMap(map)
        }
        output.line()
        output.table(patching.table(labels: text.labels))
      }
    )
  }

  /// What is measured: the difference of two logits where tokens are named.
  private func measure(_ tokenizer: Tokenizer) throws(UsageError) -> Patching.Measure {
    guard let bytes = arguments[Self.logits] else { return .loss }
    func token(_ bytes: ArraySlice<UInt8>) -> Int? {
      // <end> is how earlier versions wrote it.
      let boundaries = ["<end>", Tokenizer.boundaryLabel]
      if boundaries.contains(where: { bytes.elementsEqual($0.utf8) }) { return tokenizer.boundary }
      guard let tokens = try? tokenizer.encode(bytes), tokens.count == 1 else { return nil }
      return tokens[0]
    }
    // A comma may be a token itself.
    for comma in bytes.indices where bytes[comma] == UInt8(ascii: ",") {
      if let first = token(bytes[..<comma]), let second = token(bytes[(comma + 1)...]) {
        guard first != second else { throw arguments.usageError("--logits: give two different tokens") }
        return .logitDifference(first, second)
      }
    }
    throw arguments.usageError(
      "--logits: give two tokens of the run with a comma between them; <|> is the boundary, which ends a document. Its tokens are: \(tokenizer.alphabet)"
    )
  }
}
