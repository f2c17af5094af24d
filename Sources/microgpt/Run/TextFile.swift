import Training
import Transformer

/// A text file that the user named, read as a corpus.
struct TextFile {
  let path: String
  let corpus: Corpus
  let fingerprint: Fingerprint

  /// - Throws: ``Failure`` that names the file, and the line and byte where it is not UTF-8.
  init(_ path: String, layout: Corpus.Layout) throws(Failure) {
    self.path = path
    if let reason = RunFolder(path: path).isNoText { throw Failure(reason) }
    let bytes = try InputFile.read(path)
    fingerprint = Fingerprint(of: bytes)
    do {
      corpus = try Corpus(utf8: bytes, layout: layout)
    } catch {
      throw Failure("can't use '\(path)': \(error)")
    }
  }

  /// The file's documents as tokens.
  ///
  /// - Throws: ``Failure`` that names the file and the line of what the vocabulary lacks.
  func documents(_ tokenizer: Tokenizer, contextLength: Int) throws(Failure) -> [[Int]] {
    do {
      return try corpus.documents(tokenizer, contextLength: contextLength)
    } catch {
      guard case .unknown(_, let position) = error else { throw Failure("can't use '\(path)': \(error)") }
      throw Failure(
        "can't use '\(path)': line \(corpus.lineNumber(at: position)): \(error) of the run, "
          + "which is: \(tokenizer.alphabet)"
      )
    }
  }

  /// How the file is recognized when a run is resumed.
  var source: Checkpoint.DataSource { .init(name: path, fingerprint: fingerprint) }
}
