import Foundation
import TestSupport

/// Lines of the package's own source that a document quotes.
///
/// A block of Swift is a quotation if its first line is a comment with a path, `// Sources/…`. A line `// …` stands for lines that
/// are left out.
struct Quotation {
  /// The document that quotes.
  let document: String
  /// The quoted file.
  let source: String
  /// The pieces between what is left out, line by line.
  let pieces: [[String]]

  /// A quotation, or nil for another block.
  init?(_ block: Document.Block, in document: String) {
    guard let source = Self.source(of: block) else { return nil }
    self.document = document
    self.source = source
    pieces = block.lines.dropFirst().split { $0.drop { $0 == " " } == "// …" }.map(Array.init)
  }

  /// The path in a block's first line.
  static func source(of block: Document.Block) -> String? {
    guard block.language == "swift", let first = block.lines.first else { return nil }
    return first.wholeMatch(of: #/\/\/ (Sources\/\S+)/#).map { String($0.1) }
  }

  /// The piece that doesn't stand in the file behind the pieces before it, or nil if all do.
  ///
  /// All lines of a piece may be indented less than in the file, by the same number of spaces.
  func missingPiece(in text: String) -> [String]? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    for piece in pieces {
      guard let start = lines.indices.first(where: { Self.stands(piece, at: $0, in: lines) }) else {
        return piece
      }
      lines = lines[(start + piece.count)...]
    }
    return nil
  }

  private static func stands(_ piece: [String], at start: Int, in lines: ArraySlice<String>) -> Bool {
    guard start + piece.count <= lines.endIndex, let first = piece.first else { return false }
    let margin = String(repeating: " ", count: max(0, lines[start].count - first.count))
    return zip(piece, lines[start...]).allSatisfy { $0.isEmpty ? $1.isEmpty : margin + $0 == $1 }
  }
}
