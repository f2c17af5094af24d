import Random
import Transformer

/// A text that is written a token at a time.
struct Writing {
  /// A token that was chosen.
  struct Choice {
    /// The token.
    let token: Int
    /// Whether it was drawn; a reader chose it where not.
    let isDrawn: Bool
  }

  /// How the text begins.
  private(set) var beginning: [UInt8] = []
  /// What was chosen after the beginning, perhaps the boundary at its end.
  private(set) var choices: [Choice] = []

  /// Begins anew where the beginning is another.
  mutating func begin(with text: [UInt8]) {
    guard beginning != text else { return }
    beginning = text
    choices = []
  }

  /// Begins anew.
  mutating func startOver() { choices = [] }

  /// Takes the last choice back.
  mutating func goBack() { _ = choices.popLast() }

  /// Goes on with a token.
  mutating func append(_ token: Int, isDrawn: Bool) { choices.append(Choice(token: token, isDrawn: isDrawn)) }

  /// Where the generator stands after what was drawn: going back and drawing again gives the same token.
  func generator(seed: UInt64) -> MersenneTwister {
    var generator = MersenneTwister(seed: seed)
    for choice in choices where choice.isDrawn {
      // A draw takes one random number, whatever it is drawn from.
      _ = generator.index(weightedBy: [1])
    }
    return generator
  }
}
