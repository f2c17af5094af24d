import Foundation
import TestSupport
import Testing

@Suite("What documents quote of the source")
struct QuotationTests {
  private static func text(of path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }

  private static func quotations() throws -> [Quotation] {
    try Document.all().flatMap { document in
      document.blocks.compactMap { Quotation($0, in: document.path) }
    }
  }

  @Test("Every quoted line stands in the file that is named above it, in the same order")
  func quotations() throws {
    let quotations = try Self.quotations()
    #expect(quotations.contains { $0.document.hasPrefix("Sources/Lessons/") })
    for quotation in quotations {
      let missing = quotation.missingPiece(in: try Self.text(of: quotation.source))
      #expect(!quotation.pieces.isEmpty, "\(quotation.document) quotes nothing of \(quotation.source)")
      #expect(missing == nil, "\(quotation.document): not in \(quotation.source): \(missing ?? [])")
    }
  }

  @Test("A quotation may be indented less than its file, but every line by as much, and no line may differ")
  func indentation() throws {
    let file = "func f() {\n    a()\n\n      b()\n    c()\n}\n"
    func missing(_ lines: String...) throws -> [String]? {
      let block = Document.Block(language: "swift", lines: ["// Sources/F.swift"] + lines, start: 1)
      return try #require(Quotation(block, in: "F.md")).missingPiece(in: file)
    }
    #expect(try missing("a()", "", "  b()", "c()") == nil)
    #expect(try missing("func f() {", "  // …", "    c()") == nil)
    #expect(try missing("a()", "", "b()") == ["a()", "", "b()"])
    #expect(try missing("a()", "b()") == ["a()", "b()"])
    #expect(try missing("c()", "// …", "a()") == ["a()"])
  }
}
