/// A text in lines of at most `width` columns, broken at spaces.
///
/// A word that is wider stands alone on its line. Spaces stay, but for those at a break and at the end.
///
/// - Parameters:
///   - text: what is broken, without line breaks.
///   - width: how many columns a line has, its margin included.
///   - first: what stands before the first line, such as a bullet.
///   - margin: what stands before every other line.
public func wrapped(_ text: String, width: Int, first: String = "", margin: String = "") -> [String] {
  var lines: [String] = []
  var line = first + String(text.prefix { $0 == " " })
  var isEmpty = true
  var gap = 1
  for word in text.drop(while: { $0 == " " }).split(separator: " ", omittingEmptySubsequences: false) {
    guard !word.isEmpty else {
      gap += 1
      continue
    }
    if !isEmpty, displayWidth(of: line) + gap + displayWidth(of: String(word)) > width {
      lines.append(line)
      line = margin
      isEmpty = true
    }
    line += (isEmpty ? "" : spaces(gap)) + word
    isEmpty = false
    gap = 1
  }
  return lines + [line]
}
