import Foundation
import Training
import VisibleText

/// The text that models are trained on.
struct BenchmarkText {
  /// Where it is, as that is printed.
  let path: String
  private let bytes: [UInt8]

  init(path: String) throws {
    let bytes: [UInt8]
    do { bytes = try [UInt8](Data(contentsOf: URL(filePath: path))) } catch {
      throw Unusable("can't read '\(excerpt(path))': \(reason(for: error))")
    }
    // Before anything is stored: an optimized build crashed where the initializer threw afterwards.
    do { _ = try Corpus(utf8: bytes, layout: .lines) } catch {
      throw Unusable("can't use '\(excerpt(path))' as a text: \(error)")
    }
    self.path = excerpt(path)
    self.bytes = bytes
  }

  /// The text, a document a line or all of it as one.
  func corpus(_ layout: Corpus.Layout) throws -> Corpus { try Corpus(utf8: bytes, layout: layout) }
}
