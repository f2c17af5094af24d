import Random
import Training
import Transformer
import VisibleText

/// A trained model as a program in Python that samples texts: the algorithm to be read, and after it the weights.
///
/// It holds only what this model computes: no mask where all positions are visible, no rotation where positions are learned.
/// The numbers are the model's own, each in as many digits as it takes to read it back, and the texts are those that
/// the model samples here, as Python's `random` is the same generator.
///
/// A cache keeps what the store keeps. Other kernels and stores compute the same numbers in another order, so the program
/// has one form for all of them.
package struct PythonProgram {
  let checkpoint: Checkpoint
  /// The name of the program that writes it.
  let generator: String
  /// What samples the same texts.
  let command: String

  /// The program for a checkpoint's model.
  ///
  /// - Parameters:
  ///   - checkpoint: the model, and the random numbers that it goes on with.
  ///   - generator: the name of the program that writes it, and its version.
  ///   - command: what samples the same texts, in one line.
  package init(_ checkpoint: Checkpoint, generatedBy generator: String, command: String) {
    self.checkpoint = checkpoint
    self.generator = generator
    self.command = command
  }

  var model: GPTConfiguration { checkpoint.model }
  var choices: AttentionChoices { checkpoint.model.attention }

  /// How the program begins, by which a file is known.
  package static func beginning(generatedBy generator: String) -> String {
    "#!/usr/bin/env python3\n# A model exported by \(generator)"
  }

  /// The whole file.
  package var text: String {
    [
      beginning, shape, vocabulary, mathematics, normalization, masking, rotation, function, sampling,
      weights, state,
      "if __name__ == \"__main__\":\n    main()\n",
    ]
    .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var beginning: String {
    """
    \(Self.beginning(generatedBy: generator)): a program that samples texts, and its weights.
    #
    #   python3 FILE                      the texts that '\(command)' prints
    #   python3 FILE --seed 7 --count 5   5 texts, drawn with other random numbers
    #
    # It needs Python 3.8 or later, and nothing else. The model was trained on
    # \(excerpt(checkpoint.source.name)) for \(checkpoint.state.stepsDone) steps.
    # The algorithm is that of Karpathy's microgpt.py, https://karpathy.github.io/2026/02/12/microgpt/,
    # without the training. The functions come first, the numbers that training found at the end.

    import argparse
    import math
    import random

    """
  }

  private var shape: String {
    var lines = [
      "# How large the model is.",
      "layer_count = \(model.layerCount)",
      "width = \(model.embeddingWidth)  # of the vector that stands for a position between layers",
      "head_count = \(model.headCount)",
      "head_width = \(model.headWidth)",
      "context_length = \(model.contextLength)  # how many tokens it can read",
    ]
    if let latentWidth = choices.latentWidth {
      lines.append("latent_width = \(latentWidth)  # of what is stored of a position, for all heads")
    } else if model.keyValueHeadCount != model.headCount {
      lines.append("stored_head_count = \(model.keyValueHeadCount)  # which the heads share")
    }
    if case .rotary(let base) = choices.positions {
      if choices.latentWidth != nil {
        lines.append(
          "rotary_width = \(model.rotaryWidth)  # how many elements of a query and a key carry the position"
        )
      }
      lines.append("rotary_base = \(base)  # of the wavelengths of the rotation")
    }
    let keyWidth =
      choices.latentWidth != nil && model.rotaryWidth > 0 ? "(head_width + rotary_width)" : "head_width"
    let scale =
      switch choices.scale {
      case .inverseRoot: "1 / math.sqrt(\(keyWidth))"
      case .inverse: "1 / \(keyWidth)"
      case .none: "1.0"
      case .number(let number): "\(number)"
      }
    lines.append("scale = \(scale)  # of the scores")
    return lines.joined(separator: "\n") + "\n"
  }

  private var vocabulary: String {
    let tokens = checkpoint.tokenizer.vocabulary.map { PythonLiteral.string($0) }
    return """
      # What each token stands for. One more token, the boundary, stands where a text begins and ends.
      vocabulary = [
      \(PythonLiteral.lines(of: tokens.map { $0 + "," }, indentation: 4))
      ]
      boundary = len(vocabulary)

      """
  }

  private var mathematics: String {
    """
    def linear(matrix, x):
        \"""A matrix times a vector: the dot product of each row and x.\"""
        return [dot(row, x) for row in matrix]


    def dot(x, y):
        return sum(a * b for a, b in zip(x, y))


    def add(x, y):
        return [a + b for a, b in zip(x, y)]


    def heads(x, size=head_width):
        \"""The parts of a vector that belong to one head each.\"""
        return [x[i : i + size] for i in range(0, len(x), size)]


    def softmax(scores):
        \"""Positive numbers that add up to 1, each e times as large where its score is larger by 1.\"""
        largest = max(scores)
        powers = [math.exp(score - largest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    """
  }

  /// The functions of the norm and of the gate.
  private var normalization: String {
    let epsilon = rmsNormEpsilon
    let norm =
      model.shape.norm == .weighted
      ? """
      def norm(x, weight):
          \"""RMSNorm: x divided by the root of its mean square, and a weight for each element.\"""
          factor = (dot(x, x) / len(x) + \(epsilon)) ** -0.5
          return [w * factor * a for w, a in zip(weight, x)]

      """
      : """
      def norm(x):
          \"""RMSNorm: x divided by the root of its mean square.\"""
          factor = (dot(x, x) / len(x) + \(epsilon)) ** -0.5
          return [factor * a for a in x]

      """
    guard model.shape.feedForward == .swiglu else { return norm }
    return norm + """


      def silu(a):
          \"""a / (1 + e^-a): about a where it is large, about 0 where it is far below 0.\"""
          power = math.exp(-abs(a))
          return a / (1 + power) if a > 0 else a * power / (1 + power)

      """
  }

  /// The function that hides positions; empty where all of the past is visible.
  private var masking: String {
    guard hidesPositions else { return "" }
    let patterns = choices.mask.patterns.map { pattern in
      switch pattern {
      case .causal: "True"
      case .window(let size): "query - key < \(size)"
      case .strided(let stride): "(query - key) % \(stride) == 0"
      case .blocks(let size): "query // \(size) == key // \(size)"
      case .global(let count): "key < \(count)"
      }
    }
    let mask = patterns.count == 1 ? patterns[0] : patterns.map { "(\($0))" }.joined(separator: " or ")
    let stored = choices.store.size.map { "query - key < \($0)" }
    return """
      def sees(query, key):
          \"""Whether the query at a position attends to the key at another, which does not come after it.\"""
          return \(stored.map { mask == "True" ? $0 : "\($0) and (\(mask))" } ?? mask)

      """
  }

  var hidesPositions: Bool { choices.mask != .causal || choices.store.size != nil }

  private var rotation: String {
    guard case .rotary = choices.positions else { return "" }
    return """
      def rotate(x, position):
          \"""Turns each pair of elements in its plane, by an angle that grows with the position.\"""
          turned = []
          for i in range(0, len(x), 2):
              angle = position * rotary_base ** (-i / len(x))
              cosine, sine = math.cos(angle), math.sin(angle)
              turned += [cosine * x[i] - sine * x[i + 1], sine * x[i] + cosine * x[i + 1]]
          return turned

      """
  }

  private var sampling: String {
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

  private var weights: String {
    var result = "# What training found.\nweights = {\n"
    var next = 0
    for shape in model.parameterShapes {
      result += "    \"\(shape.name)\": numbers(\"\"\"\n"
      for _ in 0..<shape.rows {
        for column in 0..<shape.columns {
          if column > 0 { result += " " }
          result += "\(checkpoint.parameters[next])"
          next += 1
        }
        result += "\n"
      }
      result += "\"\"\"),\n"
    }
    return result + "}\n"
  }

  private var state: String {
    let state = checkpoint.state.generator.state
    let words = state.words.map { "\($0)" } + ["\(state.index)"]
    return """
      # Where the random numbers stand: 624 words of the Mersenne Twister, and how many of them are used up.
      state = (3, tuple(int(word) for word in \"""
      \(PythonLiteral.lines(of: words, indentation: 0))
      \""".split()), \(state.spareGaussian.map { "\($0)" } ?? "None"))

      """
  }
}
