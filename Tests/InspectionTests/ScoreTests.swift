import Foundation
import Inspection
import TestSupport
import Testing
import Training
import Transformer

@Suite("Scores of texts")
struct ScoreTests {
  @Test("A token's probability, rank and loss are those of plain numbers")
  func token() {
    // `e = [math.exp(x) for x in [1.5, -0.3, 2.2, 0.4, 2.2, -1.1]]`, then `e[i] / sum(e)` and `-math.log(e[i] / sum(e))`.
    let logits = [1.5, -0.3, 2.2, 0.4, 2.2, -1.1]
    let first = TokenScore(0, logits: logits)
    #expect(agree(first.probability, 0.17857305597545126, within: 1e-15))
    #expect(agree(first.loss, 1.7227574843201041, within: 1e-14))
    #expect((0..<6).map { TokenScore($0, logits: logits).rank } == [3, 5, 1, 4, 1, 6])
    // A probability too small for a number still has a loss.
    let impossible = TokenScore(1, logits: [2000, 0])
    #expect(impossible.probability == 0 && impossible.loss == 2000 && impossible.rank == 2)
  }

  @Test("Token by token, losses are those of plain loops over the parameters", arguments: Variant.all)
  func plain(variant: Variant) throws {
    let model = try variant.model()
    var plain = PlainGPT(model.configuration, model.parameterVector.data)
    plain.isVisible = variant.isVisible
    let mark = model.tape.mark
    let score = TextScore(model, documents: [Variant.document])
    #expect(model.tape.mark == mark)
    let losses = plain.losses(Variant.document)
    #expect(agree(score.tokens.map(\.loss), losses, within: 1e-12))
    #expect(agree(score.tokens.map(\.probability), losses.map { exp(-$0) }, within: 1e-12))
    #expect(score.tokens.map(\.token) == Array(Variant.document.dropFirst()))
    #expect(agree(score.nats, losses.reduce(0, +), within: 1e-12))
    #expect(agree(score.perplexity, exp(score.nats / 6), within: 1e-12))
  }

  @Test("Texts cost together what an evaluation of them says, by both means; what is cut is counted")
  func evaluation() throws {
    let model = try Variant.all[0].model()
    let tokenizer = try Tokenizer(unit: .scalars, vocabulary: [[0x61], [0x62]])
    let documents = [[2, 0, 1, 1, 2], [2, 1, 2], [2, 0, 1, 1, 0, 0, 1, 0, 1, 2], [2, 0, 0, 0, 1, 1, 2]]
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    var totals = ScoreTotals()
    let scores = documents.map { TextScore(model, documents: [$0]) }
    for score in scores { totals.add(score) }
    #expect(scores.map(\.omittedCount) == [0, 0, 3, 0])
    #expect(totals.textCount == 4 && totals.tokenCount == evaluation.tokenCount)
    #expect(agree(totals.loss, evaluation.loss, within: 1e-13))
    #expect(agree(totals.lossPerText, evaluation.lossPerDocument, within: 1e-13))
    #expect(agree(totals.perplexity, evaluation.perplexity(of: evaluation.loss), within: 1e-12))
    // A stream's windows are one text.
    let windows = [[2, 0, 1, 1, 0, 0, 1], [2, 1, 0]]
    let stream = TextScore(model, documents: windows)
    let whole = Evaluation(model, tokenizer: tokenizer, documents: windows)
    #expect(stream.documentCount == 2 && stream.omittedCount == 0 && stream.tokens.count == 8)
    #expect(agree(stream.loss, whole.loss, within: 1e-13))
  }
}
