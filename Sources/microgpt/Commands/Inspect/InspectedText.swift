import Arguments
import Autograd
import Drawing
import Pictures
import Training
import Transformer
import VisibleText

/// A run's model on a tape of its own, and a text as it reads it.
struct InspectedText {
  static let run = RunFolder.argument
  static let text = Option("--text", as: .text, help: "The text to look at, in tokens of the run.")

  let run: RunFolder
  let checkpoint: Checkpoint
  let model: GPT
  /// The text, in UTF-8 unless escapes make it other bytes.
  let bytes: [UInt8]
  /// What is read, and after the first token predicted.
  let tokens: [Int]
  /// How many tokens of the text are left out at its end.
  let omittedCount: Int
  /// What is done with a mark that has no letter to stand on, where the text is shown.
  private(set) var marks = LoneMarks.escaped

  /// The same, to be shown in a picture or on a page: a lone mark stands on a dotted circle.
  var drawn: InspectedText {
    var text = self
    text.marks = .circled
    return text
  }

  /// The run and the text that the arguments name.
  ///
  /// - Parameter largestCount: how many tokens there is room for, where that may be fewer than the model reads.
  init(_ arguments: ParsedArguments, largestCount: (Checkpoint) -> Int = { _ in .max }) throws {
    try self.init(arguments, run: arguments[Self.run], largestCount: largestCount)
  }

  /// - Throws: ``UsageError`` where the text is missing, empty, or not in the run's vocabulary.
  ///
  /// - Parameter option: the option that gives the text.
  init(
    _ arguments: ParsedArguments,
    run path: String,
    option: Option<[UInt8]?> = text,
    largestCount: (Checkpoint) -> Int = { _ in .max }
  ) throws {
    guard let bytes = arguments[option] else {
      throw arguments.usageError("Missing expected argument '\(option.label)'")
    }
    run = RunFolder(path: path)
    checkpoint = try arguments.checkpoint(of: run)
    let tokenizer = checkpoint.tokenizer
    guard !bytes.isEmpty else { throw arguments.usageError("\(option.name): give at least one token") }
    let document: [Int]
    do { document = try tokenizer.document(bytes, layout: checkpoint.training.layout) } catch {
      throw arguments.usageError("\(option.name): \(tokenizer.sentence(on: error))")
    }
    self.bytes = bytes
    let readCount = min(checkpoint.model.contextLength, largestCount(checkpoint))
    tokens = Array(document.prefix(readCount + 1))
    omittedCount = document.count - tokens.count
    model = checkpoint.makeModel(on: Tape())
    try Self.check(model, reading: tokens, run)
    if omittedCount > 0 {
      let reader = readCount < checkpoint.model.contextLength ? "this page has room for" : "the model reads"
      Terminal.error.line(
        "note: \(option.name): \(reader) \(counted(readCount, "token")), the boundary counted; left out at the end: "
          + "\(counted(omittedCount, "token"))"
      )
    }
    Terminal.noteDebugBuild()
  }

  /// A run that reads the boundary as often as its context allows, at most 16 times.
  init(boundariesFor arguments: ParsedArguments) throws {
    run = RunFolder(path: arguments[Self.run])
    checkpoint = try arguments.checkpoint(of: run)
    bytes = []
    tokens = Array(
      repeating: checkpoint.tokenizer.boundary,
      count: min(checkpoint.model.contextLength, 16) + 1
    )
    omittedCount = 0
    model = checkpoint.makeModel(on: Tape())
    try Self.check(model, reading: tokens, run)
  }

  /// Refuses a model that computes numbers that are not finite: there is nothing to be read off them.
  static func check(_ model: GPT, reading tokens: [Int], _ run: RunFolder) throws(Failure) {
    if let result = model.firstNonFiniteResult(reading: tokens) {
      throw NonFiniteModel.failure(of: run.path, reading: "this text", result)
    }
  }

  /// The tokens that are read, as they are shown at the edges of a picture.
  var labels: [String] { tokens.dropLast().map(label) }

  /// The tokens that are predicted.
  var nextLabels: [String] { tokens.dropFirst().map(label) }

  /// The tokens that are read, and the one that is predicted last.
  var allLabels: [String] { tokens.map(label) }

  /// A token, the boundary of documents as `<|>`.
  func label(_ token: Int) -> String { checkpoint.tokenizer.label(token, marks: marks) }

  /// The text in one line, as the option takes it.
  var line: String { visible(bytes) }
}
