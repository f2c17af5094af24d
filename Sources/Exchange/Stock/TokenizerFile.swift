import Formats
import VisibleText

/// A `tokenizer.json`, of which it is known that it makes a token of each character or byte of a text, and nothing else.
struct TokenizerFile {
  private let json: JSON
  /// Whether the tokens are bytes, and not characters.
  let isOfBytes: Bool
  /// The one special token.
  let boundary: (word: String, token: Int)

  /// - Throws: ``ImportError`` that names the part which does anything else.
  init(_ json: JSON) throws(ImportError) {
    self.json = json
    for (name, reason) in [
      ("normalizer", "changes a text before it becomes tokens"), ("truncation", "cuts a text"),
      ("padding", "adds tokens to a text"),
    ] as [(String, Message)] {
      guard let part = json[name], !part.isNull else { continue }
      throw ImportError("tokenizer.json: the \(visible: name) \(reason); it must be null")
    }
    boundary = try Self.boundary(json["added_tokens"]?.elements ?? [])
    switch json["decoder"]?["type"]?.string {
    case "ByteLevel": isOfBytes = true
    case "Fuse": isOfBytes = false
    case let type:
      throw ImportError(
        "tokenizer.json: the decoder is \(type ?? "missing"); it must be Fuse, or ByteLevel for tokens that are bytes"
      )
    }
    try checkDivision(json["pre_tokenizer"], modelDivides: try modelDivides())
    try checkTemplate(json["post_processor"])
  }

  private static func boundary(_ added: [JSON]) throws(ImportError) -> (word: String, token: Int) {
    guard added.count == 1 else {
      throw ImportError(
        "tokenizer.json: there are \(added.count) added tokens; there must be one, a special one that begins and ends a text"
      )
    }
    guard let word = added[0]["content"]?.string, added[0]["special"]?.flag == true,
      let token = added[0]["id"]?.integer(as: Int.self)
    else { throw ImportError("tokenizer.json: the added token is not special; it must begin and end a text") }
    return (word, token)
  }

  /// Whether the model makes a token of each character by itself, and not of what it is given.
  private func modelDivides() throws(ImportError) -> Bool {
    let model = json["model"]
    switch model?["type"]?.string {
    case "WordLevel":
      // What a missing one is there.
      try checkUnknown(model?["unk_token"] ?? .string("<unk>"))
      return false
    case "BPE":
      guard model?["merges"]?.elements?.isEmpty ?? true else {
        throw ImportError("tokenizer.json: there are merges; a token here is a character or a byte")
      }
      for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
        guard let text = model?[name]?.string, !text.isEmpty else { continue }
        throw ImportError("tokenizer.json: the \(visible: name) is \(text); it must be null")
      }
      try checkUnknown(model?["unk_token"] ?? .null)
      return true
    case let type:
      throw ImportError("tokenizer.json: the model is \(type ?? "missing"); it must be WordLevel or BPE")
    }
  }

  /// Makes sure that no token stands for what the vocabulary lacks.
  private func checkUnknown(_ token: JSON) throws(ImportError) {
    guard !token.isNull else { return }
    guard let word = token.string else { throw ImportError("tokenizer.json: the unk_token must be a text") }
    guard try !vocabulary().contains(where: { $0.word.utf8.elementsEqual(word.utf8) }) else {
      throw ImportError(
        "tokenizer.json: the unk_token \(word) is in the vocabulary and stands for every character that is not; here such a character is an error"
      )
    }
  }

  // MARK: The vocabulary

  func vocabulary() throws(ImportError) -> [(word: String, token: Int)] {
    guard let fields = json["model"]?["vocab"]?.fields else {
      throw ImportError("tokenizer.json: the model has no vocab")
    }
    var words: [(word: String, token: Int)] = []
    for (word, json) in fields {
      guard let token = json.integer(as: Int.self) else {
        throw ImportError("tokenizer.json: the token of \(word) is no whole number")
      }
      words.append((word, token))
    }
    return words
  }

  /// The bytes that a word stands for.
  func bytes(of word: String) throws(ImportError) -> [UInt8] {
    let scalars = word.unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else {
      throw ImportError("tokenizer.json: the token '\(word)' is not one character")
    }
    guard isOfBytes else { return Array(word.utf8) }
    guard let byte = Self.bytes[scalar.value] else {
      throw ImportError("tokenizer.json: the token \(word) stands for no byte")
    }
    return [byte]
  }

  /// The byte that each character stands for in byte-level tokenizers.
  private static let bytes: [UInt32: UInt8] = {
    var bytes: [UInt32: UInt8] = [:]
    for byte in UInt8.min...UInt8.max {
      for scalar in StockTokenizer.byteName(byte).unicodeScalars { bytes[scalar.value] = byte }
    }
    return bytes
  }()
}
