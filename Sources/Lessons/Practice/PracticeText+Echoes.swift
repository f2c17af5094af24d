import Basics

extension PracticeText {
  /// How many letters the words of the echoes have.
  private static var lengthsOfEchoes: [Int] { echoes.lines.map { ($0.count - 1) / 2 } }

  /// What the letters of a first word but the first cost whoever knows how long the words of the echoes are and nothing of their
  /// letters, in nats per token: each of 8 letters is as likely, and after k letters the point comes as often as words end there.
  ///
  ///     mean over the lengths n, and in each over k = 1 … n − 1, of −ln (P(a letter comes after k) / 8)
  static func costOfFirstWord(lengths: ClosedRange<Int>) -> Double {
    let counts = lengthsOfEchoes
    let costs = lengths.map { length in
      let letters = (1..<length).map { known in
        let (longer, asLong) = (counts.count { $0 > known }, counts.count { $0 >= known })
        return -ElementaryFunctions.log(Double(longer) / Double(asLong) / 8)
      }
      return letters.reduce(0, +) / Double(letters.count)
    }
    return costs.reduce(0, +) / Double(costs.count)
  }

  /// The loss of whoever copies the second word surely and knows how long the words of the echoes are, in nats per token: nobody pays
  /// less for words that are new.
  ///
  ///     Σ (n ln 8 − ln P(n)) / Σ (2n + 2)   over all texts, with n letters in the word
  static var lowestLossOfEchoes: Double {
    let lengths = lengthsOfEchoes
    let cost = lengths.reduce(0.0) { sum, length in
      let share = Double(lengths.count { $0 == length }) / Double(lengths.count)
      return sum + Double(length) * ElementaryFunctions.log(8) - ElementaryFunctions.log(share)
    }
    return cost / Double(lengths.reduce(0) { $0 + 2 * $1 + 2 })
  }
}
