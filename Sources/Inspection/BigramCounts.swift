import Autograd
import Basics

/// How often each token follows each other token: the simplest prediction that looks at what came before.
public struct BigramCounts: Equatable, Sendable {
  private let vocabularySize: Int
  /// How often each pair occurs, under a · V + b.
  private var pairCounts: [Int: Int] = [:]
  /// How often each token is followed by another.
  private var tokenCounts: [Int]

  /// Counts the pairs of neighbouring tokens in documents.
  public init(of documents: [ArraySlice<Int>], vocabularySize: Int) {
    self.vocabularySize = vocabularySize
    tokenCounts = Array(repeating: 0, count: vocabularySize)
    for document in documents {
      for (token, next) in zip(document, document.dropFirst()) {
        pairCounts[token * vocabularySize + next, default: 0] += 1
        tokenCounts[token] += 1
      }
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
    // In order of the pairs, so that the sum has the same bits every time.
    let total = pairCounts.sorted { $0.key < $1.key }.reduce(0.0) { total, entry in
      total + Double(entry.value) * loss(ofPair: entry.key, count: entry.value)
    }
    return total / Double(tokenCounts.reduce(0, +))
  }

  /// The same for one of the documents that were counted, which has at least two tokens: the mean over its own pairs.
  public func leaveOneOutLoss(of document: ArraySlice<Int>) -> Double {
    let total = zip(document, document.dropFirst()).reduce(0.0) { total, pair in
      let key = pair.0 * vocabularySize + pair.1
      guard let count = pairCounts[key] else {
        preconditionFailure(
          "the tokens \(pair.0) and \(pair.1) follow each other in none of the documents that were counted"
        )
      }
      return total + loss(ofPair: key, count: count)
    }
    return total / Double(document.count - 1)
  }

  /// The loss, in nats per token, of predicting a document that was not counted and has at least two tokens: the mean over its pairs.
  ///
  ///     p(b | a) = (n(a, b) + 1) / (n(a) + V)
  public func loss(of document: ArraySlice<Int>) -> Double {
    let total = zip(document, document.dropFirst()).reduce(0.0) { total, pair in
      let count = pairCounts[pair.0 * vocabularySize + pair.1, default: 0]
      return total
        - ElementaryFunctions.log(Double(count + 1) / Double(tokenCounts[pair.0] + vocabularySize))
    }
    return total / Double(document.count - 1)
  }

  /// −ln p(b | a) of a pair under a · V + b that was counted so often.
  private func loss(ofPair key: Int, count: Int) -> Double {
    -ElementaryFunctions.log(Double(count) / Double(tokenCounts[key / vocabularySize] - 1 + vocabularySize))
  }
}
