import Drawing
import Inspection

extension InductionScores {
  /// What the columns of ``table`` are.
  public var legend: [String] {
    [
      "\(NumberFormat.grouped(wordCount)) random words of \(shortestWord) to \(longestWord) different tokens, each read twice in one text; mean weights of queries in",
      "the second word. after same: on the token after the earlier copy, which is the induction score; same: on the copy",
      "itself; previous: on the token before; if even: the weight if all visible keys got the same.",
      "loss on a word's tokens but the first: \(NumberFormat.fixed(firstLoss, decimals: 3)) the first time, "
        + "\(NumberFormat.fixed(repeatedLoss, decimals: 3)) the second (nats per token)",
    ]
  }

  /// A row for each head.
  public var table: Table {
    var table = Table(columns: [
      .init("layer", alignment: .right), .init("head", alignment: .right),
      .init("after same", alignment: .right), .init("same", alignment: .right),
      .init("previous", alignment: .right), .init("if even", alignment: .right),
    ])
    for head in heads {
      table.append(
        ["\(head.layer)", "\(head.head)"]
          + [head.afterSame, head.same, head.previous, head.even].map {
            NumberFormat.fixed($0, decimals: 3)
          }
      )
    }
    return table
  }
}
