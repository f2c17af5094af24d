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
  /// special one for the boundary, and nothing else: no merges, nothing that changes a text before or its tokens after.
  ///
  /// A character that the vocabulary lacks is an error here, whatever it is there; and the boundary's name, which a text might hold, is
  /// characters here.
  ///
  /// - Throws: ``ImportError`` where any other text would have other tokens here, or tokens another text.
  package init(reading json: JSON) throws(ImportError) {
    let file = try TokenizerFile(json)
    let boundary = file.boundary
    var words: [(bytes: [UInt8], token: Int)] = []
    for (word, token) in try file.vocabulary() {
      guard word.utf8.elementsEqual(boundary.word.utf8) else {
        words.append((try file.bytes(of: word), token))
        continue
      }
      guard token == boundary.token else {
        throw ImportError("tokenizer.json: the token \(word) has two numbers, \(token) and \(boundary.token)")
      }
    }
    words.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    do throws(TokenizerError) {
      tokenizer = try Tokenizer(unit: file.isOfBytes ? .bytes : .scalars, vocabulary: words.map { $0.bytes })
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
  /// - Parameters:
  ///   - settings: the model's `config.json` or `generation_config.json`.
  ///   - file: which of them.
  package func check(_ settings: JSON, in file: String) throws(ImportError) {
    for name in ["bos_token_id", "eos_token_id"] {
      guard let field = settings[name], !field.isNull else { continue }
      // What ends a text may be one of several tokens.
      let tokens = field.elements ?? [field]
      guard tokens.count != 1 || tokens[0].integer(as: Int.self) != order.last else { continue }
      throw ImportError(
        "\(visible: file): \(visible: name) is not \(order.last ?? 0), the boundary; here one token begins and ends a text"
      )
    }
  }
}
