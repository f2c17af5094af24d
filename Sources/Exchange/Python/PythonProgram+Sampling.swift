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
            probabilities = softmax([(logit - largest) / temperature for logit in logits])
            token = random.choices(range(len(logits)), weights=probabilities)[0]
            if token == boundary:
                break
            tokens.append(token)
        return tokens


    def visible(tokens):
        \"""The text of the tokens in one line; what can't be printed is written as an escape.\"""
        text = "".join(vocabulary[token] for token in tokens)
    \(joinsBytes)    escapes = {"\\n": "\\\\n", "\\\\": "\\\\\\\\"}
        return "".join(escapes.get(c, c if c.isprintable() else "\\\\u{%x}" % ord(c)) for c in text)


    def main():
        parser = argparse.ArgumentParser(description="Samples texts from the model in this file.")
        parser.add_argument("--count", type=int, default=20, help="how many texts")
        parser.add_argument("--temperature", type=float, default=0.5, help="lower is safer, higher is wilder")
        parser.add_argument("--seed", type=int, help="of the random numbers, which else go on from the training's")
        options = parser.parse_args()
        if not options.temperature > 0:
            parser.error("--temperature must be above 0")
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
