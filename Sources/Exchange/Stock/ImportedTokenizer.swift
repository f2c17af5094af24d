import Formats
import Transformer
import VisibleText

/// A vocabulary of somebody else as one of ours.
package struct ImportedTokenizer: Equatable {
  /// Ours.
  package let tokenizer: Tokenizer
  /// Of each of our tokens, the boundary last, which one it is there.
  package let order: [Int]

  /// Reads the file `tokenizer.json` of the library tokenizers.
  ///
  /// It must have a token for each of some characters, or of some bytes under the names that byte-level tokenizers give them, a
  /// special one for the boundary, and nothing else: no merges, nothing that changes a text before.
  ///
  /// - Throws: ``ImportError`` where a text would have other tokens here, or tokens another text.
  package init(reading json: JSON) throws(ImportError) {
    let part = try TokenizerParts(json)
    let boundary = try part.boundary()
    var words: [(bytes: [UInt8], token: Int)] = []
    for (word, token) in try part.vocabulary() where !word.utf8.elementsEqual(boundary.word.utf8) {
      words.append((try part.bytes(of: word), token))
    }
    words.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    do throws(TokenizerError) {
      tokenizer = try Tokenizer(unit: part.isOfBytes ? .bytes : .scalars, vocabulary: words.map { $0.bytes })
    } catch { throw ImportError("tokenizer.json: \(error)") }
    order = words.map { $0.token } + [boundary.token]
    let tokens = order.sorted()
    guard tokens == Array(0..<tokens.count) else {
      throw ImportError(
        "tokenizer.json: the \(tokens.count) tokens are not numbered from 0 to \(tokens.count - 1), each once"
      )
    }
  }

  /// The vocabulary of all characters that occur in a text, in order, as microgpt.py has it: the boundary comes last.
  package init(tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    order = Array(0..<tokenizer.vocabularySize)
  }

  /// The rows of tokens in our order.
  ///
  /// - Parameters:
  ///   - parameters: of a model whose `wte` and `lm_head` have rows in their order.
  ///   - configuration: its shape.
  /// - Throws: ``ImportError`` where the model has another number of tokens.
  package func ordered(
    _ parameters: [Double],
    of configuration: GPTConfiguration
  ) throws(ImportError) -> [Double] {
    guard configuration.vocabularySize == order.count else {
      throw ImportError(
        "the model has \(configuration.vocabularySize) tokens, the vocabulary \(order.count), the boundary among them"
      )
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(parameters.count)
    var start = 0
    for shape in configuration.parameterShapes {
      let matrix = parameters[start..<start + shape.count]
      start += shape.count
      guard shape.name == "wte" || shape.name == "lm_head" else {
        numbers += matrix
        continue
      }
      for row in order { numbers += matrix.dropFirst(row * shape.columns).prefix(shape.columns) }
    }
    return numbers
  }

  /// Makes sure that a model begins and ends a text with the boundary.
  ///
  /// - Parameter settings: the model's `config.json`.
  package func check(_ settings: JSON) throws(ImportError) {
    for name in ["bos_token_id", "eos_token_id"] {
      guard let field = settings[name], !field.isNull, field.integer(as: Int.self) != order.last else {
        continue
      }
      throw ImportError(
        "config.json: \(visible: name) is not \(order.last ?? 0), the boundary; here one token begins and ends a text"
      )
    }
  }
}

/// The parts of a `tokenizer.json`.
private struct TokenizerParts {
  let json: JSON
  let isOfBytes: Bool

  init(_ json: JSON) throws(ImportError) {
    self.json = json
    func part(_ name: String) -> JSON? { json[name].flatMap { $0.isNull ? nil : $0 } }
    guard part("normalizer") == nil else {
      throw ImportError(
        "tokenizer.json: the normalizer changes a text before it becomes tokens; it must be null"
      )
    }
    switch part("decoder")?["type"]?.string {
    case "ByteLevel": isOfBytes = true
    case "Fuse": isOfBytes = false
    case let type:
      throw ImportError(
        "tokenizer.json: the decoder is \(type ?? "missing"); it must be Fuse, or ByteLevel for tokens that are bytes"
      )
    }
    try Self.checkSplit(part("pre_tokenizer"), isOfBytes: isOfBytes, splitsItself: try splitsItself())
  }

  /// Whether the model makes a token of each character by itself, and not of what it is given.
  private func splitsItself() throws(ImportError) -> Bool {
    let model = json["model"]
    switch model?["type"]?.string {
    case "WordLevel": return false
    case "BPE":
      guard model?["merges"]?.elements?.isEmpty ?? true else {
        throw ImportError("tokenizer.json: there are merges; a token here is a character or a byte")
      }
      for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
        guard let text = model?[name]?.string, !text.isEmpty else { continue }
        throw ImportError("tokenizer.json: the \(visible: name) is \(text); it must be null")
      }
      return true
    case let type:
      throw ImportError("tokenizer.json: the model is \(type ?? "missing"); it must be WordLevel or BPE")
    }
  }

  /// Makes sure that a text is divided into its characters, or bytes.
  private static func checkSplit(_ part: JSON?, isOfBytes: Bool, splitsItself: Bool) throws(ImportError) {
    let steps = part.map { $0["pretokenizers"]?.elements ?? [$0] } ?? []
    var (dividesBytes, dividesCharacters) = (false, splitsItself)
    for step in steps {
      switch step["type"]?.string {
      case "ByteLevel" where step["add_prefix_space"]?.flag == false && isOfBytes: dividesBytes = true
      case "Split"
      where step["behavior"]?.string == "Isolated" && step["invert"]?.flag != true
        && [#"[\s\S]"#, "(?s)."].contains(step["pattern"]?["Regex"]?.string ?? ""):
        dividesCharacters = true
      case "Split"
      where step["behavior"]?.string == "Isolated" && step["invert"]?.flag != true
        && step["pattern"]?["String"]?.string == "":
        dividesCharacters = true
      case let type:
        throw ImportError(
          "tokenizer.json: the pre_tokenizer has a step \(type ?? "without a type") that can't be followed here"
        )
      }
    }
    guard dividesCharacters, dividesBytes == isOfBytes else {
      throw ImportError("tokenizer.json: the pre_tokenizer does not divide a text into single characters")
    }
  }

  /// The one special token.
  func boundary() throws(ImportError) -> (word: String, token: Int) {
    let added = json["added_tokens"]?.elements ?? []
    guard added.count == 1, let word = added[0]["content"]?.string, added[0]["special"]?.flag == true,
      let token = added[0]["id"]?.integer(as: Int.self)
    else {
      throw ImportError(
        "tokenizer.json: there are \(added.count) added tokens; there must be one, a special one that begins and ends a text"
      )
    }
    return (word, token)
  }

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
    guard word.unicodeScalars.count == 1 else {
      throw ImportError("tokenizer.json: the token \(word) is more than one character")
    }
    guard isOfBytes else { return Array(word.utf8) }
    guard let byte = Self.bytes[word] else {
      throw ImportError("tokenizer.json: the token \(word) stands for no byte")
    }
    return [byte]
  }

  /// The byte that each character stands for in byte-level tokenizers.
  private static let bytes: [String: UInt8] = {
    var bytes: [String: UInt8] = [:]
    for byte in UInt8.min...UInt8.max { bytes[StockTokenizer.byteName(byte)] = byte }
    return bytes
  }()
}
