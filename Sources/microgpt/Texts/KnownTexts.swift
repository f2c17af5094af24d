import Training

/// The texts of a file, to tell whether a sampled one is among them.
struct KnownTexts {
  private let lines: Set<[UInt8]>
  private let stream: [UInt8]

  /// - Parameter layout: in a file of lines a known text is a whole line; in a stream, any part of it.
  init(_ path: String, layout: Corpus.Layout) throws(Failure) {
    self.init(try TextFile(path, layout: layout))
  }

  /// The texts of a file that has been read.
  init(_ file: TextFile) {
    let texts = file.corpus.texts
    let layout = file.corpus.layout
    lines = layout == .lines ? Set(texts.map(Array.init)) : []
    stream = layout == .stream ? texts.flatMap { $0 } : []
  }

  /// What there is to say of a sampled text.
  enum Mark: String, CaseIterable {
    case new
    case known
    /// There is nothing in it that could be new or known.
    case empty
  }

  /// Whether a text, as UTF-8, is known: byte for byte.
  func mark(of text: [UInt8]) -> Mark {
    text.isEmpty ? .empty : contains(text) ? .known : .new
  }

  /// How many texts are new, in a few words; empty ones are counted by themselves.
  static func summary(new: Int, empty: Int, of count: Int) -> String {
    "\(new) of \(count) \(new == 1 || count == 1 ? "is" : "are") new"
      + (empty > 0 ? ", \(empty) \(empty == 1 ? "is" : "are") empty" : "")
  }

  private func contains(_ text: [UInt8]) -> Bool {
    guard !stream.isEmpty else { return lines.contains(text) }
    guard let first = text.first else { return false }
    return stream.withUnsafeBufferPointer { stream in
      stream.indices.contains { stream[$0] == first && stream[$0...].starts(with: text) }
    }
  }
}
