import Arguments
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// `microgpt inspect heads`: what each head does over many texts, and on random words that come twice.
struct HeadsCommand {
  static let file = Option(
    "--file",
    placeholder: "file",
    as: .input,
    help: "The texts to read, in UTF-8."
  )
  static let words = Option(
    "--words",
    placeholder: "n",
    as: .integer(in: 0...100_000),
    default: 100,
    help: "How many random words to read twice; 0 for none."
  )
  static let separator = Option(
    "--separator",
    placeholder: "token",
    as: .text,
    help: "A token to put between a word and its copy."
  )
  static let seed = Option(
    "--seed",
    placeholder: "n",
    as: .integer(in: 0...UInt64.max),
    default: 42,
    help: "The seed from which the words are drawn."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect heads",
    abstract:
      "Show what each head mostly does over all texts of a file, and on random words that come twice.",
    discussion: """
      The words for heads are those of 'inspect attention', over the queries of all texts together. In one text a fixed distance \
      often is where an earlier copy stands; in texts of several lengths it is not.

      The second table is of random words of different tokens, each read twice in one text. A head that gives the token after \
      the earlier copy most of its weight is called an induction head. Words have several lengths, else a head that looks back a \
      fixed distance would pass for one.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [file.required, words, separator, seed, RunFolder.checkpoint]),
      InspectionOutput.textSection,
    ]
  )

  /// What `--json` prints.
  struct Figures: Encodable {
    let file: String
    let documentCount: Int
    let heads: [HeadRoles.Head]
    @ExplicitNull private(set) var induction: InductionScores?
  }

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let run = RunFolder(path: arguments[InspectedText.run])
    guard let path = arguments[Self.file] else {
      throw arguments.usageError("Missing expected argument '\(Self.file.label)'")
    }
    let checkpoint = try arguments.checkpoint(of: run)
    let model = checkpoint.makeModel(on: Tape())
    // Before the texts, which may be many.
    let induction = try induction(of: model, checkpoint.tokenizer)
    let documents = try documents(path, checkpoint)
    if let result = documents.lazy.compactMap({ model.firstNonFiniteResult(reading: $0) }).first {
      throw NonFiniteModel.failure(of: run.path, reading: "this file", result)
    }
    let roles = HeadRoles(model, documents: documents) {
      SignsOfLife.progress($0, of: documents.count, "document")
    }
    let figures = Figures(
      file: path,
      documentCount: roles.documentCount,
      heads: roles.heads,
      induction: induction
    )
    let title: Message =
      "\(run.path), step \(checkpoint.state.stepsDone), on \(InputFile.title(path)): \(counted(roles.documentCount, "text"))"
    try output.write(
      FigureDocument(.heads, figures, run: run, step: checkpoint.state.stepsDone),
      text: { output in
        output.title(title)
        show(roles, induction, output)
      }
    )
  }

  private func documents(_ path: String, _ checkpoint: Checkpoint) throws -> [[Int]] {
    let text = try TextFile(path, layout: checkpoint.training.layout)
    let length = checkpoint.model.contextLength
    let documents = try text.documents(checkpoint.tokenizer, contextLength: length)
    let cutCount = documents.count { $0.count > length + 1 }
    if cutCount > 0 {
      Terminal.error.line(
        "note: cut at the context length of \(length): \(counted(cutCount, "document"))"
      )
    }
    Terminal.noteDebugBuild()
    return documents
  }

  /// The scores on random words; nil where none are asked for, or two words don't fit the model.
  private func induction(of model: GPT, _ tokenizer: Tokenizer) throws -> InductionScores? {
    let separator = try separator(in: tokenizer)
    let count = arguments[Self.words]
    guard count > 0 else { return nil }
    let shape = model.configuration
    let room = min(
      shape.vocabularySize - (separator == nil ? 1 : 2),
      (shape.contextLength - (separator == nil ? 1 : 2)) / 2
    )
    do throws(InductionScores.WordError) {
      return try InductionScores(
        model,
        boundary: tokenizer.boundary,
        separator: separator,
        wordLengths: min(3, max(2, room))...max(min(6, room), 2),
        wordCount: count,
        seed: arguments[Self.seed]
      )
    } catch {
      Terminal.error.line("note: no random words: \(error)")
      return nil
    }
  }

  private func separator(in tokenizer: Tokenizer) throws(UsageError) -> Int? {
    guard let bytes = arguments[Self.separator] else { return nil }
    let tokens: [Int]
    do { tokens = try tokenizer.encode(bytes[...]) } catch {
      throw arguments.usageError("\(Self.separator.name): \(tokenizer.sentence(on: error))")
    }
    guard tokens.count == 1 else {
      throw arguments.usageError("\(Self.separator.name): give one token, not \(tokens.count)")
    }
    return tokens[0]
  }

  private func show(_ roles: HeadRoles, _ induction: InductionScores?, _ output: InspectionOutput) {
    output.table(roles.roleTable)
    output.line()
    output.legend(AttentionMaps.roleLegend)
    output.line()
    output.table(roles.copyTable)
    output.line()
    output.legend(HeadRole.copyLegend)
    guard let induction else { return }
    output.line()
    output.table(induction.table)
    output.line()
    output.legend(induction.legend)
  }
}
