import Arguments
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// What one run makes of the text.
struct ComparedReading {
  /// What is read, and after the first token predicted.
  let tokens: [Int]
  let figures: TextReading
  private let tokenizer: Tokenizer

  /// Reads the beginning of a text.
  ///
  /// - Throws: ``Failure`` where the model computes no numbers from it.
  init(_ run: ComparedRun, _ tokens: [Int]) throws(Failure) {
    let model = run.makeModel()
    try InspectedText.check(model, reading: tokens, run.folder)
    self.tokens = tokens
    tokenizer = run.tokenizer
    figures = model.withForwardPass(over: tokens) { TextReading($0) }
  }

  /// The tokens that are read, as they are shown at the edges of a map.
  func labels(marks: LoneMarks = .escaped) -> [String] {
    tokens.dropLast().map { tokenizer.label($0, marks: marks) }
  }

  /// The tokens that are read, and the one that is predicted last.
  var allLabels: [String] { tokens.map { tokenizer.label($0) } }
}

/// A text as several runs read it, each in its own tokens, all of them up to the same length.
struct ComparedText {
  /// For each run; nil where it can't read the text.
  let readings: [ComparedReading?]
  /// Which runs can't read it, and what is left out of it.
  let notes: [Message]

  /// - Parameters:
  ///   - bytes: the text, in UTF-8 unless escapes make it other bytes.
  ///   - largestCount: how many tokens there is room for.
  /// - Throws: ``UsageError`` where the text is empty or in no run's vocabulary, ``Failure`` where no model computes numbers.
  init(_ bytes: [UInt8], _ arguments: ParsedArguments, _ runs: [ComparedRun], largestCount: Int) throws {
    let name = InspectedText.text.name
    guard !bytes.isEmpty else { throw arguments.usageError("\(name): give at least one token") }
    var notes: [Message] = []
    var documents: [[Int]?] = []
    var firstError: UsageError?
    for run in runs {
      do {
        documents.append(try run.tokenizer.document(bytes, layout: run.settings.training.layout))
      } catch {
        let sentence = run.tokenizer.sentence(on: error)
        firstError = firstError ?? arguments.usageError("\(name): \(sentence)")
        notes.append("'\(run.folder.path)' can't read the text: \(sentence)")
        documents.append(nil)
      }
    }
    let readers = zip(runs, documents).filter { $0.1 != nil }.map { $0.0 }
    guard let context = readers.map(\.contextLength).min() else {
      if let firstError { throw firstError }
      readings = []
      self.notes = []
      return
    }
    let count = min(context, largestCount)
    if documents.contains(where: { $0.map { $0.count > count + 1 } ?? false }) {
      let room: Message = count < context ? "the page has room for" : "the shortest context is"
      notes.append("\(room) \(counted(count, "token")), the boundary counted: no run reads more of the text")
    }
    let (readings, failures) = Self.readings(
      of: documents.map { $0.map { Array($0.prefix(count + 1)) } },
      by: runs
    )
    if let first = failures.first, readings.allSatisfy({ $0 == nil }) { throw first }
    self.readings = readings
    self.notes = notes + failures.map(\.message)
  }

  /// What each run makes of its document, nil where it has none or computes no numbers, and why it computes none.
  private static func readings(
    of documents: [[Int]?],
    by runs: [ComparedRun]
  ) -> ([ComparedReading?], failures: [Failure]) {
    var failures: [Failure] = []
    var readings: [ComparedReading?] = []
    for (index, (run, document)) in zip(runs, documents).enumerated() {
      SignsOfLife.progress(index + 1, of: runs.count, "run")
      do {
        readings.append(try document.map { tokens throws(Failure) in try ComparedReading(run, tokens) })
      } catch {
        failures.append(error)
        readings.append(nil)
      }
    }
    return (readings, failures)
  }
}
