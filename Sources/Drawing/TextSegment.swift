/// A stretch of a string that either shows or steers the terminal.
enum TextSegment: Equatable {
  case text(String)
  case escape(String)
}

/// Splits a string at its ANSI escape sequences; joining the segments gives the string back.
///
/// Known are the control sequences `ESC [ … final`, the strings `ESC ] … BEL` and `ESC ] … ESC \` (hyperlinks, titles),
/// and two-character escapes.
func textSegments(of string: String) -> [TextSegment] {
  guard string.utf8.contains(0x1B) else { return string.isEmpty ? [] : [.text(string)] }
  var segments: [TextSegment] = []
  let scalars = string.unicodeScalars
  var index = scalars.startIndex
  while index < scalars.endIndex {
    let start = index
    if scalars[index] == "\u{1B}" {
      index = endOfEscape(in: scalars, from: index)
      segments.append(.escape(String(scalars[start..<index])))
    } else {
      index = scalars[index...].firstIndex(of: "\u{1B}") ?? scalars.endIndex
      segments.append(.text(String(scalars[start..<index])))
    }
  }
  return segments
}

private func endOfEscape(
  in scalars: String.UnicodeScalarView,
  from start: String.Index
) -> String.Index {
  var index = scalars.index(after: start)
  guard index < scalars.endIndex else { return index }
  let kind = scalars[index]
  index = scalars.index(after: index)
  if kind == "[" {
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if ("@"..."~").contains(scalar) { break }
    }
  } else if kind == "]" {
    var previous = kind
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if scalar == "\u{7}" || (previous == "\u{1B}" && scalar == "\\") { break }
      previous = scalar
    }
  }
  return index
}
