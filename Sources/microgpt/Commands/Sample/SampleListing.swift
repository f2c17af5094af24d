import Drawing
import Transformer
import VisibleText

/// How `sample` prints texts: one a line, marked as known or new, with the choices at each step where they are asked for.
struct SampleListing {
  private let tokenizer: Tokenizer
  private let known: KnownTexts?
  private let showsChoices: Bool
  private let style: Style
  private let glyphs: GlyphSet
  /// What the texts to come begin with: the boundary, and the prompt's tokens.
  var prompt: [Int] = []
  /// What was drawn of the text that is under way.
  private var drawn: [GeneratedToken] = []
  private var count = 0
  private var newCount = 0
  private var emptyCount = 0

  /// How many of the likeliest tokens are shown at each step.
  private static let choiceCount = 5
  private static let barWidth = 20
  /// How wide the column of tokens is, if none is wider.
  private static let labelWidth = 5
  /// Where the marks begin, if no text is longer.
  private static let textWidth = 20

  /// - Parameter known: the texts that count as known; nil where nothing is to be marked.
  init(
    tokenizer: Tokenizer,
    known: KnownTexts?,
    showsChoices: Bool,
    style: Style,
    glyphs: GlyphSet = .unicode
  ) {
    self.tokenizer = tokenizer
    self.known = known
    self.showsChoices = showsChoices
    self.style = style
    self.glyphs = glyphs
  }

  /// Takes the next token; with the last one of a text, gives the lines of that text.
  mutating func entry(endingWith token: GeneratedToken) -> String? {
    drawn.append(token)
    guard token.isLast else { return nil }
    defer { drawn = [] }
    count += 1

    let bytes = tokenizer.decodeBytes(prompt + drawn.map(\.token))
    var line = visible(bytes)
    if let known {
      let mark = known.mark(of: bytes)
      if mark == .new { newCount += 1 }
      if mark == .empty { emptyCount += 1 }
      let word = mark == .new ? style.green(mark.rawValue) : style.dim(mark.rawValue)
      line = padded(line, to: Self.textWidth) + "  " + word
    }
    guard showsChoices else { return line + "\n" }

    var read = prompt
    let lines = drawn.map { choice in
      defer { read.append(choice.token) }
      // Without what the window has left behind.
      return self.lines(of: choice, after: Array(read.dropFirst(1 + choice.forgottenCount)))
    }
    return style.bold(line) + "\n" + lines.joined() + "\n"
  }

  /// How many of the texts are new, once all were printed; nil where none were marked.
  var summary: String? {
    known.map { _ in KnownTexts.summary(new: newCount, empty: emptyCount, of: count) }
  }

  /// The likeliest tokens in order, the first of equally likely ones first, without those that can't be drawn.
  static func likeliest(_ probabilities: [Double]) -> [Int] {
    var best: [Int] = []
    for token in probabilities.indices where probabilities[token] > 0 {
      let rank = best.firstIndex { probabilities[$0] < probabilities[token] } ?? best.count
      guard rank < choiceCount else { continue }
      best.insert(token, at: rank)
      if best.count > choiceCount { best.removeLast() }
    }
    return best
  }

  /// The likeliest tokens after what was read, and the one that was drawn, marked.
  private func lines(of choice: GeneratedToken, after read: [Int]) -> String {
    let probabilities = choice.probabilities
    let likeliest = Self.likeliest(probabilities)
    let shown = likeliest.contains(choice.token) ? likeliest : likeliest + [choice.token]
    let labels = shown.map(label)
    let width = labels.reduce(Self.labelWidth) { max($0, displayWidth(of: $1)) }
    let lines = zip(shown, labels).map { token, label in
      let percentage = NumberFormat.fixed(probabilities[token] * 100, decimals: 1)
      return [
        token == choice.token ? "   >" : "    ",
        padded(label, to: width),
        padded(percentage, to: 5, alignment: .right) + " %",
        style.cyan(bar(probabilities[token])),
      ].joined(separator: " ") + "\n"
    }
    let title = "  after '\(visible(tokenizer.decodeBytes(read)))': \(label(choice.token))\n"
    return title + lines.joined()
  }

  private func label(_ token: Int) -> String {
    glyphs == .ascii ? Terminal.inASCII(tokenizer.label(token)) : tokenizer.label(token)
  }

  private func bar(_ probability: Double) -> String {
    let bar = Bar(fraction: probability).drawn(width: Self.barWidth, glyphs: glyphs)
    return String(bar.prefix { $0 != " " })
  }
}
