import Drawing
import Transformer

/// How far the window has moved on over the texts that are longer than the context.
struct WindowSlide {
  let contextLength: Int
  private var textCount = 0
  private var slidCount = 0
  private var mostForgotten = 0

  init(contextLength: Int) { self.contextLength = contextLength }

  mutating func note(_ token: GeneratedToken) {
    guard token.isLast else { return }
    textCount += 1
    if token.forgottenCount > 0 { slidCount += 1 }
    mostForgotten = max(mostForgotten, token.forgottenCount)
  }

  /// What was forgotten, once all texts are there; nil where nothing was.
  var sentence: String? {
    guard slidCount > 0 else { return nil }
    let isOne = textCount == 1
    let texts =
      isOne ? "the text is" : "\(slidCount) of \(counted(textCount, "text")) \(slidCount == 1 ? "is" : "are")"
    return
      "\(texts) longer than the context of \(contextLength): beyond it, each token was drawn from the \(contextLength - 1) "
      + "before it, and\(isOne ? "" : " of the longest text") the first \(NumberFormat.grouped(mostForgotten)) were forgotten in the end"
  }
}
