import Drawing
import Inspection
import Pictures
import Transformer
import VisibleText

/// How `score` prints texts: each with its tokens, or all in one table, and at the end what they cost together.
struct ScoreListing {
  private let tokenizer: Tokenizer
  private let contextLength: Int
  private let terminal = Terminal.output
  private var totals = ScoreTotals()
  /// The rows of the table of all texts: the text, and its figures.
  private var rows: [(text: String, figures: [String])] = []
  /// How many tokens of each text lie beyond the context.
  private var omittedCounts: [Int] = []

  init(_ tokenizer: Tokenizer, _ contextLength: Int) {
    self.tokenizer = tokenizer
    self.contextLength = contextLength
  }

  /// How wide a text is in the table of all.
  private static let textWidth = 40

  /// Prints a text with its tokens.
  mutating func show(_ text: ScoredText, _ score: TextScore) {
    if totals.textCount > 0 { terminal.line() }
    totals.add(score)
    let counts: Message =
      "'\(visible: excerpt(text.bytes))': \(visible: counted(score.tokens.count, "token")), \(visible: nats(score.nats)), "
      + "\(visible: fixed(score.loss)) per token, perplexity \(visible: perplexity(score.perplexity))"
    terminal.sentence(counts.text, styled: terminal.style.bold)
    if let remark = remark(on: score) { terminal.sentence(remark) }
    let shaded = ShadedText(score.tokens.map { (terminal.shown(tokenizer.label($0.token)), $0.probability) })
    let lines = shaded.lines(maximumWidth: terminal.width, style: terminal.style, glyphs: terminal.glyphs)
    terminal.write(lines.map { $0 + "\n" }.joined())
    terminal.write(score.table(label: { tokenizer.label($0) }))
  }

  /// Takes a text for the table of all.
  mutating func add(_ text: ScoredText, _ score: TextScore) {
    totals.add(score)
    let figures = [
      NumberFormat.grouped(score.tokens.count), fixed(score.nats), fixed(score.loss),
      perplexity(score.perplexity),
    ]
    rows.append(
      (truncated(visible(text.bytes), to: Self.textWidth, ellipsis: terminal.glyphs.ellipsis), figures)
    )
    omittedCounts.append(score.omittedCount)
  }

  /// Prints what all texts cost together, once the last has come.
  func end() {
    if rows.isEmpty { terminal.sentence(ShadedText.legend("probability")) } else { writeTable() }
    guard totals.textCount > 1 else { return }
    terminal.line()
    terminal.sentence(
      "\(counted(totals.textCount, "text")), \(counted(totals.tokenCount, "token")): \(nats(totals.nats)); "
        + "\(fixed(totals.loss)) per token, perplexity \(perplexity(totals.perplexity)); mean over texts "
        + "\(fixed(totals.lossPerText)) per token"
    )
  }

  /// Prints the table of all texts; where some are cut, which costs them nothing, it says how much is left out of each.
  private func writeTable() {
    let cutCount = omittedCounts.count { $0 > 0 }
    let headers = ["tokens", "nats", "per token", "perplexity"] + (cutCount > 0 ? ["left out"] : [])
    var table = Table(columns: [.init("text")] + headers.map { .init($0, alignment: .right) })
    for (row, omittedCount) in zip(rows, omittedCounts) {
      let leftOut = omittedCount > 0 ? NumberFormat.grouped(omittedCount) : ""
      table.append([row.text] + row.figures + (cutCount > 0 ? [leftOut] : []))
    }
    terminal.write(table)
    guard cutCount > 0 else { return }
    terminal.sentence(
      "cut at the context length of \(contextLength): \(counted(cutCount, "text")); their tokens beyond it are left out of all figures"
    )
  }

  /// How the text was read, where that was not at once and as a whole.
  private func remark(on score: TextScore) -> String? {
    if score.omittedCount > 0 {
      return
        "cut at the context length of \(contextLength): \(counted(score.omittedCount, "token")) left out at the end"
    }
    return score.documentCount > 1
      ? "read in \(score.documentCount) windows of up to \(counted(contextLength, "token"))" : nil
  }

  private func nats(_ number: Double) -> String { fixed(number) + " nats" }

  private func fixed(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 4) }

  private func perplexity(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 3) }
}
