/// A piece of a text, by how much of it can be seen where it stands.
enum Piece {
  /// It shows itself.
  case seen(Unicode.Scalar)
  /// A combining mark without a letter to stand on.
  case mark(Unicode.Scalar)
  /// It can't be seen, would break the line, or turns the direction of the text.
  case unseen(Unicode.Scalar)
  /// A byte that is not UTF-8.
  case invalid(UInt8)
}

/// Calls `body` with each piece of a text in turn.
func forEachPiece(of bytes: some Collection<UInt8>, _ body: (Piece) -> Void) {
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var position = bytes.startIndex
  var valid = ""
  while true {
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded):
      valid.unicodeScalars.append(Unicode.UTF8.decode(encoded))
      position = bytes.index(position, offsetBy: encoded.count)
    case .error(let length):
      forEachPiece(of: valid, body)
      valid = ""
      for _ in 0..<length {
        body(.invalid(bytes[position]))
        position = bytes.index(after: position)
      }
    case .emptyInput:
      return forEachPiece(of: valid, body)
    }
  }
}

private func forEachPiece(of text: String, _ body: (Piece) -> Void) {
  let scalars = text.unicodeScalars
  let isBlank = scalars.allSatisfy { $0.properties.generalCategory == .spaceSeparator }
  var start = text.startIndex
  while start < text.endIndex {
    let end = text.index(after: start)
    var index = start
    // The scalar before, where it belongs to the same cluster and is seen.
    var previous: Unicode.Scalar?
    while index < end {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      let next = index < scalars.endIndex ? scalars[index] : nil
      if scalar.isSeen(after: previous, before: next, isInside: index < end, isBlank: isBlank) {
        body(.seen(scalar))
        previous = scalar
      } else {
        body(scalar.isMark && !scalar.isHidden ? .mark(scalar) : .unseen(scalar))
        previous = nil
      }
    }
    start = end
  }
}

extension Unicode.Scalar {
  /// Whether the scalar shows itself where it stands.
  ///
  /// - Parameters:
  ///   - previous: the scalar before it in its cluster, nil where there is none or that can't be seen.
  ///   - next: the scalar after it.
  ///   - isInside: whether the next one belongs to the same cluster.
  ///   - isBlank: whether the whole text is spaces.
  fileprivate func isSeen(
    after previous: Unicode.Scalar?,
    before next: Unicode.Scalar?,
    isInside: Bool,
    isBlank: Bool
  ) -> Bool {
    if (0x20...0x7E).contains(value) { return true }
    if isJoiner {
      guard let previous else { return false }
      if isInside, let next, !next.isHidden { return true }
      return joins(previous, next)
    }
    if properties.isVariationSelector { return previous?.hasVariants ?? false }
    if isHidden { return false }
    if isMark { return previous != nil }
    return !(isBlank && properties.generalCategory == .spaceSeparator)
  }
}
