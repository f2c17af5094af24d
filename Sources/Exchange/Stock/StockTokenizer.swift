import Formats
import Transformer

/// A tokenizer of ours as the library tokenizers reads it: the same tokens for every text, and the same text for every token.
///
/// Each scalar, or each byte under the name that byte-level tokenizers give it, is a word. A text with a word that the vocabulary
/// lacks is an error there, as it is here. The boundary is the special token before a text.
package struct StockTokenizer {
  let tokenizer: Tokenizer
  /// How the boundary is written; no text of the vocabulary holds it.
  package let boundary: String

  /// Translates a tokenizer.
  ///
  /// - Throws: ``ExchangeRefusal`` where a text might hold whatever the boundary could be written as.
  /// - Precondition: Its units are not grapheme clusters, whose ends are drawn by other rules there.
  init(_ tokenizer: Tokenizer) throws(ExchangeRefusal) {
    precondition(tokenizer.unit != .characters, "tokens that are grapheme clusters")
    let vocabulary = Set(tokenizer.vocabulary)
    func canOccur(_ text: String) -> Bool {
      tokenizer.unit == .bytes
        ? text.utf8.allSatisfy { vocabulary.contains([$0]) }
        : text.unicodeScalars.allSatisfy { vocabulary.contains(Array(String($0).utf8)) }
    }
    let candidates = ["<|bos|>"] + ["\u{10FFFE}", "\u{FFFE}", "\u{E000}", "\u{7FE}"].map { "<|\($0)|>" }
    guard let boundary = candidates.first(where: { !canOccur($0) }) else {
      throw ExchangeRefusal("every text can be one of this vocabulary, and the boundary needs one that can't")
    }
    self.tokenizer = tokenizer
    self.boundary = boundary
  }

  /// The text of `tokenizer.json`.
  var json: JSON {
    let isBytes = tokenizer.unit == .bytes
    let each = JSON.object([
      "behavior": .string("Isolated"), "invert": .literal("false"),
      "pattern": .object(["Regex": .string("[\\s\\S]")]), "type": .string("Split"),
    ])
    let bytes = JSON.object([
      "add_prefix_space": .literal("false"), "trim_offsets": .literal("false"),
      "type": .string("ByteLevel"), "use_regex": .literal("false"),
    ])
    let words = tokenizer.vocabulary.enumerated().map { token, word in
      (
        key: isBytes ? Self.byteName(word[0]) : String(decoding: word, as: UTF8.self),
        value: JSON.integer(token)
      )
    }
    let special = JSON.object([
      "SpecialToken": .object(["id": .string(boundary), "type_id": .integer(0)])
    ])
    func text(_ name: String) -> JSON {
      .object(["Sequence": .object(["id": .string(name), "type_id": .integer(0)])])
    }
    return .object([
      "added_tokens": .array([
        .object([
          "content": .string(boundary), "id": .integer(tokenizer.boundary), "lstrip": .literal("false"),
          "normalized": .literal("false"), "rstrip": .literal("false"),
          "single_word": .literal("false"), "special": .literal("true"),
        ])
      ]),
      "decoder": isBytes ? bytes : .object(["type": .string("Fuse")]),
      "model": .object([
        "type": .string("WordLevel"),
        // No word, so that an unknown one is an error.
        "unk_token": .string("<|unknown|>"),
        "vocab": .members(words + [(key: boundary, value: .integer(tokenizer.boundary))]),
      ]),
      "normalizer": .null,
      "padding": .null,
      "post_processor": .object([
        "pair": .array([special, text("A"), special, text("B")]),
        "single": .array([special, text("A")]),
        "special_tokens": .members([
          (
            key: boundary,
            value: .object([
              "id": .string(boundary), "ids": .array([.integer(tokenizer.boundary)]),
              "tokens": .array([.string(boundary)]),
            ])
          )
        ]),
        "type": .string("TemplateProcessing"),
      ]),
      "pre_tokenizer": isBytes
        ? .object(["pretokenizers": .array([bytes, each]), "type": .string("Sequence")]) : each,
      "truncation": .null,
      "version": .string("1.0"),
    ])
  }

  /// The text of `tokenizer_config.json`.
  ///
  /// - Parameter contextLength: how many tokens the model reads.
  func settings(contextLength: Int) -> JSON {
    .object([
      "bos_token": .string(boundary),
      "clean_up_tokenization_spaces": .literal("false"),
      "eos_token": .string(boundary),
      "model_max_length": .integer(contextLength),
      // What fills up the shorter ones of several texts, where nothing attends to it.
      "pad_token": .string(boundary),
      "tokenizer_class": .string("PreTrainedTokenizerFast"),
    ])
  }

  /// The character by which byte-level tokenizers know a byte: itself where it can be seen, else one from U+0100 on.
  ///
  /// Source: "Language Models are Unsupervised Multitask Learners", Radford et al. 2019, `bytes_to_unicode` of its code.
  static func byteName(_ byte: UInt8) -> String {
    func isSeen(_ byte: UInt8) -> Bool {
      (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
    }
    let scalar = isSeen(byte) ? UInt32(byte) : 0x100 + UInt32((0..<byte).count { !isSeen($0) })
    return Unicode.Scalar(scalar).map { String($0) } ?? ""
  }
}
