import Autograd
import Report
import Training
import Transformer

/// A run's model on a tape of its own, and a text as it reads it.
struct InspectedText {
  static let run = SampleCommand.run
  static let text = Option.string("--text", help: "The text that the model reads, in tokens of the run.")

  let run: RunFolder
  let checkpoint: Checkpoint
  let model: GPT
  let text: String
  /// What is read, and after the first token predicted.
  let tokens: [Int]
  /// How many tokens of the text are left out at its end.
  let omittedCount: Int

  /// The run and the text that the arguments name.
  ///
  /// - Parameter largestCount: how many tokens there is room for, where that may be fewer than the model reads.
  init(_ arguments: ParsedArguments, largestCount: (Checkpoint) -> Int = { _ in .max }) throws {
    try self.init(arguments, run: arguments[Self.run], largestCount: largestCount)
  }

  /// - Throws: ``UsageError`` where the text is missing, empty, or not in the run's vocabulary.
  init(
    _ arguments: ParsedArguments,
    run path: String,
    largestCount: (Checkpoint) -> Int = { _ in .max }
  ) throws {
    guard let text = arguments[Self.text] else {
      throw arguments.usageError("Missing expected argument '\(Self.text.label)'")
    }
    run = RunFolder(path: path)
    checkpoint = try run.loadCheckpoint()
    let tokenizer = checkpoint.tokenizer
    let encoded: [Int]
    do { encoded = try tokenizer.encode(text) } catch {
      throw arguments.usageError("--text: \(error) of the run, which is: \(tokenizer.alphabet)")
    }
    guard !encoded.isEmpty else { throw arguments.usageError("--text: give at least one token") }
    // A line ends, a stream goes on.
    let end = checkpoint.training.layout == .lines ? [tokenizer.boundary] : []
    let document = [tokenizer.boundary] + encoded + end
    self.text = text
    let readCount = min(checkpoint.model.contextLength, largestCount(checkpoint))
    tokens = Array(document.prefix(readCount + 1))
    omittedCount = document.count - tokens.count
    model = checkpoint.makeModel(on: Tape())
    if omittedCount > 0 {
      let reader = readCount < checkpoint.model.contextLength ? "this page has room for" : "the model reads"
      Terminal.error.line(
        "note: \(reader) \(counted(readCount, "token")), the boundary counted; left out at the end: "
          + counted(omittedCount, "token")
      )
    }
    Program.noteDebugBuild()
  }

  /// A run that reads the boundary as often as its context allows, at most 16 times.
  init(boundariesFor path: String) throws {
    run = RunFolder(path: path)
    checkpoint = try run.loadCheckpoint()
    text = ""
    tokens = Array(
      repeating: checkpoint.tokenizer.boundary,
      count: min(checkpoint.model.contextLength, 16) + 1
    )
    omittedCount = 0
    model = checkpoint.makeModel(on: Tape())
  }

  /// The tokens that are read, as they are shown at the edges of a picture.
  var labels: [String] { tokens.dropLast().map(label) }

  /// The tokens that are predicted.
  var nextLabels: [String] { tokens.dropFirst().map(label) }

  /// A token, the boundary of documents as `<|>`.
  private func label(_ token: Int) -> String {
    token == checkpoint.tokenizer.boundary ? Self.boundaryLabel : checkpoint.tokenizer.label(token)
  }

  static let boundaryLabel = "<|>"
}
