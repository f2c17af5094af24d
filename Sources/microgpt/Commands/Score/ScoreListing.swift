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
  private var table = Table(columns: [
    .init("text"), .init("tokens", alignment: .right), .init("nats", alignment: .right),
    .init("per token", alignment: .right), .init("perplexity", alignment: .right),
  ])

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
    table.append([
      truncated(visible(text.bytes), to: Self.textWidth, ellipsis: terminal.glyphs.ellipsis),
      NumberFormat.grouped(score.tokens.count), fixed(score.nats), fixed(score.loss),
      perplexity(score.perplexity),
    ])
  }

  /// Prints what all texts cost together, once the last has come.
  func end() {
    if !table.rows.isEmpty { terminal.write(table) }
    if table.rows.isEmpty { terminal.sentence(ShadedText.legend("probability")) }
    guard totals.textCount > 1 else { return }
    terminal.line()
    terminal.sentence(
      "\(counted(totals.textCount, "text")), \(counted(totals.tokenCount, "token")): \(nats(totals.nats)); "
        + "\(fixed(totals.loss)) per token, perplexity \(perplexity(totals.perplexity)); mean over texts "
        + "\(fixed(totals.lossPerText)) per token"
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
