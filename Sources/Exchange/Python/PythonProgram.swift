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

  private var origin: String {
    let name = excerpt(checkpoint.source.name)
    return checkpoint.isImported ? name : "\(name) for \(checkpoint.state.stepsDone) steps"
  }

  private var beginning: String {
    """
    \(Self.beginning(generatedBy: generator)): a program that samples texts, and its weights.
    #
    #   python3 FILE                      the texts that '\(command)' prints
    #   python3 FILE --seed 7 --count 5   5 texts, drawn with other random numbers
    #
    # It needs Python 3.8 or later, and nothing else. The model was \(checkpoint.isImported ? "imported from" : "trained on")
    # \(origin).
    # The algorithm is that of Karpathy's microgpt.py, https://karpathy.github.io/2026/02/12/microgpt/,
    # without the training. The functions come first, the numbers that training found at the end.

    import argparse
    import math
    import random
    import signal

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
