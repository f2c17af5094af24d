import Foundation
import Training
import VisibleText

/// The text that models are trained on.
struct BenchmarkText {
  /// Where it is, as that is printed.
  let path: String
  private let bytes: [UInt8]

  init(path: String) throws {
    self.path = excerpt(path)
    bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    _ = try Corpus(utf8: bytes, layout: .lines)
  }

  /// The text, a document a line or all of it as one.
  func corpus(_ layout: Corpus.Layout) throws -> Corpus { try Corpus(utf8: bytes, layout: layout) }
}
