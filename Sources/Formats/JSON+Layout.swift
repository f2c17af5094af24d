extension JSON {
  /// The value as text to be read: what fits a line stands in one, everything else goes over several, indented by two.
  public func laidOut(width: Int = 100) -> String { laidOut(width: width, indent: "", used: 0) }

  /// - Parameter used: how many characters of the first line are taken already.
  private func laidOut(width: Int, indent: String, used: Int) -> String {
    let line = inLine
    guard used + line.count > width, let (open, elements, close) = parts, !elements.isEmpty else {
      return line
    }
    let inner = indent + "  "
    let lines = elements.map { key, value in
      let start = inner + (key.map { JSON.string($0).text + ": " } ?? "")
      // One more for the comma that may follow.
      return start + value.laidOut(width: width, indent: inner, used: start.count + 1)
    }
    return open + "\n" + lines.joined(separator: ",\n") + "\n" + indent + close
  }

  private var inLine: String {
    guard let (open, elements, close) = parts else { return text }
    let inner = elements.map { key, value in
      (key.map { JSON.string($0).text + ": " } ?? "") + value.inLine
    }
    guard open == "{", !inner.isEmpty else { return open + inner.joined(separator: ", ") + close }
    return open + " " + inner.joined(separator: ", ") + " " + close
  }

  /// What stands between the brackets of an array or an object, nil for anything else.
  private var parts: (open: String, elements: [(key: String?, value: JSON)], close: String)? {
    switch self {
    case .literal, .string: nil
    case .array(let elements): ("[", elements.map { (nil, $0) }, "]")
    case .object, .members: ("{", orderedMembers.map { ($0.key, $0.value) }, "}")
    }
  }
}
