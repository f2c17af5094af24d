import Foundation
import Testing
import Training

/// Both data files of the project; expected values were made with CPython 3.11.
@Suite("Corpus of the data files")
struct CorpusFileTests {
  static func read(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Array(Data(contentsOf: root.appending(components: "data", name)))
  }

  struct Known: Sendable, CustomTestStringConvertible {
    var name: String
    var lineCount: Int
    var first: String
    var last: String
    var fingerprint: String
    var testDescription: String { name }
  }

  static let known = [
    Known(
      name: "names.txt",
      lineCount: 6209,
      first: "aaliyah",
      last: "zygmunt",
      fingerprint: "fnv1a64:8504cc6a20419d94:42050"
    ),
    Known(
      name: "names-unicode.txt",
      lineCount: 398,
      first: "Αλέξανδρος",
      last: "Ngọc",
      fingerprint: "fnv1a64:1c762981f5449300:4357"
    ),
  ]

  @Test("A text for each line, in the file's order, and nothing lost", arguments: known)
  func lines(known: Known) throws {
    let file = try Self.read(known.name)
    let texts = try Corpus(utf8: file, layout: .lines).texts
    #expect(texts.count == known.lineCount)
    #expect(texts.first.map { String(decoding: $0, as: UTF8.self) } == known.first)
    #expect(texts.last.map { String(decoding: $0, as: UTF8.self) } == known.last)
    #expect(texts.flatMap { $0 + [UInt8(ascii: "\n")] } == file)
    #expect(Fingerprint(of: file).description == known.fingerprint)
  }

  @Test("The file as written on Windows gives the same texts", arguments: known)
  func windows(known: Known) throws {
    let file = try Self.read(known.name)
    let windows: [UInt8] =
      [0xEF, 0xBB, 0xBF]
      + file.flatMap { (byte: UInt8) -> [UInt8] in
        byte == 0x0A ? [0x0D, 0x0A] : [byte]
      }
    for layout in Corpus.Layout.allCases {
      let texts = try Corpus(utf8: file, layout: layout).texts
      #expect(try Array(Corpus(utf8: windows, layout: layout).texts) == Array(texts))
    }
  }

  @Test("A stream is the whole file", arguments: known)
  func stream(known: Known) throws {
    let file = try Self.read(known.name)
    #expect(try Array(Corpus(utf8: file, layout: .stream).texts) == [file[...]])
  }
}
