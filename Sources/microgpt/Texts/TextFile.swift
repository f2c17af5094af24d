import Pictures
import Training
import Transformer
import VisibleText

/// A text file that the user named, or standard input, read as a corpus.
struct TextFile {
  /// Its name as it was given, `-` for standard input.
  let path: String
  let corpus: Corpus
  let fingerprint: Fingerprint

  /// - Throws: ``Failure`` that names the file, and the line and byte where it is not UTF-8.
  init(_ path: String, layout: Corpus.Layout) throws(Failure) {
    try self.init(path, Self.bytes(path), layout: layout)
  }

  /// The bytes of a file that should be a text.
  ///
  /// - Throws: ``Failure`` that names the file, also where it is a run.
  static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    if path != InputFile.standardInput, let reason = RunFolder(path: path).isNoText { throw Failure(reason) }
    return try InputFile.readText(path)
  }

  /// The text that a run was trained on, or nil where it is no longer there, or is another.
  ///
  /// A file names it, and not the user: nothing but a file of the right size is opened.
  init?(_ source: Checkpoint.DataSource, layout: Corpus.Layout) {
    guard !source.isStandardInput, !source.holdsWeights,
      Platform.size(ofFile: source.name) == source.fingerprint.byteCount,
      let bytes = try? InputFile.readFile(source.name, limit: InputFile.largestText),
      let text = try? TextFile(source.name, bytes, layout: layout), text.fingerprint == source.fingerprint
    else { return nil }
    self = text
  }

  /// Why the text that a run was trained on can't be had where it was.
  static func absence(of source: Checkpoint.DataSource) -> Message {
    if source.holdsWeights {
      return
        "the run was imported from '\(source.name)', and the text that its model was trained on is not known"
    }
    if source.isStandardInput { return "the run was trained on standard input, which is not kept" }
    let reason: Message =
      switch Platform.kind(of: source.name) {
      case .file: "has changed since"
      case nil: source.name.hasPrefix("/") ? "is no longer there" : "is not there, seen from this folder"
      default: "is no file"
      }
    return "'\(source.name)', which the run was trained on, \(reason)"
  }

  private init(_ path: String, _ bytes: [UInt8], layout: Corpus.Layout) throws(Failure) {
    self.path = path
    fingerprint = Fingerprint(of: bytes)
    do {
      corpus = try Corpus(utf8: bytes, layout: layout)
    } catch {
      throw Failure("can't use \(InputFile.phrase(path)): \(error)")
    }
  }

  /// The file's documents as tokens.
  ///
  /// - Throws: ``Failure`` that names the file and the line of what the vocabulary lacks.
  func documents(_ tokenizer: Tokenizer, contextLength: Int) throws(Failure) -> [[Int]] {
    do { return try corpus.documents(tokenizer, contextLength: contextLength) } catch {
      Terminal.keepSigns(of: error)
      throw Failure("can't use \(InputFile.phrase(path)): \(tokenizer.sentence(on: error, in: corpus))")
    }
  }

  /// That it is not the text that a run was trained on.
  func isAnother(than source: Checkpoint.DataSource) -> Failure {
    if source.holdsWeights {
      return Failure(
        "the run was imported from '\(source.name)', and was not trained on \(InputFile.phrase(path)): to train a run on with another text, give --from"
      )
    }
    let change: Message =
      path == source.name && !source.isStandardInput
      ? "'\(path)' has changed since the run was trained on it"
      : "\(InputFile.phrase(path)) is not the text the run was trained on, which was \(InputFile.phrase(source.name))"
    return Failure("\(change): its fingerprint is \(fingerprint), and was \(source.fingerprint)")
  }

  /// How the file is recognized when a run is resumed.
  var source: Checkpoint.DataSource { .init(name: path, fingerprint: fingerprint) }
}

extension Checkpoint.DataSource {
  /// Whether the text came through standard input, and is not kept anywhere.
  var isStandardInput: Bool { name == InputFile.standardInput }
}
