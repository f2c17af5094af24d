import Training
import Transformer

extension PythonProgram {
  /// The functions that draw texts and print them, and the one that reads the weights.
  var sampling: String {
    """
    def sample(temperature):
        \"""The tokens of a new text: each is drawn with the probability that the model gives it, and then read.\"""
        cache = [[] for _ in range(layer_count)]
        token, tokens = boundary, []
        for position in range(context_length):
            logits = gpt(token, position, cache)
            largest = max(logits)
            if temperature > 0:
                probabilities = softmax([(logit - largest) / temperature for logit in logits])
                token = random.choices(range(len(logits)), weights=probabilities)[0]
            else:
                token = logits.index(largest)
            if token == boundary:
                break
            tokens.append(token)
        return tokens


    def visible(tokens):
        \"""The text of the tokens in one line; what can't be printed is written as an escape.\"""
        text = "".join(vocabulary[token] for token in tokens)
    \(joinsBytes)    escapes = {"\\n": "\\\\n", "\\\\": "\\\\\\\\"\(hiddenEscapes)}
        return "".join(escapes.get(c, c if c.isprintable() else "\\\\u{%x}" % ord(c)) for c in text)


    def main():
        parser = argparse.ArgumentParser(description="Samples texts from the model in this file.")
        parser.add_argument("--count", type=int, default=20, help="how many texts")
        parser.add_argument("--temperature", type=float, default=0.5, help="lower is safer, higher is wilder; 0 takes the likeliest")
        parser.add_argument("--seed", type=int, help="of the random numbers, which else go on from the training's")
        options = parser.parse_args()
        if hasattr(signal, "SIGPIPE"):
            # Whoever reads the texts may have had enough of them.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        if not 0 <= options.temperature < math.inf:
            parser.error("--temperature must be a number from 0")
        if options.count < 0:
            parser.error("--count must be a number from 0")
        if options.seed is not None and not 0 <= options.seed < 2**64:
            parser.error("--seed must be a number from 0 and below 2^64")
        if options.seed is None:
            random.setstate(state)
        else:
            random.seed(options.seed)
        for _ in range(options.count):
            print(visible(sample(options.temperature)))


    def numbers(text):
        \"""A matrix that is written with a row in each line.\"""
        return [[float(number) for number in line.split()] for line in text.split("\\n") if line]

    """
  }

  /// What Python would print and a reader not see, where the vocabulary can write it.
  private var hiddenEscapes: String {
    let tokenizer = checkpoint.tokenizer
    let found = Self.hidden.filter { scalar in
      let bytes = Array(String(Character(scalar)).utf8)
      return tokenizer.unit == .bytes
        ? bytes.allSatisfy { tokenizer.vocabulary.contains([$0]) }
        : tokenizer.vocabulary.contains {
          String(decoding: $0, as: UTF8.self).unicodeScalars.contains(scalar)
        }
    }
    return found.map { scalar in
      let literal = PythonLiteral.string(Array(String(Character(scalar)).utf8))
      return ", \(literal): \"\\\\u{\(String(scalar.value, radix: 16))}\""
    }.joined()
  }

  /// The scalars of which nothing is drawn, though for Python they can be printed; variation selectors, which vary what they follow,
  /// are not among them.
  static let hidden: [Unicode.Scalar] = [
    "\u{34F}", "\u{115F}", "\u{1160}", "\u{17B4}", "\u{17B5}", "\u{2800}", "\u{3164}", "\u{FFA0}",
    "\u{1D159}",
  ]

  /// Tokens that are parts of a character have to be put together.
  private var joinsBytes: String {
    let isText = checkpoint.tokenizer.vocabulary.allSatisfy { String(validating: $0, as: UTF8.self) != nil }
    return isText
      ? ""
      : """
          # A byte that is no character by itself stands here as Python writes it, U+DC80 to U+DCFF.
          text = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")

      """
  }
}
