/// What a file is that is no text in UTF-8, as far as its first bytes tell.
public enum ForeignFormat: Equatable, Sendable {
  /// A text in another encoding, under the name that `iconv` knows it by.
  case encoding(String)
  /// Something else, such as a picture, in words with an article.
  case other(String)

  /// What the file is and, for a text, how it becomes one in UTF-8.
  public var description: String {
    switch self {
    case .encoding(let name):
      "it is a text in \(name.prefix(6)), not in UTF-8; convert it first: iconv -f \(name) -t UTF-8"
    case .other(let words): "it is \(words), not a text in UTF-8"
    }
  }

  /// The format of a file that begins with a byte-order mark of another encoding, or has the zero bytes of one.
  ///
  /// Of a text without a mark only one is recognized of which most characters are ASCII: it has a zero byte, or three,
  /// beside each, always on the same side.
  static func encoding(of bytes: [UInt8]) -> ForeignFormat? {
    // The longer marks first: one begins with a shorter one.
    let marks: [(mark: [UInt8], name: String)] = [
      ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"),
      ([0xFE, 0xFF], "UTF-16"),
    ]
    if let found = marks.first(where: { bytes.starts(with: $0.mark) }) { return .encoding(found.name) }
    let sample = bytes.prefix(1024)
    guard sample.count >= 8, sample.contains(0) else { return nil }
    /// How many of the sample's bytes at the given places of each unit are zero, of how many.
    func share(_ place: Int, _ width: Int) -> Double {
      let places = stride(from: place, to: sample.count / width * width, by: width)
      return Double(places.count { sample[$0] == 0 }) / Double(sample.count / width)
    }
    func isEncoded(width: Int, text: Int, zeros: [Int]) -> Bool {
      share(text, width) == 0 && zeros.allSatisfy { share($0, width) >= 0.75 }
    }
    if isEncoded(width: 4, text: 0, zeros: [1, 2, 3]) { return .encoding("UTF-32LE") }
    if isEncoded(width: 4, text: 3, zeros: [0, 1, 2]) { return .encoding("UTF-32BE") }
    if isEncoded(width: 2, text: 0, zeros: [1]) { return .encoding("UTF-16LE") }
    if isEncoded(width: 2, text: 1, zeros: [0]) { return .encoding("UTF-16BE") }
    return nil
  }

  /// The format of a file that is not UTF-8, where its beginning is well known.
  static func other(_ bytes: [UInt8]) -> ForeignFormat? {
    let beginnings: [(beginning: [UInt8], words: String)] = [
      ([0x1F, 0x8B], "a file packed with gzip"), (Array("PK\u{3}\u{4}".utf8), "a zip archive"),
      (Array("BZh".utf8), "a file packed with bzip2"), ([0xFD] + "7zXZ".utf8, "a file packed with xz"),
      ([0x28, 0xB5, 0x2F, 0xFD], "a file packed with zstd"), (Array("%PDF-".utf8), "a PDF document"),
      ([0x89] + "PNG".utf8, "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
      (Array("GIF8".utf8), "a GIF picture"), ([0x7F] + "ELF".utf8, "a program"),
      (Array("SQLite format 3".utf8), "an SQLite database"),
    ]
    if let found = beginnings.first(where: { bytes.starts(with: $0.beginning) }) {
      return .other(found.words)
    }
    // Eight bytes of length and a JSON object.
    let isSafetensors =
      bytes.count > 10 && bytes[5..<8].allSatisfy { $0 == 0 } && bytes[8..<10].elementsEqual("{\"".utf8)
    return isSafetensors ? .other("a file of tensors (safetensors)") : nil
  }
}
