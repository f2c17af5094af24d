import Autograd

/// How often each token follows each other token: the simplest prediction that looks at what came before.
public struct BigramCounts: Equatable, Sendable {
  private var counts: [[Int]]

  /// Counts the pairs of neighbouring tokens in documents.
  public init(of documents: [ArraySlice<Int>], vocabularySize: Int) {
    counts = Array(repeating: Array(repeating: 0, count: vocabularySize), count: vocabularySize)
    for document in documents {
      for (token, next) in zip(document, document.dropFirst()) { counts[token][next] += 1 }
    }
  }

  /// The loss, in nats per token, of predicting each token from the counts of all the other pairs, plus one for each
  /// token.
  ///
  ///     p(b | a) = (n(a, b) − 1 + 1) / (n(a) − 1 + V)
  ///
  /// n counts the pair that is predicted too, and the −1 takes it out again: a table that had seen the answer would look
  /// too good, most of all on a short text.
  public var leaveOneOutLoss: Double {
    var total = 0.0
    var pairCount = 0
    for row in counts {
      let rowCount = row.reduce(0, +)
      for count in row where count > 0 {
        total -= Double(count) * ElementaryFunctions.log(Double(count) / Double(rowCount - 1 + row.count))
        pairCount += count
      }
    }
    return total / Double(pairCount)
  }
}
