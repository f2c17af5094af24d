import Foundation
import Testing

@testable import Training

@Suite("Files that are not UTF-8")
struct ForeignFormatTests {
  private func refusal(_ bytes: [UInt8]) -> CorpusError? {
    do throws(CorpusError) { _ = try Corpus(utf8: bytes, layout: .lines) } catch { return error }
    return nil
  }

  static let encodings: [(name: String, encoding: String.Encoding, mark: [UInt8])] = [
    ("UTF-16", .utf16LittleEndian, [0xFF, 0xFE]), ("UTF-16", .utf16BigEndian, [0xFE, 0xFF]),
    ("UTF-32", .utf32LittleEndian, [0xFF, 0xFE, 0, 0]), ("UTF-32", .utf32BigEndian, [0, 0, 0xFE, 0xFF]),
    ("UTF-16LE", .utf16LittleEndian, []), ("UTF-16BE", .utf16BigEndian, []),
    ("UTF-32LE", .utf32LittleEndian, []),
    ("UTF-32BE", .utf32BigEndian, []),
  ]

  @Test("A text in UTF-16 or UTF-32 is recognized, with a mark and without", arguments: encodings)
  func encoded(name: String, encoding: String.Encoding, mark: [UInt8]) throws {
    for text in ["anna\nerik\nzoë\n", "“anna” – naïve café, and so on\r\n"] {
      let data = try #require(text.data(using: encoding))
      #expect(refusal(mark + data) == .foreign(.encoding(name)))
    }
    if !mark.isEmpty {
      let data = try #require("猫\n犬\n".data(using: encoding))
      #expect(refusal(mark + data) == .foreign(.encoding(name)))
    }
  }

  @Test(
    "What is no text is named",
    arguments: [
      ("1F8B0800", "gzip"), ("504B0304140000FF", "zip"), ("425A6839FF", "bzip2"), ("FD377A585A00", "xz"),
      ("28B52FFD", "zstd"), ("255044462D312E37E2E3", "PDF"), ("89504E470D0A1A0A", "PNG"),
      ("FFD8FFE0", "JPEG"),
      ("474946383961FF", "GIF"), ("7F454C46FF", "program"), ("0001000000000000" + "7B22FF", "safetensors"),
    ]
  )
  func others(digits: String, word: String) throws {
    let bytes = stride(from: 0, to: digits.count, by: 2).map { place in
      UInt8(digits.dropFirst(place).prefix(2), radix: 16) ?? 0
    }
    let error = try #require(refusal(bytes))
    guard case .foreign(.other) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(error)".contains(word))
  }

  @Test(
    "A text in UTF-8 is none of them, whatever it begins with",
    arguments: [
      "%PDF-1.7 is how such a file begins", "PK\u{3}\u{4}", "BZh", "GIF89a", "SQLite format 3\0", "a\0b",
      "\0\0\0\0\0\0\0\0",
      "names\0with\0zero\0bytes\0between", "\u{FEFF}anna", "a\0\n", "\u{7F}ELF",
    ]
  )
  func text(text: String) {
    #expect(refusal(Array(text.utf8)) == nil)
  }

  @Test("What is neither is refused at its first byte that is not UTF-8")
  func unknown() {
    #expect(refusal([0x61, 0x0A, 0x62, 0xE9, 0x0A]) == .invalidUTF8(line: 2, byte: 2))
  }
}
