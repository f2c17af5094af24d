/// A text in lines of at most `width` columns, broken at spaces.
///
/// A word that is wider stands alone on its line. Spaces at the beginning stay; between words there is one.
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
  for word in text.split(separator: " ") {
    if !isEmpty, displayWidth(of: line) + 1 + displayWidth(of: String(word)) > width {
      lines.append(line)
      line = margin
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    isEmpty = false
  }
  return lines + [line]
}
