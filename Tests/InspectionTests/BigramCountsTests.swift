import Inspection
import TestSupport
import Testing

@Suite("Bigram counts")
struct BigramCountsTests {
  // For the documents 3 0 1 3, 3 1 1 0 3 and 3 0 3, with four tokens; in Python, over all pairs of neighbours:
  //
  //     others = pairs[:i] + pairs[i + 1:]
  //     -math.log((others.count(pair) + 1) / (sum(a == pair[0] for a, _ in others) + 4))
  @Test("Each pair is predicted from all the others, and one more for each token")
  func known() {
    let documents = [[3, 0, 1, 3], [3, 1, 1, 0, 3], [3, 0, 3]].map { $0[...] }
    let counts = BigramCounts(of: documents, vocabularySize: 4)
    #expect(agree(counts.leaveOneOutLoss, 1.4836940556458567, within: 1e-15))
  }

  // In Python, for a document that was not counted: (pairs.count(pair) + 1) / (sum(a == pair[0] for a, _ in pairs) + 4)
  @Test("Another document is predicted from all the pairs, and one more for each token")
  func other() {
    let documents = [[3, 0, 1, 3], [3, 1, 1, 0, 3], [3, 0, 3]].map { $0[...] }
    let counts = BigramCounts(of: documents, vocabularySize: 4)
    #expect(agree(counts.loss(of: [3, 0, 0, 2, 3]), 1.5313531299044303, within: 1e-15))
  }

  @Test("One pair alone is predicted as any other: ln V")
  func onePair() {
    #expect(
      agree(BigramCounts(of: [[0, 4]], vocabularySize: 5).leaveOneOutLoss, 1.6094379124341003, within: 1e-15)
    )
  }

  // Of 100 pairs 0 0 each of the 99 others counts: −ln(100 / (99 + 2)).
  @Test("What always follows is predicted ever better")
  func certain() {
    let counts = BigramCounts(of: [Array(repeating: 0, count: 101)[...]], vocabularySize: 2)
    #expect(agree(counts.leaveOneOutLoss, 0.009950330853168092, within: 1e-15))
  }

  @Test("The end of one document and the beginning of the next are no pair")
  func documentsAreApart() {
    let apart = BigramCounts(of: [[0, 1], [0, 1]], vocabularySize: 2)
    let together = BigramCounts(of: [[0, 1, 0, 1]], vocabularySize: 2)
    #expect(apart != together)
    #expect(agree(apart.leaveOneOutLoss, 0.4054651081081644, within: 1e-15))
  }

  @Test("Slices of documents are counted from their own beginning")
  func slices() {
    let document = [0, 1, 1, 0]
    #expect(
      BigramCounts(of: [document[1...2]], vocabularySize: 2) == BigramCounts(of: [[1, 1]], vocabularySize: 2)
    )
  }
}
