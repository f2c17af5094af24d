import Foundation
import Testing
import Transformer

@Suite("Tokenizer")
struct TokenizerTests {
  /// The lines of `data/names-unicode.txt`, names in many scripts.
  static let names = Result {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try Data(contentsOf: root.appending(components: "data", "names-unicode.txt"))
    return Array(file).split(separator: 0x0A)
  }

  func tokenizer(_ unit: Tokenizer.Unit, _ texts: String...) -> Tokenizer {
    Tokenizer(unit: unit, covering: Texts(texts.map { Array($0.utf8)[...] }))
  }

  @Test("Decoding what was encoded gives every line's bytes again", arguments: Tokenizer.Unit.allCases)
  func roundTrip(unit: Tokenizer.Unit) throws {
    let names = try Self.names.get()
    #expect(names.count == 398)
    let tokenizer = Tokenizer(unit: unit, covering: Texts(names))
    for name in names {
      let tokens = try tokenizer.encode(name)
      #expect(tokenizer.decodeBytes(tokens) == Array(name))
      #expect(tokenizer.decode(tokens) == String(decoding: name, as: UTF8.self))
      let text = String(decoding: name, as: UTF8.self)
      let expectedCount =
        switch unit {
        case .scalars: text.unicodeScalars.count
        case .characters: text.count
        case .bytes: name.count
        }
      #expect(tokens.count == expectedCount)
    }
  }

  @Test("A vocabulary saved and read again gives the same tokenizer", arguments: Tokenizer.Unit.allCases)
  func saved(unit: Tokenizer.Unit) throws {
    let names = try Self.names.get()
    let tokenizer = Tokenizer(unit: unit, covering: Texts(names))
    let again = try Tokenizer(unit: unit, vocabulary: tokenizer.vocabulary)
    #expect(again == tokenizer)
    #expect(try again.encode(names[7]) == tokenizer.encode(names[7]))
  }

  // `sorted(set("Zoë née Ångström\t🙂 aé\u0301 ñn\u0303 한글 ｱ \U0001F1E9\U0001F1EA z~"))`
  @Test("Scalars are numbered in Python's order of sorted(set())")
  func order() {
    let text = "Zoë née Ångström\t🙂 aé\u{301} ñn\u{303} 한글 ｱ \u{1F1E9}\u{1F1EA} z~"
    let expected: [Unicode.Scalar] = [
      "\u{9}", " ", "Z", "a", "e", "g", "m", "n", "o", "r", "s", "t", "z", "~", "\u{C5}", "\u{E9}", "\u{EB}",
      "\u{F1}", "\u{F6}", "\u{301}", "\u{303}", "\u{AE00}", "\u{D55C}", "\u{FF71}", "\u{1F1E9}", "\u{1F1EA}",
      "\u{1F642}",
    ]
    let vocabulary = tokenizer(.scalars, text).vocabulary
    #expect(vocabulary == expected.map { Array(String($0).utf8) })
  }

  @Test("The boundary comes after all units")
  func boundary() {
    let tokenizer = tokenizer(.scalars, "ba", "cab")
    #expect(tokenizer.vocabulary == [[0x61], [0x62], [0x63]])
    #expect(tokenizer.boundary == 3)
    #expect(tokenizer.vocabularySize == 4)
    #expect(tokenizer.decode([3, 0, 3, 1, 3]) == "ab")
  }

  @Test("Bytes are numbered by their size")
  func bytes() throws {
    let tokenizer = tokenizer(.bytes, "é", "a")
    #expect(tokenizer.vocabulary == [[0x61], [0xA9], [0xC3]])
    #expect(try tokenizer.encode("éa") == [2, 1, 0])
  }

  @Test("é in one scalar and in two are different tokens, as characters too")
  func normalization() throws {
    let composed = "\u{E9}"
    let decomposed = "e\u{301}"
    let scalars = tokenizer(.scalars, composed, decomposed)
    #expect(try scalars.encode(composed).count == 1)
    #expect(try scalars.encode(decomposed).count == 2)

    let characters = tokenizer(.characters, composed, decomposed)
    #expect(characters.vocabularySize == 3)
    #expect(try characters.encode(composed) == [1])
    #expect(try characters.encode(decomposed) == [0])
    #expect(characters.decodeBytes([0]) == [0x65, 0xCC, 0x81])
    #expect(characters.decodeBytes([1]) == [0xC3, 0xA9])
  }

  @Test("A character may be several scalars: a flag, a family, a line end")
  func characters() throws {
    let text = "🇩🇪👩‍👩‍👧\r\n"
    let tokenizer = tokenizer(.characters, text)
    #expect(tokenizer.vocabularySize == 4)
    #expect(try tokenizer.encode(text).count == 3)
    #expect(tokenizer.decodeBytes(try tokenizer.encode(text)) == Array(text.utf8))
  }

  @Test("The first unknown unit is told, with the place of its first byte")
  func unknown() {
    let scalars = tokenizer(.scalars, "abé")
    #expect(throws: TokenizerError.unknown([0xE2, 0x82, 0xAC], position: 3)) { try scalars.encode("éa€x") }
    let bytes = tokenizer(.bytes, "abé")
    #expect(throws: TokenizerError.unknown([0xE2], position: 3)) { try bytes.encode("éa€x") }
    let characters = tokenizer(.characters, "abé")
    #expect(throws: TokenizerError.unknown([0x61, 0xCC, 0x81], position: 1)) {
      try characters.encode("ba\u{301}")
    }
    #expect(throws: TokenizerError.unknown([0x78], position: 3)) {
      try scalars.encodeDocuments(Texts([Array("ab".utf8)[...], Array("axy".utf8)[...]]))
    }
    #expect(
      TokenizerError.unknown([0xE2, 0x82, 0xAC], position: 3).description == "'€' is not in the vocabulary"
    )
  }

  @Test("A place in a slice counts from the whole")
  func unknownInSlice() {
    let scalars = tokenizer(.scalars, "ab")
    let text = Array("xxabx".utf8)
    #expect(throws: TokenizerError.unknown([0x78], position: 4)) { try scalars.encode(text[2...]) }
  }

  @Test("A saved vocabulary out of order, with a token twice or an empty one is refused")
  func damagedVocabulary() {
    for vocabulary in [[[0x62], [0x61]], [[0x61], [0x61]], [[], [0x61]], [[0x61, 0x62], [0x61]]]
      as [[[UInt8]]]
    {
      #expect(throws: TokenizerError.vocabulary) { try Tokenizer(unit: .scalars, vocabulary: vocabulary) }
    }
    #expect(
      TokenizerError.vocabulary.description
        == "the vocabulary has tokens that are empty, repeated or out of order"
    )
  }

  @Test("Bytes that are no text on their own show as U+FFFD and lose nothing")
  func partialScalar() throws {
    let tokenizer = tokenizer(.bytes, "é")
    #expect(tokenizer.decode([1]) == "\u{FFFD}")
    #expect(tokenizer.decodeBytes([1]) == [0xC3])
  }

  @Test("Documents are the texts one by one, each between boundaries", arguments: Tokenizer.Unit.allCases)
  func documents(unit: Tokenizer.Unit) throws {
    let texts = Texts(try Self.names.get() + [[]])
    let tokenizer = Tokenizer(unit: unit, covering: texts)
    let documents = try tokenizer.encodeDocuments(texts)
    let expected = try texts.map { [tokenizer.boundary] + (try tokenizer.encode($0)) + [tokenizer.boundary] }
    #expect(Array(documents) == expected)
  }

  @Test("What stands between the texts gives no tokens", arguments: Tokenizer.Unit.allCases)
  func between(unit: Tokenizer.Unit) throws {
    let texts = Texts(bytes: Array("xaby\nba".utf8), ranges: [1..<3, 5..<7])
    let tokenizer = Tokenizer(unit: unit, covering: texts)
    #expect(tokenizer.vocabulary == [[0x61], [0x62]])
    #expect(Array(try tokenizer.encodeDocuments(texts)) == [[2, 0, 1, 2], [2, 1, 0, 2]])
  }

  @Test("What is not in the vocabulary is named so that it does nothing where it is printed, and in short")
  func harmless() {
    func description(_ unit: [UInt8]) -> String { TokenizerError.unknown(unit, position: 0).description }
    #expect(description([0x1B]) == "'\\u{1b}' is not in the vocabulary")
    #expect(description(Array("\u{202E}".utf8)) == "'\\u{202e}' is not in the vocabulary")
    #expect(description([0xFF]) == "'\\u{dcff}' is not in the vocabulary")
    let long = description(Array(("e" + String(repeating: "\u{301}", count: 9999)).utf8))
    #expect(long.unicodeScalars.count < 250)
  }

  @Test("Nothing encodes to nothing")
  func empty() throws {
    let tokenizer = tokenizer(.scalars, "a")
    #expect(try tokenizer.encode("") == [])
    #expect(tokenizer.decode([]) == "")
  }
}
